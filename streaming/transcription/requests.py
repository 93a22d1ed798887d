"""Asking for a transcript, and asking again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.leases import JobState
from lms.people.models import Officer, Prison
from lms.people.permissions import has_role, holds_server_wide
from lms.people.roles import Role

from ..models.transcripts import Transcript, TranscriptState
from . import waves
from .errors import NoSuchTranscript, NotNow, SoundRefused

VIEWERS = (Role.ADMINISTRATOR, Role.EDUCATION_OFFICE)


def request_transcript(
    audio: Path, *, subject: str, language: str = "", terms: Sequence[str] = (), prison: Prison | None = None,
    title: str = "",
) -> Transcript:  # fmt: skip
    """Have the sound (16 kHz mono WAV under DATA_DIR, which stays where it is) transcribed. Asked twice for the same, it is the same row.

    Raises SoundRefused. A missing model is no error: the row waits for one.
    """
    try:
        seconds, sha256 = waves.seconds_of(audio), waves.fingerprint(audio)
    except waves.WaveRefused as error:
        raise SoundRefused(error.code) from error
    asked = {"subject": subject, "audio_sha256": sha256, "language": language, "terms": list(terms)}
    with transaction.atomic():
        same = Transcript.objects.filter(**asked).exclude(state=TranscriptState.FAILED).first()
        return same or Transcript.objects.create(
            **asked, audio=_place_of(audio), audio_seconds=seconds, prison=prison, title=title[:200]
        )


def transcript_for(subject: str) -> Transcript | None:
    """The newest of this subject, whatever its state."""
    return Transcript.objects.select_related("same_as").filter(subject=subject).order_by("-created_at").first()


def transcripts_for(officer: Officer) -> QuerySet[Transcript]:
    """Those of the prisons where the officer looks after them; those of no prison for who does so everywhere."""
    found = Transcript.objects.select_related("same_as", "prison")
    if not has_role(officer, *VIEWERS):
        return found.none()
    if holds_server_wide(officer, *VIEWERS):
        return found
    return found.filter(prison__in=officer.grants.filter(role__in=VIEWERS, ward=None).values("prison"))


def transcript_seen_by(officer: Officer, transcript_id: UUID) -> Transcript:
    found = transcripts_for(officer).filter(pk=transcript_id).first()
    if found is None:
        raise NoSuchTranscript
    return found


@transaction.atomic
def transcribe_again(transcript_id: UUID, *, by: Officer, language: str | None = None) -> Transcript:
    """Failed parts are tried once more; with another language, or where a newer model is installed, it is a new transcript. The old one stays."""
    old = transcript_seen_by(by, transcript_id)
    if old.state not in (TranscriptState.DONE, TranscriptState.FAILED):
        raise NotNow(_("This transcript is still being made."))
    language = old.language if language is None else language
    if language == old.language and not old.is_stored:
        new = _due_again(old.origin)
    else:
        new = Transcript.objects.create(
            subject=old.subject, prison=old.prison, title=old.title, audio=old.audio, audio_sha256=old.audio_sha256,
            audio_seconds=old.audio_seconds, language=language, terms=old.terms,
        )  # fmt: skip
    audit.log(
        by=by, verb="streaming.transcript.again", target=new, prison=old.prison, detail={"language": new.language}
    )
    return new


def _due_again(transcript: Transcript) -> Transcript:
    """Only what failed; where nothing was cut yet, the whole."""
    failed = Q(job_state=JobState.FAILED)
    if transcript.blocks.exists():
        transcript.blocks.filter(failed).update(job_state=JobState.DUE, attempts=0, error="")
        transcript.state = TranscriptState.RUNNING
    else:
        transcript.job_state, transcript.state, transcript.attempts = JobState.DUE, TranscriptState.WAITING, 0
    transcript.error, transcript.finished_at = "", None
    transcript.save()
    return transcript


def _place_of(audio: Path) -> str:
    """Relative to DATA_DIR where it lies inside, so that another machine finds it under its own."""
    path, data = audio.resolve(), Path(settings.DATA_DIR).resolve()
    return str(path.relative_to(data)) if path.is_relative_to(data) else str(path)
