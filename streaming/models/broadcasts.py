"""A live lesson, the runs of the recorder that it consists of, and guests who teach for once."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

from ..states import RUNNING, BroadcastState


class Source(models.TextChoices):
    BROWSER = "browser", _("This computer (camera, microphone, screen)")
    ENCODER = "encoder", _("Studio (OBS or another encoder)")


class EpochKind(models.TextChoices):
    BROWSER = "browser", _("Browser")
    ENCODER = "encoder", _("Studio")
    UPLOAD = "upload", _("Uploaded recording")


class Broadcast(models.Model):
    """直播: one live lesson, from its place on the timetable to its end. What was recorded is its epochs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, related_name="+", verbose_name=_("prison"))
    title = models.CharField(_("title"), max_length=200)
    course = models.ForeignKey(
        "content.CoursePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("course"),
    )
    course_iri = models.CharField(max_length=200, blank=True, editable=False)  # outlives the page
    wards = models.ManyToManyField(
        "people.Ward",
        blank=True,
        related_name="+",
        verbose_name=_("wards"),
        help_text=_("Leave empty for the whole prison."),
    )
    teacher = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+", verbose_name=_("teacher"))
    planned_start = models.DateTimeField(_("planned start"))
    planned_minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=45)
    language = models.CharField(
        _("spoken language"), max_length=20, blank=True, help_text=_("Leave empty to detect it.")
    )
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.BROWSER)
    live_captions = models.BooleanField(_("live captions"), default=False)
    notes = models.TextField(_("notes"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=BroadcastState.choices, default=BroadcastState.SCHEDULED, db_index=True
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    interrupted_at = models.DateTimeField(null=True, blank=True)
    # Who holds the pen: "officer:<uuid>", "guest:<uuid>" or "encoder", and with which run of the recorder.
    sender = models.CharField(max_length=60, blank=True)
    sender_epoch = models.UUIDField(null=True, blank=True)
    stream_key_hash = models.CharField(max_length=64, blank=True, db_index=True)
    stream_key_sealed = models.BinaryField(null=True, blank=True)  # SRT needs it as its passphrase
    learners_seen = models.BooleanField(_("learners can be seen"), null=True, blank=True)  # null: not asked yet
    learners_heard = models.BooleanField(_("learners can be heard"), null=True, blank=True)
    consent_note = models.TextField(_("consent"), blank=True)
    created_by = models.ForeignKey("people.Officer", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("broadcast")
        verbose_name_plural = _("broadcasts")
        ordering = ["planned_start"]
        indexes = [models.Index(fields=["prison", "planned_start"], name="broadcast_timetable")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def sending(self) -> Epoch | None:
        """The run of a recorder that holds the pen."""
        return self.epochs.filter(pk=self.sender_epoch).first() if self.sender_epoch else None

    @property
    def folder(self) -> Path:
        """Where the raw files of its epochs lie."""
        return Path(settings.DATA_DIR) / "broadcasts" / str(self.pk)


class Guest(models.Model):
    """客座教师: somebody from outside who teaches one broadcast under an officer who answers for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    sponsor = models.ForeignKey(
        "people.Officer", on_delete=models.PROTECT, related_name="+", verbose_name=_("sponsoring officer")
    )
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("guest teacher")
        verbose_name_plural = _("guest teachers")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.name


class Epoch(models.Model):
    """录制段: one run of a recorder, one raw file that is only appended to. Its index on the disk is the truth; the row follows within seconds."""

    id = models.UUIDField(primary_key=True, editable=False)  # chosen by the sender
    broadcast = models.ForeignKey(Broadcast, on_delete=models.PROTECT, related_name="epochs")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EpochKind.choices, default=EpochKind.BROWSER)
    media_type = models.CharField(max_length=120, blank=True)
    extension = models.CharField(max_length=8)
    sender = models.CharField(max_length=60)
    started_at = models.DateTimeField(auto_now_add=True)  # this server's clock
    captured_at = models.BigIntegerField()  # the sender's clock, Unix milliseconds
    next_chunk = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    last_chunk_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)  # somebody else, or a newer run, took the pen
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("part of a recording")
        verbose_name_plural = _("parts of a recording")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["broadcast", "number"], name="epoch_number_once")]

    def __str__(self) -> str:
        return f"{self.broadcast_id} · {self.number}"

    @property
    def raw(self) -> Path:
        """The raw file, as the sender's recorder wrote it."""
        return self.broadcast.folder / f"{self.number}.{self.extension}"

    @property
    def index(self) -> Path:
        """JSON lines {n, offset, bytes, crc, received_ms, captured_ms}; a chunk counts when its line is complete."""
        return self.broadcast.folder / f"{self.number}.index"
