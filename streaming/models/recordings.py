"""What a broadcast leaves behind: one film and its sound, what was found when they were checked, and what a person wants changed in them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id
from lms.lib.leases import Leased

from .broadcasts import Broadcast


class RecordingStage(models.TextChoices):
    RECORDED = "recorded", _("Recorded")
    VERIFIED = "verified", _("Checked")
    TRANSCRIBED = "transcribed", _("Transcribed")
    DRAFT = "draft", _("Draft lesson")
    PUBLISHED = "published", _("Published")


class Recording(Leased):
    """课程回放: the film of a broadcast, joined from its parts. The row is the job that makes it; made again when late pieces come."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    broadcast = models.OneToOneField(Broadcast, on_delete=models.PROTECT, related_name="recording")
    stage = models.CharField(
        _("stage"), max_length=12, choices=RecordingStage.choices, default=RecordingStage.RECORDED, db_index=True
    )
    version = models.PositiveIntegerField(default=0)  # how often it was made; names its files
    made_from = models.JSONField(default=list)  # [[epoch number, bytes], …] that the film holds
    duration_s = models.FloatField(_("length"), null=True, blank=True)
    expected_s = models.FloatField(null=True, blank=True)  # from the first chunk to the end, by the server's clock
    av_difference_ms = models.IntegerField(null=True, blank=True)  # how much later the sound ends than the picture
    drift_ms_per_hour = models.IntegerField(null=True, blank=True)
    loudness_lufs = models.FloatField(null=True, blank=True)
    gaps = models.JSONField(default=list)  # [{at_s, seconds, cause}]; at_s on the film's clock
    alarms = models.JSONField(default=list)  # codes: see closer/checks.py
    has_picture = models.BooleanField(default=True)
    has_sound = models.BooleanField(default=True)
    film = models.CharField(max_length=300, blank=True)  # relative to DATA_DIR
    audio = models.CharField(max_length=300, blank=True)  # 16 kHz mono WAV, for the transcript
    raw_kept = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["-broadcast__planned_start"]

    def __str__(self) -> str:
        return str(self.broadcast)

    @property
    def folder(self) -> Path:
        return Path(settings.DATA_DIR, "recordings", str(self.broadcast_id))

    @property
    def film_path(self) -> Path | None:
        return Path(settings.DATA_DIR, self.film) if self.film else None

    @property
    def audio_path(self) -> Path | None:
        return Path(settings.DATA_DIR, self.audio) if self.audio else None

    @property
    def subject(self) -> str:
        """What its transcripts are filed under."""
        return f"recording:{self.pk}"


class EditList(Leased):
    """剪辑单: what a person wants left out, hidden or silent. Always rendered from the whole film, never from an edited one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="edit_lists")
    version = models.PositiveIntegerField()
    edits = models.JSONField(default=list)  # [{kind: cut|blur|silence, start_s, end_s}], on the whole film's clock
    of_version = models.PositiveIntegerField()  # of the recording
    by = models.ForeignKey("people.Officer", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    film = models.CharField(max_length=300, blank=True)
    audio = models.CharField(max_length=300, blank=True)
    duration_s = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("list of edits")
        verbose_name_plural = _("lists of edits")
        ordering = ["recording", "-version"]
        constraints = [models.UniqueConstraint(fields=["recording", "version"], name="edit_list_version_once")]

    def __str__(self) -> str:
        return f"{self.recording} · {self.version}"

    @property
    def film_path(self) -> Path | None:
        return Path(settings.DATA_DIR, self.film) if self.film else None

    @property
    def audio_path(self) -> Path | None:
        return Path(settings.DATA_DIR, self.audio) if self.audio else None
