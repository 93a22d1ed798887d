"""The audit log: append-only, hash-chained, text only, no foreign keys. Triggers refuse UPDATE and DELETE (triggers.py)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class AuditEvent(models.Model):
    """审计记录: who did what to what, when. hash = SHA-256(canonical JSON of all other fields, prev_hash among them)."""

    seq = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    prison = models.CharField(max_length=40, blank=True, db_index=True)  # its id as text; empty: the whole server
    actor = models.CharField(_("who"), max_length=300, db_index=True)  # "officer:3 李警官"
    verb = models.CharField(_("what"), max_length=100, db_index=True)  # "people.learner.moved"
    target = models.CharField(_("to whom or what"), max_length=300, db_index=True)  # "learner:<id> 王某"
    detail = models.TextField(_("details"), blank=True)  # canonical JSON
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit log")
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class AuditAnchor(models.Model):
    """A head of the chain that has left the server in a receipt or on a printed sheet.

    The row is a reminder of what to look for outside; the evidence is the copy that the tablet or the sheet holds.
    """

    class Carrier(models.TextChoices):
        RECEIPT = "receipt", _("Receipt on a tablet")
        SHEET = "sheet", _("Printed sheet")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    carrier = models.CharField(max_length=10, choices=Carrier.choices)
    reference = models.CharField(max_length=200, blank=True)  # who printed it, which device
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("audit anchor")
        verbose_name_plural = _("audit anchors")
        ordering = ["-seq"]
        constraints = [models.UniqueConstraint(fields=["seq", "carrier"], name="anchor_once_per_carrier")]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"
