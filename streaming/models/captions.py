"""Captions as people read and correct them: a track a language, and its versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

from .broadcasts import Broadcast


class CaptionTrack(models.Model):
    """字幕: the working copy of one language. `cues`: [{start, end, text}] in seconds of the joined recording."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=20)
    cues = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)  # counts every save; an editor must name the one it began with
    source = models.CharField(max_length=80, blank=True)  # key of the engine's result that was taken last
    indexed = models.PositiveIntegerField(null=True, blank=True)  # revision that the staff search finds; null: none
    touched = models.BooleanField(default=False)  # a person has changed it: a new run no longer replaces it
    changed_by = models.ForeignKey("people.Officer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        constraints = [models.UniqueConstraint(fields=["broadcast", "language"], name="one_caption_track_per_language")]

    def __str__(self) -> str:
        return f"{self.broadcast} · {dict(settings.LANGUAGES).get(self.language, self.language)}"

    @property
    def came_stored(self) -> bool:
        """Whether what stands here began as a sample transcript, not as what a machine heard."""
        kinds = (CaptionVersion.Kind.AUTOMATIC, CaptionVersion.Kind.SAMPLE)
        last = self.versions.filter(kind__in=kinds).order_by("-number").first()
        return last is not None and last.kind == CaptionVersion.Kind.SAMPLE

    @property
    def prison_id(self) -> object:
        """For the audit log."""
        return self.broadcast.prison_id


class CaptionVersion(models.Model):
    """What a track was once. Never changed."""

    class Kind(models.TextChoices):
        AUTOMATIC = "automatic", _("heard by the machine")
        KEPT = "kept", _("kept by a person")
        BY_ITSELF = "by_itself", _("kept by itself")
        SAMPLE = "sample", _("sample, came with the demo")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    track = models.ForeignKey(CaptionTrack, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    cues = models.JSONField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey("people.Officer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    changed: int  # captions that the version before did not have; captions/screens.py sets it

    class Meta:
        verbose_name = _("version of captions")
        verbose_name_plural = _("versions of captions")
        constraints = [models.UniqueConstraint(fields=["track", "number"], name="caption_version_number_once")]

    def __str__(self) -> str:
        return f"{self.track} · {self.number}"
