"""The lesson that a recording becomes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id
from lms.lib.leases import Leased

from .recordings import Recording


class LessonDraft(Leased):
    """补课包: the draft lesson of a recording. The row is the job that makes it. `film` names the file it was made from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="draft")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    lesson_iri = models.CharField(max_length=60, blank=True, db_index=True)
    video = models.ForeignKey("content.Video", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    film = models.CharField(max_length=300, blank=True)
    captions_revision = models.JSONField(default=dict)  # language → revision of the track that the video has
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("draft lesson of a recording")
        verbose_name_plural = _("draft lessons of recordings")

    def __str__(self) -> str:
        return str(self.recording)
