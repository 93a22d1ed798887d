"""How far a transcript is, in words and per cent, for the screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, FloatField, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from lms.lib.leases import JobState

from ..models.transcripts import Transcript, TranscriptBlock, TranscriptState
from .languages import whisper_code

_DOUBT = 0.8  # from here on the engine's ear is believed more than the plan


@dataclass(frozen=True)
class Progress:
    """`percent` of the recording that is behind us; `doubt`: the language that was heard instead of the one that was set."""

    transcript: Transcript
    percent: int
    sentence: str
    doubt: str
    failed: int


def progress_of(transcripts: Iterable[Transcript]) -> list[Progress]:
    rows = list(transcripts)
    origins = {row.same_as_id or row.pk for row in rows}
    weight = Cast(F("end_s") - F("start_s"), FloatField())
    done = dict(
        TranscriptBlock.objects.filter(transcript__in=origins)
        .values_list("transcript")
        .annotate(done=Sum(weight * F("progress") / 100.0))
        .order_by()
    )
    failed: dict[object, int] = {}
    for origin in TranscriptBlock.objects.filter(transcript__in=origins, job_state=JobState.FAILED).values_list(
        "transcript", flat=True
    ):
        failed[origin] = failed.get(origin, 0) + 1
    return [
        _progress(row, done.get(row.same_as_id or row.pk) or 0.0, failed.get(row.same_as_id or row.pk, 0))
        for row in rows
    ]


def _progress(transcript: Transcript, done: float, failed: int) -> Progress:
    percent = 100 if transcript.state == TranscriptState.DONE else int(99 * done / max(transcript.audio_seconds, 1))
    return Progress(transcript, percent, _sentence(transcript), doubt_of(transcript), failed)


def doubt_of(transcript: Transcript) -> str:
    """Whisper's code of the language that was clearly heard although another is set; else empty."""
    asked, heard = whisper_code(transcript.language), transcript.heard_language
    return heard if asked and heard and heard != asked and transcript.heard_probability >= _DOUBT else ""


def _sentence(transcript: Transcript) -> str:
    if transcript.error:
        return _(transcript.error)
    if transcript.state == TranscriptState.WAITING and transcript.job_state == JobState.RUNNING:
        return _("Listening for voices, %(n)d %%") % {"n": transcript.progress}
    return ""
