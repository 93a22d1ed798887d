"""Phrases of the learner app, translated in the CMS."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from lms.lib.ids import new_id


class Phrase(models.Model):
    """用语: one text of the learner app in one language, with a recording for those who do not read; a prison's own, or for all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="+"
    )
    key = models.CharField(
        _("key"), max_length=100, help_text=_("The name of the text in the learner app, such as home.continue.")
    )
    language = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("text"), max_length=500)
    audio = models.ForeignKey(
        "content.Audio", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("recording")
    )

    panels = [FieldPanel("key"), FieldPanel("language"), FieldPanel("text"), FieldPanel("audio")]

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["key", "language"]
        constraints = [
            # Two, since SQLite takes empty prisons for different ones.
            models.UniqueConstraint(
                fields=["key", "language"], condition=models.Q(prison__isnull=True), name="phrase_once_for_all"
            ),
            models.UniqueConstraint(
                fields=["prison", "key", "language"],
                condition=models.Q(prison__isnull=False),
                name="phrase_once_per_prison",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"
