"""What happens when a film is ready: its transcript is asked for with the words of the course, and the stage follows."""

from __future__ import annotations

import logging
from typing import Any

from content import api as content

from ..models import Recording, RecordingStage, Transcript, TranscriptState
from ..transcription import api as transcription
from ..transcription.errors import SoundRefused

logger = logging.getLogger(__name__)

MOST_TERMS = 60


def ask_for_transcript(recording: Recording) -> Transcript | None:
    """Asked twice, it is the same. None where there is no sound."""
    audio = recording.audio_path
    if audio is None or not audio.exists():
        return None
    broadcast = recording.broadcast
    try:
        return transcription.request_transcript(
            audio, subject=recording.subject, language=broadcast.language, terms=terms_of(broadcast.course),
            prison=broadcast.prison, title=broadcast.title,
        )  # fmt: skip
    except SoundRefused:
        logger.warning("The sound of recording %s was refused for a transcript.", recording.pk)
        return None


def terms_of(course: content.CoursePage | None) -> list[str]:
    """Title and glossary of the course, which the transcriber shall know how to spell."""
    if course is None:
        return []
    found = [course.title.strip(), *(entry.term for entry in content.terms_of_course(course))]
    return list(dict.fromkeys(filter(None, found)))[:MOST_TERMS]


def note_transcript(sender: object, transcript: Transcript, **_: Any) -> None:
    """Receiver of transcript_finished."""
    kind, _colon, key = transcript.subject.partition(":")
    if kind == "recording" and transcript.state == TranscriptState.DONE:
        Recording.objects.filter(pk=key, stage=RecordingStage.VERIFIED).update(stage=RecordingStage.TRANSCRIBED)
