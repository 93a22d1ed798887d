"""An uploaded file on its way into the bank, and its report."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id
from lms.lib.leases import Leased

from .notes import is_refusal, note


class ItemImport(Leased):
    """试题导入: one file, read into a report per item, then taken as a whole or not at all. The file is kept until then."""

    class Phase(models.TextChoices):
        READING = "reading", _("Reading the file")
        PREVIEW = "preview", _("Ready to look at")
        APPLYING = "applying", _("Writing")
        APPLIED = "applied", _("Done")
        DISCARDED = "discarded", _("Discarded")
        REFUSED = "refused", _("Not possible")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey("people.Officer", on_delete=models.CASCADE, related_name="+")
    prison = models.ForeignKey("people.Prison", on_delete=models.CASCADE, null=True, related_name="+")
    filename = models.CharField(max_length=255)
    content = models.BinaryField(null=True)  # dropped once it is applied, discarded or refused
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=10, blank=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.READING)
    chosen = models.JSONField(null=True)  # numbers of the items to be taken; none: all that can be
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename


class ImportedItem(models.Model):
    """What becomes of one item of the file. `notes` are codes with values (notes.py has their sentences)."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("Complete")
        WITH_LOSS = "with_loss", _("With a loss")
        REFUSED = "refused", _("Not possible")

    id = models.BigAutoField(primary_key=True)
    items_import = models.ForeignKey(ItemImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=400)
    kind = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    notes = models.JSONField(default=list)
    item = models.ForeignKey("assessments.Item", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["items_import", "number"], name="imported_item_once")]
        indexes = [models.Index(fields=["items_import", "outcome", "number"], name="imported_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.place}"

    @property
    def sentences(self) -> list[tuple[bool, str]]:
        """(is it why the item is refused, the sentence) in the reader's language."""
        found = [note(kept["code"], **kept.get("values", {})) for kept in self.notes]
        return [(is_refusal(one), str(one.sentence)) for one in found]

    @property
    def kind_label(self) -> Any:
        return KINDS.get(self.kind, self.kind)


KINDS = {
    "choice": _("Choice"),
    "order": _("Put in order"),
    "match": _("Match pairs"),
    "fill_in": _("Fill in the gaps"),
    "inline_choice": _("Choose for the gaps"),
    "numeric": _("Number"),
    "hotspot": _("Point at a picture"),
    "extended_text": _("Written answer"),
    "upload": _("Upload"),
    "practical": _("Practical task"),
}
