"""Where everything stands on an answer sheet: one description, from which sheets are printed and scans are read.

Millimetres on A4, from the upper left corner. The same form always gives the same layout.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias

from django.utils.translation import gettext as _

from lms.lib.errors import Invalid

from .answers import PLACES, UNIT, Field, Kind, Line
from .codes import fingerprint

WIDTH, HEIGHT = 210.0, 297.0
MARKER = 10.0  # side
MARKERS: dict[int, tuple[float, float]] = {  # AprilTag 36h11 by number: its upper left corner
    0: (10.0, 10.0),
    1: (190.0, 10.0),
    2: (10.0, 143.5),
    3: (190.0, 143.5),
    4: (10.0, 277.0),
    5: (190.0, 277.0),
}
CODE_LEFT, CODE_TOP, CODE = 159.0, 10.0, 25.0
NAME = (24.0, 17.0, 130.0, 17.0)  # left, top, width, height: name and number, for human eyes
RADIUS, STROKE = 2.5, 0.35  # of a bubble: the middle of its ring
_LEFT, _TOP, _BOTTOM = 24.0, 56.0, 273.0
_COLUMN, _GUTTER = 78.0, 6.0
_LABEL, _PITCH, _LINE = 13.0, 9.0, 10.0
_A_LINE = 7  # bubbles
_ROW, _BOX = 7.0, 9.0  # of a number
_GAP = 2.5
_WRITING = 9.0  # one line by hand
_WHOLE = 162.0


@dataclass(frozen=True)
class Bubble:
    """`x`, `y`: its middle. `label` stands above it, or at its left in a number."""

    item: str
    line: str
    value: str
    label: str
    x: float
    y: float
    beside: bool = False


@dataclass(frozen=True)
class Text:
    """`x`: its left or its end, `y`: baseline, `size` in millimetres. `bold` for a question's number. `what` names words to be translated."""

    x: float
    y: float
    text: str
    size: float = 3.6
    bold: bool = False
    what: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Box:
    """Where somebody writes: a digit's box, or lines (`lines` > 0), which are cut out of the scan for a marker."""

    item: str
    key: str
    x: float
    y: float
    width: float
    height: float
    lines: int = 0


@dataclass(frozen=True)
class Page:
    number: int
    bubbles: tuple[Bubble, ...] = ()
    texts: tuple[Text, ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Layout:
    fields: tuple[Field, ...]
    pages: tuple[Page, ...]

    @property
    def fingerprint(self) -> str:
        return fingerprint(json.dumps([asdict(page) for page in self.pages], sort_keys=True))


_Part: TypeAlias = Bubble | Text | Box


@dataclass(frozen=True)
class _Block:
    """Parts that stay together, placed from (0, 0)."""

    height: float
    parts: tuple[_Part, ...]


def lay_out(fields: Sequence[Field]) -> Layout:
    """Bubbles first, in two columns; then what is written by hand, over the whole width."""
    pages = [
        *_flow([block for each in fields for block in _bubbled(each)], columns=2),
        *_flow([block for each in fields for block in _written(each)], columns=1),
    ]
    return Layout(tuple(fields), tuple(_page(number, parts) for number, parts in enumerate(pages or [[]], start=1)))


def _flow(blocks: Iterable[_Block], *, columns: int) -> list[list[_Part]]:
    pages: list[list[_Part]] = []
    column, y = columns, _BOTTOM
    for block in blocks:
        if block.height > _BOTTOM - _TOP:
            raise Invalid(_("A question has too many options for an answer sheet. Nothing was printed."))
        if y + block.height > _BOTTOM:
            column, y = column + 1, _TOP
            if column >= columns:
                column = 0
                pages.append([])
        pages[-1] += [_moved(part, _LEFT + column * (_COLUMN + _GUTTER), y) for part in block.parts]
        y += block.height
    return pages


def _moved(part: _Part, x: float, y: float) -> _Part:
    return type(part)(**{**part.__dict__, "x": round(part.x + x, 3), "y": round(part.y + y, 3)})


def _page(number: int, parts: Sequence[_Part]) -> Page:
    return Page(
        number,
        tuple(part for part in parts if isinstance(part, Bubble)),
        tuple(part for part in parts if isinstance(part, Text)),
        tuple(part for part in parts if isinstance(part, Box)),
    )


def _bubbled(field: Field) -> Iterator[_Block]:
    """A field is one block, unless its lines are more than half a column: then each line is one."""
    if not field.lines:
        return
    if field.kind == Kind.NUMBER:
        yield _number(field)
        return
    lines = [_line(field, line, first=index == 0) for index, line in enumerate(field.lines)]
    height = sum(block.height for block in lines)
    if height > (_BOTTOM - _TOP) / 2:
        yield from lines[:-1]
        yield _Block(lines[-1].height + _GAP, lines[-1].parts)
        return
    parts: list[_Part] = []
    y = 0.0
    for block in lines:
        parts += [_moved(part, 0, y) for part in block.parts]
        y += block.height
    yield _Block(height + _GAP, tuple(parts))


def _line(field: Field, line: Line, *, first: bool) -> _Block:
    parts: list[_Part] = []
    if first:
        parts.append(Text(0, 7.2, str(field.number), size=4.6, bold=True))
        if field.kind == Kind.SEVERAL:
            parts.append(Text(0, 10.2, "", size=2.5, what="several"))
    if line.label:
        parts.append(Text(_LABEL - 1.2, 7.4, line.label, size=3.2, anchor="end"))
    for index, (value, label) in enumerate(line.marks):
        x, y = _LABEL + (index % _A_LINE) * _PITCH + RADIUS, (index // _A_LINE) * _LINE + 6.4
        parts.append(Bubble(field.item, line.key, value, label, x, y))
    return _Block(-(-len(line.marks) // _A_LINE) * _LINE, tuple(parts))


def _number(field: Field) -> _Block:
    """A box over each column to write the number in, the bubbles below; the unit's bubbles at the end."""
    parts: list[_Part] = [Text(0, 7.2, str(field.number), size=4.6, bold=True)]
    height = _BOX + 2 + 12 * _ROW
    for index, line in enumerate(field.lines[:PLACES]):
        x = _LABEL + index * 8.3 + RADIUS
        parts.append(Box(field.item, "", x - 3.4, 1.0, 7.2, _BOX - 1.0))
        top = 12 - len(line.marks)
        for row, (value, label) in enumerate(line.marks, start=top):
            parts.append(Bubble(field.item, line.key, value, label, x, _BOX + 4 + row * _ROW, beside=True))
    for line in field.lines[PLACES:]:
        assert line.key == UNIT
        block = _line(field, line, first=False)
        parts += [_moved(part, 0, height) for part in block.parts]
        parts.append(Text(0, height + 7.2, "", size=3.0, what="unit"))
        height += block.height
    return _Block(height + _GAP, tuple(parts))


def _written(field: Field) -> Iterator[_Block]:
    for index, writing in enumerate(field.writings):
        height = writing.lines * _WRITING
        parts: list[_Part] = [Box(field.item, writing.key, _LABEL, 1.0, _WHOLE - _LABEL, height, writing.lines)]
        if index == 0:
            parts.append(Text(0, 7.2, str(field.number), size=4.6, bold=True))
        if writing.label:
            parts.append(Text(_LABEL - 1.2, 7.4, writing.label, size=3.2, anchor="end"))
        yield _Block(height + _GAP + (2 if index == len(field.writings) - 1 else 0), tuple(parts))
