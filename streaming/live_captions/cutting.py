"""Where running speech is cut into chunks that are decoded once: at a pause, and after eight seconds at the latest. A pure function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..transcription.shapes import Span

LONGEST = 8.0  # seconds of a chunk
PAUSE, LONG_PAUSE = 0.5, 1.2  # the first ends a chunk that is worth decoding, the second every chunk
SHORTEST = 1.0  # of speech; less waits for more, since a lone “yes” is often misheard
PAD = 0.2  # of sound before and after the speech
KEPT = 1.0  # of silence before what comes next, so that the voice detector has warmed up
_ROOM = LONGEST - 2 * PAD


@dataclass(frozen=True)
class Cuts:
    """`chunks` are to be decoded; what lies before `rest` is not needed any more. Seconds."""

    chunks: list[Span]
    rest: float


def cut(seconds: float, speech: Sequence[Span], *, over: bool = False) -> Cuts:
    """Of so many seconds of sound with this speech in them. `over`: nothing more follows."""
    closed, waiting = _groups(_divided(speech))
    if waiting and (over or _is_complete(waiting, seconds - waiting.end)):
        closed, waiting = [*closed, waiting], None
    chunks = _padded(closed, waiting, seconds)
    done = chunks[-1].end if chunks else 0.0
    if waiting is not None:
        return Cuts(chunks, max(done, min(waiting.start - PAD, seconds)))
    return Cuts(chunks, max(done, seconds - KEPT))


def _divided(speech: Sequence[Span]) -> list[Span]:
    """Nobody speaks longer than a chunk without a breath; who does is cut where the chunk is full."""
    found: list[Span] = []
    for span in speech:
        start = span.start
        while span.end - start > _ROOM:
            found.append(Span(start, start + _ROOM))
            start += _ROOM
        found.append(Span(start, span.end))
    return found


def _groups(speech: Sequence[Span]) -> tuple[list[Span], Span | None]:
    """Stretches between pauses, each short enough for a chunk; the last one may still grow."""
    closed: list[Span] = []
    spans: list[Span] = []
    for span in speech:
        if spans and _is_complete(Span(spans[0].start, spans[-1].end), span.start - spans[-1].end):
            closed.append(Span(spans[0].start, spans[-1].end))
            spans = []
        elif spans and span.end - spans[0].start > _ROOM:
            at = _widest_gap([*spans, span])
            closed.append(Span(spans[0].start, spans[at - 1].end))
            spans = spans[at:]
            if spans and span.end - spans[0].start > _ROOM:
                closed.append(Span(spans[0].start, spans[-1].end))
                spans = []
        spans.append(span)
    return closed, Span(spans[0].start, spans[-1].end) if spans else None


def _is_complete(group: Span, silence: float) -> bool:
    return silence >= (PAUSE if group.seconds >= SHORTEST else LONG_PAUSE)


def _widest_gap(spans: Sequence[Span]) -> int:
    """The number of the span before which the longest breath lies, in the second half of the chunk when there is one."""
    half = spans[0].start + _ROOM / 2
    places = range(1, len(spans))
    late = [at for at in places if spans[at].start >= half]
    return max(late or places, key=lambda at: spans[at].start - spans[at - 1].end)


def _padded(groups: Sequence[Span], waiting: Span | None, seconds: float) -> list[Span]:
    """With a little sound around each, of which no two chunks have the same."""
    edges = [*groups, *([waiting] if waiting else [])]
    chunks: list[Span] = []
    for at, group in enumerate(groups):
        before = (group.start - edges[at - 1].end) / 2 if at else group.start
        after = (edges[at + 1].start - group.end) / 2 if at + 1 < len(edges) else seconds - group.end
        start, end = group.start - min(PAD, max(0.0, before)), group.end + min(PAD, max(0.0, after))
        chunks.append(Span(round(max(0.0, start), 3), round(end, 3)))
    return chunks
