"""What was said: one transcript a sound file, model and way of decoding, and its blocks, each of which is a job."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id
from lms.lib.leases import Leased

STORED = "stored"  # stands where the name of an engine would


class TranscriptState(models.TextChoices):
    NO_MODEL = "no_model", _("No model installed")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being transcribed")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Not transcribed")


class Transcript(Leased):
    """文字稿: its lease is the preparing (listen for voices, cut into blocks); the blocks carry their own.

    `subject` names what it belongs to ("recording:<uuid>", "media:<uuid>"). `key` is what is never computed twice:
    the sound, the model's fingerprint, its decode settings, language and prompt. Empty until a model is known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=100, db_index=True)
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=TranscriptState.choices, default=TranscriptState.WAITING, db_index=True
    )
    audio = models.CharField(max_length=500)  # inside DATA_DIR: relative to it
    audio_sha256 = models.CharField(max_length=64)
    audio_seconds = models.FloatField()
    language = models.CharField(max_length=20, blank=True)  # BCP 47; empty: detect
    terms = models.JSONField(default=list)  # the course's words, as they were when it was asked for
    key = models.CharField(max_length=64, blank=True, db_index=True)
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    model_name = models.CharField(max_length=80, blank=True)
    model_fingerprint = models.CharField(max_length=64, blank=True)
    settings = models.JSONField(default=dict)
    prompt = models.TextField(blank=True)
    speech = models.JSONField(default=list)  # [[start, end], …] in seconds: where the voice detector heard somebody
    heard_language = models.CharField(max_length=10, blank=True)  # what the engine believes to hear
    heard_probability = models.FloatField(default=0.0)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key="") & Q(same_as=None), name="transcript_computed_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.subject

    @property
    def audio_path(self) -> Path:
        return Path(settings.DATA_DIR, self.audio)

    @property
    def origin(self) -> Transcript:
        """The transcript that holds the blocks: this one, or the one with the same key that was first."""
        return self.same_as or self

    @property
    def is_stored(self) -> bool:
        """Whether its text came with the product: no model on this machine has made it."""
        return bool(self.origin.settings.get("engine") == STORED)


class TranscriptBlock(Leased):
    """One stretch of 8–12 minutes. `raw` is what the engine returned, with times from the block's beginning; it is never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="blocks")
    number = models.PositiveIntegerField()
    start_s = models.FloatField()
    end_s = models.FloatField()
    speech_s = models.FloatField(default=0.0)
    raw = models.JSONField(null=True, blank=True)  # {"segments": […], "heard": {language, probability}, "took_s": …}

    class Meta:
        verbose_name = _("block of a transcript")
        verbose_name_plural = _("blocks of a transcript")
        ordering = ["transcript", "number"]
        constraints = [models.UniqueConstraint(fields=["transcript", "number"], name="transcript_block_once")]

    def __str__(self) -> str:
        return f"{self.transcript} · {self.number + 1}"

    @property
    def seconds(self) -> float:
        return self.end_s - self.start_s
