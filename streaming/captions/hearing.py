"""From what an engine heard to captions: when a transcript is finished, its cues become the track of its language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from streaming.models import Broadcast, CaptionTrack, Recording, Transcript, TranscriptState
from streaming.transcription import api as transcription

from . import tracks
from .cues import Cue, build_cues
from .units import TimedText

_TAGS = {"zh": "zh-hans", "yue": "zh-hans"}  # whatever is heard of Chinese is written in simplified characters


def caption_language(transcript: Transcript) -> str:
    """The tag of the captions' language: what the broadcast says, else what was heard."""
    return transcript.language.lower() or _TAGS.get(transcript.heard_language, transcript.heard_language) or "zh-hans"


def cues_heard(transcript: Transcript) -> list[Cue]:
    return cues_of_segments(transcription.segments_of(transcript))


def cues_of_segments(segments: Iterable[transcription.Segment]) -> list[Cue]:
    """Over the words where there are word times, else over whole segments; what was dropped is left out."""
    pieces: list[TimedText] = []
    for segment in segments:
        if segment.dropped:
            continue
        if segment.words:
            pieces += [TimedText(word.start, word.end, word.text) for word in segment.words]
        else:
            pieces.append(TimedText(segment.start, segment.end, f" {segment.text.strip()}"))
    return build_cues(pieces)


def take_transcript(transcript: Transcript) -> CaptionTrack | None:
    """The track of a finished transcript of a recording; None for everything else. Safe to do twice."""
    kind, _colon, key = transcript.subject.partition(":")
    if kind != "recording" or transcript.state != TranscriptState.DONE:
        return None
    broadcast = Broadcast.objects.filter(pk__in=Recording.objects.filter(pk=key).values("broadcast")).first()
    if broadcast is None:
        return None
    return tracks.take_automatic(
        broadcast, cues_heard(transcript), language=caption_language(transcript), source=str(transcript.pk),
        sample=transcript.is_stored,
    )  # fmt: skip


def note_transcript(sender: object, transcript: Transcript, **_: Any) -> None:
    """Receiver of transcript_finished."""
    take_transcript(transcript)


def take_missed() -> int:
    """Transcripts whose finish a crash swallowed: their captions are made now."""
    taken = CaptionTrack.objects.exclude(source="").values_list("source", flat=True)
    done = Transcript.objects.filter(state=TranscriptState.DONE, subject__startswith="recording:")
    missed = [one for one in done.order_by("-finished_at")[:50] if str(one.pk) not in set(taken)]
    return sum(take_transcript(one) is not None for one in missed)
