"""A result that is there before anybody listens: the demo ships one. It goes the way of an engine's result and says what it is.

Its key is made of its own contents, so it never passes for the result of a model, nor keeps one from listening later.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lms.lib.leases import JobState

from ..models.transcripts import STORED, Transcript, TranscriptBlock, TranscriptState
from .blocks import store
from .leasing import LEASE_SECONDS
from .preparing import keep_plan, take_on
from .shapes import Decoding, Segment, Span, Word


@dataclass(frozen=True)
class StoredResult:
    """`segments` with times from the recording's beginning; `language` as Whisper calls it; `contents`: their SHA-256."""

    name: str
    contents: str
    language: str
    segments: list[Segment]

    @property
    def fingerprint(self) -> str:
        return f"{STORED}-{self.contents[:57]}"

    @property
    def decoding(self) -> Decoding:
        return Decoding(engine=STORED)

    @property
    def speech(self) -> list[Span]:
        return [Span(segment.start, segment.end) for segment in self.segments]


@transaction.atomic
def take_stored(transcript_id: UUID, result: StoredResult) -> bool:
    """Give the result to a transcript that nobody works on yet. False when an engine was faster: its result counts. Safe to do twice."""
    waits = Q(state__in=[TranscriptState.WAITING, TranscriptState.NO_MODEL])
    transcript = Transcript.objects.filter(waits, pk=transcript_id).first()
    if transcript is None or not transcript.claim(seconds=LEASE_SECONDS):
        return False
    if take_on(transcript, result):
        keep_plan(transcript, result.speech)
        for block in transcript.blocks.exclude(job_state=JobState.DONE):
            block.claim(seconds=LEASE_SECONDS)
            store(block, {
                "segments": [segment.as_json() for segment in _within(block, result.segments)],
                "heard": {"language": result.language, "probability": 1.0},
                "took_s": 0.0,
            })  # fmt: skip
    return True


def _within(block: TranscriptBlock, segments: list[Segment]) -> list[Segment]:
    """Those that begin in the block, with times from its beginning, as an engine gives them."""
    return [_moved(one, block.start_s) for one in segments if block.start_s <= one.start < block.end_s]


def _moved(segment: Segment, by: float) -> Segment:
    def at(seconds: float) -> float:
        return round(seconds - by, 3)

    words = [Word(at(word.start), at(word.end), word.text, word.probability) for word in segment.words]
    return Segment(at(segment.start), at(segment.end), segment.text, words, compression_ratio=1.0)
