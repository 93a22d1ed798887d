"""What a learner must see on the home page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Notice(models.Model):
    """通知: short texts per language, such as: two officers used the recovery key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    learner = models.ForeignKey("people.Learner", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    texts = models.JSONField()  # BCP 47 tag → text
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.kind
