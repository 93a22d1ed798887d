"""Searches of the whole bank for questions that are nearly equal."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lms.lib.ids import new_id
from lms.lib.leases import Leased


class DuplicateSearch(Leased):
    """查重: one search over all questions that were there when it began; a job with progress."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    items = models.PositiveIntegerField(default=0)  # looked through

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return str(self.pk)


class DuplicatePair(models.Model):
    """Two questions of one language that are nearly equal."""

    search = models.ForeignKey(DuplicateSearch, on_delete=models.CASCADE, related_name="pairs")
    first = models.ForeignKey("assessments.Item", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("assessments.Item", on_delete=models.CASCADE, related_name="+")
    likeness = models.PositiveSmallIntegerField()  # per cent

    class Meta:
        ordering = ["-likeness", "pk"]
        indexes = [models.Index(fields=["search", "-likeness"], name="duplicate_pair_order")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
