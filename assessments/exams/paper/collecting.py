"""From the pages that were read to each candidate's answers: complete, or with the reason why a person must look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from .answers import Field, Kind, Mistaken, response_of
from .layout import Layout
from .marks import State
from .reading import LineRead, PageRead


@dataclass(frozen=True)
class Doubt:
    """`reason` is a code of doubts.REASONS. `line`, `value`: the bubble, where it is one. `picture`: PNG, or empty."""

    reason: str
    line: str = ""
    value: str = ""
    picture: bytes = b""


@dataclass(frozen=True)
class Answer:
    """`response` in the formats of lms/packages/shapes.py, "" for nothing; None while there are doubts.

    `proposal`: what it would be if ticks, crosses, dots and faint marks were meant; for a person to confirm.
    """

    field: Field
    response: str | None
    doubts: tuple[Doubt, ...] = ()
    proposal: str | None = None


@dataclass(frozen=True)
class SeatRead:
    """`missing`: pages that were not among the scans. `repeated`: pages that came more than once."""

    seat: UUID
    answers: tuple[Answer, ...]
    missing: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()


def collect(pages: Iterable[PageRead], layouts: Mapping[UUID, Layout]) -> list[SeatRead]:
    """One result for every seat in `layouts`, also for those of whom no sheet came back."""
    by_seat: dict[UUID, dict[int, list[PageRead]]] = {seat: {} for seat in layouts}
    for page in pages:
        by_seat[page.code.seat].setdefault(page.code.page, []).append(page)
    return [_seat(seat, layouts[seat], found) for seat, found in by_seat.items()]


def _seat(seat: UUID, laid: Layout, found: Mapping[int, Sequence[PageRead]]) -> SeatRead:
    missing = tuple(page.number for page in laid.pages if page.number not in found)
    repeated = tuple(sorted(number for number, pages in found.items() if len(pages) > 1))
    lines: dict[tuple[str, str], list[LineRead]] = {}
    written: dict[tuple[str, str], list[bytes]] = {}
    for number in sorted(found):
        for page in found[number]:
            for line in page.lines:
                lines.setdefault((line.item, line.line), []).append(line)
            for key, picture in page.written.items():
                written.setdefault(key, []).append(picture)
    return SeatRead(seat, tuple(_answer(field, lines, written) for field in laid.fields), missing, repeated)


def _answer(
    field: Field, lines: Mapping[tuple[str, str], list[LineRead]], written: Mapping[tuple[str, str], list[bytes]]
) -> Answer:
    if field.kind == Kind.ELSEWHERE:
        return Answer(field, "")
    if field.kind == Kind.WRITTEN:
        return Answer(field, None, tuple(_writings(field, written)))
    doubts: list[Doubt] = []
    sure: dict[str, list[str]] = {}
    likely: dict[str, list[str]] = {}
    for line in field.lines:
        reads = lines.get((field.item, line.key), [])
        if not reads:
            doubts.append(Doubt("missing_page", line.key))
            continue
        doubts += _line_doubts(line.key, reads)
        sure[line.key] = [mark.bubble.value for mark in reads[0].marks if mark.state == State.FILLED]
        likely[line.key] = [
            mark.bubble.value for mark in reads[0].marks if mark.state == State.FILLED or _is_likely(mark.reason)
        ]
    try:
        response = response_of(field, sure)
    except Mistaken as mistaken:
        doubts += _why(field, mistaken.reason, lines, sure)
        return Answer(field, None, tuple(doubts))
    if not doubts:
        return Answer(field, response)
    return Answer(field, None, tuple(doubts), _proposal(field, likely))


def _is_likely(reason: str) -> bool:
    return reason in ("faint", "partial")


def _proposal(field: Field, likely: Mapping[str, Sequence[str]]) -> str | None:
    if len(likely) < len(field.lines):
        return None
    try:
        return response_of(field, likely)
    except Mistaken:
        return None


def _writings(field: Field, written: Mapping[tuple[str, str], list[bytes]]) -> Iterable[Doubt]:
    for writing in field.writings:
        pictures = written.get((field.item, writing.key), [])
        yield from (Doubt("written", writing.key, picture=picture) for picture in pictures)
        if not pictures:
            yield Doubt("missing_page", writing.key)


def _line_doubts(key: str, reads: Sequence[LineRead]) -> Iterable[Doubt]:
    for read in reads:
        yield from (Doubt(mark.reason, key, mark.bubble.value, read.picture) for mark in read.doubts)
    if len({tuple(mark.state for mark in read.marks) for read in reads}) > 1:
        yield from (Doubt("contradiction", key, picture=read.picture) for read in reads)


def _why(
    field: Field, reason: str, lines: Mapping[tuple[str, str], list[LineRead]], sure: Mapping[str, Sequence[str]]
) -> Iterable[Doubt]:
    """Where two are filled, their lines; what concerns the whole field, once."""
    if reason != "two_filled":
        yield Doubt(reason)
        return
    for key, values in sure.items():
        if len(values) > 1:
            yield Doubt(reason, key, picture=lines[field.item, key][0].picture)
