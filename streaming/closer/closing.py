"""The closing job: measure the parts, join them, check the film, keep it. Safe to run twice; made again when late pieces come."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from lms.audit import api as audit
from lms.lib.durable import fsync_folder, make_folder
from lms.lib.errors import Refused
from lms.lib.faults import faultpoint
from lms.lib.leases import Leased
from lms.lib.work_folders import work_folder

from ..models import Broadcast, Recording, RecordingStage
from . import checks, joining
from .parts import Part, fingerprint, measure_film, parts_of

logger = logging.getLogger(__name__)

LEASE_SECONDS = 120
MAX_ATTEMPTS = 3
GAVE_UP = gettext_noop("The server stopped several times while it made this film. The recording itself is safe.")
NOTHING = gettext_noop("Nothing that was received can be played. The received bytes are kept.")


def close(recording_id: UUID | str) -> None:
    """Make the film, unless somebody else is at it. Errors are kept in English and translated when shown."""
    recording = Recording.objects.select_related("broadcast").filter(pk=recording_id).first()
    if recording is None or not recording.claim(seconds=LEASE_SECONDS):
        return
    faultpoint("streaming.closer.after_claim")
    if recording.attempts > MAX_ATTEMPTS:
        recording.finish(error=GAVE_UP)
        return
    try:
        with translation.override(None), work_folder("closer") as folder:
            _make(recording, folder)
    except Refused as error:
        with translation.override(None):
            recording.finish(error=str(error))


def _make(recording: Recording, folder: Path) -> None:
    broadcast = recording.broadcast
    made_from = fingerprint(broadcast)
    heart = Heart(recording)
    parts = parts_of(broadcast)
    if not parts:
        recording.finish(error=NOTHING)
        return
    film = joining.join(parts, folder, heart)
    faultpoint("streaming.closer.after_film")
    seconds, av_ms = measure_film(film)
    heart(85, at_once=True)
    loudness, audio = None, None
    if any(part.audio for part in parts):
        audio = joining.sound_of(film, folder, seconds)
        loudness = checks.loudness_of(film, folder, seconds)
    heart(95, at_once=True)
    expected = _expected_s(broadcast, parts)
    found = checks.examine(parts, film_s=seconds, expected_s=expected, loudness=loudness)
    version = recording.version + 1
    kept = [keep(film, recording.folder / f"film-{version}.mp4")]
    if audio:
        kept.append(keep(audio, recording.folder / f"audio-{version}.wav"))
    faultpoint("streaming.closer.before_finish")
    recording.version, recording.made_from = version, made_from
    recording.duration_s, recording.expected_s, recording.av_difference_ms = seconds, expected, av_ms
    recording.drift_ms_per_hour, recording.loudness_lufs = found.drift_ms_per_hour, loudness
    recording.gaps, recording.alarms = [gap.as_dict() for gap in found.gaps], found.alarms
    recording.has_picture, recording.has_sound = any(part.video for part in parts), audio is not None
    recording.film, recording.audio = _relative(kept[0]), _relative(kept[1]) if audio else ""
    _finish(recording)
    faultpoint("streaming.closer.after_finish")
    _forget_older(recording)


@transaction.atomic
def _finish(recording: Recording) -> None:
    """The film counts from here on; what was made of an older one is made again."""
    recording.closed_at, recording.stage = timezone.now(), RecordingStage.VERIFIED
    recording.save(update_fields=[
        "version", "made_from", "duration_s", "expected_s", "av_difference_ms", "drift_ms_per_hour", "loudness_lufs", "gaps",
        "alarms", "has_picture", "has_sound", "film", "audio", "closed_at", "stage",
    ])  # fmt: skip
    recording.finish()
    detail = {"version": recording.version, "seconds": round(recording.duration_s or 0), "alarms": recording.alarms}
    audit.log(
        by="system", verb="streaming.recording.verified", target=recording, detail=detail,
        prison=recording.broadcast.prison_id,
    )  # fmt: skip
    from .following import ask_for_transcript

    transaction.on_commit(lambda: ask_for_transcript(recording))


def _expected_s(broadcast: Broadcast, parts: list[Part]) -> float | None:
    if not broadcast.ended_at:
        return None
    # Nobody ends a lesson at its last picture: what counts is when the last chunk came. By the broadcast's own clock: the
    # server's may have been set in between.
    last_ms = min(max(part.last_ms for part in parts), round(1000 * broadcast.ended_at.timestamp()))
    return max(0.0, (last_ms - parts[0].begun_ms) / 1000)


class Heart:
    """Renews the lease and shows the progress, at most once in two seconds."""

    def __init__(self, row: Leased, *, most: int = 99) -> None:
        self._row, self._last, self._most = row, 0.0, most

    def __call__(self, percent: int, *, at_once: bool = False) -> None:
        if at_once or time.monotonic() - self._last >= 2:
            self._last = time.monotonic()
            self._row.heartbeat(progress=min(percent, self._most), seconds=LEASE_SECONDS)


def keep(made: Path, target: Path) -> Path:
    """Move a finished file to its place: whole and safe before it has its name."""
    make_folder(target.parent)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(target)  # never copied: the work folder stands on the same disk
    fsync_folder(target.parent)
    return target


def _relative(path: Path) -> str:
    return str(path.relative_to(settings.DATA_DIR))


def _forget_older(recording: Recording) -> None:
    """Films of two versions ago; the last one may still be played, or listened to by the transcriber."""
    for path in recording.folder.glob("*-*.*"):
        number = path.stem.rpartition("-")[2]
        if path.stem.startswith(("film-", "audio-")) and number.isdigit() and int(number) < recording.version - 1:
            path.unlink(missing_ok=True)
