"""Long work on many learners: reading a roster, and setting and printing sign-ins."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import new_id
from lms.lib.leases import Leased


class RosterImport(Leased):
    """名册导入: one uploaded file, read into rows with a verdict each, then applied as a whole or not at all."""

    class Phase(models.TextChoices):
        READING = "reading", _("Reading the file")
        PREVIEW = "preview", _("Ready to look at")
        APPLYING = "applying", _("Writing")
        APPLIED = "applied", _("Done")
        REFUSED = "refused", _("Not possible")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey("people.Prison", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Officer", on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=255)
    content = models.BinaryField(null=True)  # dropped once it is read
    sha256 = models.CharField(max_length=64)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.READING)
    encoding = models.CharField(max_length=40, blank=True)  # of a CSV file, as it was recognised
    missing_count = models.PositiveIntegerField(default=0)  # active learners that the file does not name
    retire_missing = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)  # of the plan and of what it was based on
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename


class RosterRow(models.Model):
    """One line of the file. `data` is what was understood, `findings` are codes with values (lms/people/roster/findings.py has their sentences)."""

    class Verdict(models.TextChoices):
        ERROR = "error", _("Error")
        NEW = "new", _("New learner")
        MOVED = "moved", _("Moves")
        CHANGED = "changed", pgettext_lazy("person", "Changes")
        UNCHANGED = "unchanged", _("No change")

    id = models.BigAutoField(primary_key=True)
    roster = models.ForeignKey("people.RosterImport", on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=400, blank=True)
    name = models.CharField(max_length=400, blank=True)
    ward_name = models.CharField(max_length=400, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, db_index=True)
    data = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["roster", "verdict", "line"], name="roster_row_by_verdict")]

    def __str__(self) -> str:
        return f"{self.line} {self.number}"


class SlipBatch(Leased):
    """登录条: new sign-ins for many learners, set and printed in one act. The slips can be read for an hour, by the officer who made them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey("people.Prison", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Officer", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    readable_until = models.DateTimeField()
    printed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title or str(self.pk)


class Slip(models.Model):
    """One learner's slip. `sealed` is the secret under a key derived from SECRET_KEY; emptied when the hour is over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey("people.SlipBatch", on_delete=models.CASCADE, related_name="slips")
    learner = models.ForeignKey("people.Learner", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, default="pin")
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "learner"], name="slip_once_per_learner")]

    def __str__(self) -> str:
        return str(self.learner_id)
