"""From the stored raw results to what people read: rebuilt each time, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..models.transcripts import Transcript
from . import texts
from .filters import judge
from .shapes import Segment, Span, Word

_EDGE, _STRETCHED = 0.05, 0.3  # seconds


def segments_of(transcript: Transcript) -> list[Segment]:
    """Every segment in order, times from the beginning of the recording; those with `dropped` are not to be shown.

    Simplified characters, no spaces between them. Blocks that are not done yet are simply absent.
    """
    origin = transcript.origin
    speech = [Span(start, end) for start, end in origin.speech]
    found: list[Segment] = []
    for block in origin.blocks.filter(raw__isnull=False).order_by("number"):
        for raw in (block.raw or {}).get("segments", []):
            found.append(_moved(Segment.from_json(raw), block.start_s, block.end_s))
    return readable(found, speech, prompt=origin.prompt)


def readable(segments: Iterable[Segment], speech: Sequence[Span], *, prompt: str) -> list[Segment]:
    """An engine's segments as people read them; those with `dropped` are not to be shown. Times of segments and speech count from the same moment."""
    found = [segment if segment.words else _snapped(segment, speech) for segment in segments]
    return [texts.clean(segment) for segment in judge(found, speech, prompt=prompt)]


def text_of(transcript: Transcript) -> str:
    """The whole as running text."""
    return texts.join(segment.text for segment in segments_of(transcript) if not segment.dropped)


def _snapped(segment: Segment, speech: Sequence[Span]) -> Segment:
    """Without word times an engine may stretch a segment over a silence at either end: it is drawn back to where somebody speaks."""
    where = Span(segment.start, segment.end)
    spoken = [span for span in speech if where.shared_with(span) > 0]
    if not spoken:
        return segment
    first, last = spoken[0].start - _EDGE, spoken[-1].end + _EDGE
    return replace(
        segment,
        start=round(first, 3) if first - segment.start > _STRETCHED else segment.start,
        end=round(last, 3) if segment.end - last > _STRETCHED else segment.end,
    )


def _moved(segment: Segment, by: float, latest: float) -> Segment:
    """Times in the block become times in the recording."""

    def at(seconds: float) -> float:
        return round(min(by + seconds, latest), 3)

    words = [Word(at(word.start), at(word.end), word.text, word.probability) for word in segment.words]
    return replace(segment, start=at(segment.start), end=at(segment.end), words=words)
