"""Where a recording is cut into blocks: at the longest silence between 8 and 12 minutes after the last cut. A pure function."""

from __future__ import annotations

from collections.abc import Sequence

from .shapes import Span

SHORTEST, LONGEST = 480.0, 720.0  # seconds


def plan_blocks(
    seconds: float, speech: Sequence[Span], *, shortest: float = SHORTEST, longest: float = LONGEST
) -> list[Span]:
    """Blocks that together cover the recording. Where nobody pauses at all, the cut falls at `longest`."""
    silences = gaps(seconds, speech)
    blocks: list[Span] = []
    begin = 0.0
    while seconds - begin > longest:
        cut = _best_cut(silences, begin + shortest, begin + longest)
        blocks.append(Span(begin, cut))
        begin = cut
    if seconds > begin:
        blocks.append(Span(begin, seconds))
    return blocks


def gaps(seconds: float, speech: Sequence[Span]) -> list[Span]:
    """The silences between the stretches of speech, those at both ends included."""
    edges = [0.0, *(edge for span in speech for edge in (span.start, span.end)), seconds]
    return [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]


def speech_within(block: Span, speech: Sequence[Span]) -> float:
    """Seconds of speech in the block."""
    return sum(block.shared_with(span) for span in speech)


def _best_cut(silences: Sequence[Span], earliest: float, latest: float) -> float:
    """The middle of the longest silence between the two times, counting only the part that lies between them."""
    window = Span(earliest, latest)
    best = max(silences, key=window.shared_with, default=None)
    if best is None or window.shared_with(best) <= 0:
        return latest
    return round((max(best.start, earliest) + min(best.end, latest)) / 2, 3)
