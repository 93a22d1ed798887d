"""The audit log: append-only, hash-chained, text only, no foreign keys."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """审计记录: who did what to what, when. hash = SHA-256(canonical JSON of all other fields, prev_hash among them)."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    prison = models.CharField(max_length=40, blank=True, db_index=True)  # its id as text; empty: the whole server
    actor = models.CharField(max_length=300, db_index=True)  # "officer:3 李警官"
    verb = models.CharField(max_length=100, db_index=True)  # "people.learner.moved"
    target = models.CharField(max_length=300, db_index=True)  # "learner:<id> 王某"
    detail = models.TextField(blank=True)  # canonical JSON
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit log")
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
