"""Clearance: what the scanners found, and what an officer decided."""

from __future__ import annotations

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class ScanFinding(models.Model):
    """检查结果: one thing that the scanners found in a package candidate."""

    class Severity(models.TextChoices):
        BLOCKER = "blocker", _("Must be removed")
        WARNING = "warning", _("Look at this")
        INFO = "info", _("For your information")

    id = models.BigAutoField(primary_key=True)
    publication = models.ForeignKey("content.Publication", on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    path = models.CharField(max_length=200)  # in the package
    place = models.CharField(max_length=500, blank=True)  # inside the file
    sentences = models.JSONField(default=dict)  # interface language → sentence

    def __str__(self) -> str:
        return f"{self.severity} {self.code} {self.path}"

    @property
    def sentence(self) -> str:
        return self.sentences.get(translation.get_language() or "") or next(iter(self.sentences.values()), self.code)


class Clearance(models.Model):
    """安全审核: a second officer's decision on a package candidate. It is never changed; a new candidate gets a new one."""

    class Decision(models.TextChoices):
        CLEARED = "cleared", _("Cleared")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.OneToOneField("content.Publication", on_delete=models.PROTECT, related_name="clearance")
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices)
    officer = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+", verbose_name=_("officer"))
    note = models.TextField(_("note"), blank=True, max_length=2000)
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")

    def __str__(self) -> str:
        return f"{self.get_decision_display()} · {self.publication}"


class ClearedFile(models.Model):
    """A file that was cleared for a lesson or course of a prison: the same bytes need no second look there."""

    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="files")
    iri = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clearance", "sha256"], name="cleared_file_once")]
        indexes = [models.Index(fields=["iri", "sha256"], name="cleared_file_by_hash")]

    def __str__(self) -> str:
        return f"{self.iri} {self.sha256}"
