"""One page of a scan: whose sheet it is, and what is filled on it. Whole answers are put together in collecting.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import cv2
import numpy as np

from . import layout
from .codes import SheetCode
from .intake import Grey, pages_of
from .layout import Bubble, Layout, Page
from .marks import Mark, State, measure
from .registration import SCALE, Unread, flatten

_TRACE_MEAN, _STRONG_MEAN, _TRACE_SHARE, _TRACE_PEAK = 0.14, 0.42, 0.28, 0.35
_AROUND = 4.5  # millimetres of paper to show around a mark


@dataclass(frozen=True)
class LineRead:
    """One line of bubbles. `picture`: PNG of the line, where something in it is doubtful, else empty."""

    item: str
    line: str
    marks: tuple[Mark, ...]
    picture: bytes = b""

    @property
    def doubts(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.state == State.DOUBTFUL)


@dataclass(frozen=True)
class PageRead:
    """`number` counts the pages of the file from 1. `written`: PNG by item and key. `image`: JPEG of the flat page."""

    number: int
    code: SheetCode
    lines: tuple[LineRead, ...]
    written: Mapping[tuple[str, str], bytes]
    image: bytes


@dataclass(frozen=True)
class PageUnread:
    """`reason` is a code of doubts.UNREAD. `image`: JPEG of the page as it came, small, for a person to look at."""

    number: int
    reason: str
    image: bytes


def read_file(data: bytes, *, sitting: UUID, layouts: Mapping[UUID, Layout]) -> Iterator[PageRead | PageUnread]:
    """Every page of the file. `layouts`: what was printed for each seat of the sitting. Raises ScanRefused."""
    for number, picture in enumerate(pages_of(data), start=1):
        yield read_page(picture, number=number, sitting=sitting, layouts=layouts)


def read_page(picture: Grey, *, number: int, sitting: UUID, layouts: Mapping[UUID, Layout]) -> PageRead | PageUnread:
    try:
        flat = flatten(picture)
        page, several = _printed(flat.code, sitting, layouts)
        marks = measure(flat.image, _lines_of(page))
    except Unread as unread:
        return PageUnread(number, unread.reason, _jpeg(_small(picture), 70))
    read = [_line(flat.image, line if line[0].bubble.item in several else _without_traces(line)) for line in marks]
    written = {
        (box.item, box.key): cut_out(flat.image, box.x, box.y, box.x + box.width, box.y + box.height)
        for box in page.boxes
        if box.lines
    }
    return PageRead(number, flat.code, tuple(read), written, _jpeg(flat.image, 80))


def _printed(code: SheetCode, sitting: UUID, layouts: Mapping[UUID, Layout]) -> tuple[Page, set[str]]:
    """The page as it was printed, and the items where several bubbles of a line may be filled."""
    if code.sitting != sitting:
        raise Unread("other_sitting")
    if code.seat not in layouts:
        raise Unread("unknown_seat")
    laid = layouts[code.seat]
    if code.layout != laid.fingerprint or not 1 <= code.page <= len(laid.pages):
        raise Unread("other_layout")
    return laid.pages[code.page - 1], {field.item for field in laid.fields if field.kind == "several"}


def _lines_of(page: Page) -> list[list[Bubble]]:
    lines: dict[tuple[str, str], list[Bubble]] = {}
    for bubble in page.bubbles:
        lines.setdefault((bubble.item, bubble.line), []).append(bubble)
    return list(lines.values())


def _without_traces(line: list[Mark]) -> list[Mark]:
    """Beside one strong mark, a weak trace is what the eraser left; only where one bubble is asked for."""
    strong = [mark for mark in line if mark.state == State.FILLED and mark.mean >= _STRONG_MEAN]
    if len(strong) != 1:
        return line
    most = min(_TRACE_MEAN, strong[0].mean * _TRACE_SHARE)
    return [
        replace(mark, state=State.EMPTY, confidence=0.5, reason="")
        if mark.reason in ("erased", "faint", "partial") and mark.mean <= most and mark.peak <= _TRACE_PEAK
        else mark
        for mark in line
    ]


def _line(image: Grey, marks: list[Mark]) -> LineRead:
    doubtful = any(mark.state == State.DOUBTFUL for mark in marks)
    several = sum(mark.state == State.FILLED for mark in marks) > 1
    first = marks[0].bubble
    return LineRead(first.item, first.line, tuple(marks), _picture(image, marks) if doubtful or several else b"")


def _picture(image: Grey, marks: list[Mark]) -> bytes:
    xs, ys = [mark.x for mark in marks], [mark.y for mark in marks]
    top = layout.RADIUS + _AROUND
    return cut_out(image, min(xs) - 2 * _AROUND, min(ys) - top, max(xs) + 2 * _AROUND, max(ys) + _AROUND)


def picture_of(page: PageRead, mark: Mark) -> bytes:
    """PNG of one bubble and a little around it, from the kept page. Millimetres of the mark are as found."""
    image = cv2.imdecode(np.frombuffer(page.image, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return cut_out(image.astype("uint8"), mark.x - _AROUND, mark.y - _AROUND, mark.x + _AROUND, mark.y + _AROUND)


def cut_out(image: Grey, left: float, top: float, right: float, bottom: float) -> bytes:
    """PNG of a part of the flat page, in millimetres."""
    x0, y0 = max(0, round(left * SCALE)), max(0, round(top * SCALE))
    cut = image[y0 : round(bottom * SCALE), x0 : round(right * SCALE)]
    return bytes(cv2.imencode(".png", cut)[1].tobytes())


def _jpeg(image: Grey, quality: int) -> bytes:
    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes())


def _small(picture: Grey) -> Grey:
    scale = min(1.0, 1200 / max(picture.shape))
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype("uint8")
