"""How an item is answered on paper: lines of bubbles, or lines to write on; and the response that filled bubbles make.

Responses have the formats that stand at the end of lms/packages/shapes.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from lms.packages import shapes

from .forms import ExamForm, Item

SEPARATOR, PAIR = "[,]", "[.]"
PLACES = 8  # of a number: sign, digits and point; the same for every item, so that the sheet says nothing of the key
SIGN, POINT = "-", "."
UNIT = "unit"
CHARACTERS_A_LINE = 28


class Kind(StrEnum):
    CHOICE = "choice"
    SEVERAL = "several"
    ORDER = "order"
    PAIRS = "pairs"  # match, inline choice: one line each
    ONCE = "once"  # the same, each value once at most
    NUMBER = "number"
    WRITTEN = "written"
    ELSEWHERE = "elsewhere"  # nothing on the sheet: a practical task, an upload


@dataclass(frozen=True)
class Line:
    """Bubbles of which one may be filled (several in a field of that kind). `marks`: value and the label beside its bubble."""

    key: str
    label: str
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Writing:
    """Room to write by hand. `key` names the gap, or is empty."""

    key: str
    label: str
    lines: int


@dataclass(frozen=True)
class Field:
    """The place for one question's answer. `item`: the item's id."""

    number: int
    item: str
    kind: Kind
    lines: tuple[Line, ...] = ()
    writings: tuple[Writing, ...] = ()


class Mistaken(Exception):
    """What is filled makes no answer; `reason` is a code of doubts.REASONS."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def fields_of(form: ExamForm) -> tuple[Field, ...]:
    return tuple(field_of(number, question.item) for number, question in form.numbered())


def field_of(number: int, item: Item) -> Field:
    """The field for an item; its key is not looked at."""
    match item:
        case shapes.ChoiceItem():
            kind = Kind.SEVERAL if item.multiple else Kind.CHOICE
            return Field(number, item.id, kind, (Line("", "", _lettered(item.options)),))
        case shapes.HotspotItem():
            kind = Kind.SEVERAL if item.multiple else Kind.CHOICE
            return Field(number, item.id, kind, (Line("", "", _lettered(item.areas)),))
        case shapes.OrderItem():
            marks = _lettered(item.entries)
            lines = tuple(Line(str(place), f"{place}.", marks) for place in range(1, len(marks) + 1))
            return Field(number, item.id, Kind.ORDER, lines)
        case shapes.MatchItem():
            rows = tuple(Line(left.id, f"({n})", _lettered(item.right)) for n, left in enumerate(item.left, 1))
            return Field(number, item.id, Kind.PAIRS, rows)
        case shapes.InlineChoiceItem():
            rows = tuple(Line(gap.id, f"({n})", _lettered(gap.options)) for n, gap in enumerate(item.gaps, 1))
            return Field(number, item.id, Kind.ONCE if item.once else Kind.PAIRS, rows)
        case shapes.NumericItem():
            return Field(number, item.id, Kind.NUMBER, (*_places(), *_units(item)))
        case shapes.FillInItem():
            gaps = tuple(Writing(gap.id, f"({n})", 1) for n, gap in enumerate(item.gaps, 1))
            return Field(number, item.id, Kind.WRITTEN, writings=gaps)
        case shapes.ExtendedTextItem():
            lines_needed = min(22, max(6, -(-item.most_characters // CHARACTERS_A_LINE)))
            return Field(number, item.id, Kind.WRITTEN, writings=(Writing("", "", lines_needed),))
        case shapes.UploadItem() | shapes.PracticalItem():
            return Field(number, item.id, Kind.ELSEWHERE)
        case _:
            assert_never(item)


def letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA: as the tablet letters options."""
    return (letter(index // 26 - 1) if index >= 26 else "") + chr(65 + index % 26)


def _lettered(options: Iterable[shapes.Choice | shapes.Area]) -> tuple[tuple[str, str], ...]:
    return tuple((option.id, letter(index)) for index, option in enumerate(options))


def _places() -> Iterable[Line]:
    for place in range(1, PLACES + 1):
        signs = ((SIGN, "−"),) if place == 1 else ()
        yield Line(str(place), "", (*signs, (POINT, "."), *((digit, digit) for digit in "0123456789")))


def _units(item: shapes.NumericItem) -> Iterable[Line]:
    if item.units:
        yield Line(UNIT, "", tuple((unit.text, letter(index)) for index, unit in enumerate(item.units)))


def response_of(field: Field, filled: Mapping[str, Sequence[str]]) -> str:
    """The response made by the filled values of each line, "" when nothing is filled. Raises Mistaken."""
    if not any(filled.values()):
        return ""
    if field.kind == Kind.SEVERAL:
        return SEPARATOR.join(value for value, _ in field.lines[0].marks if value in filled[""])
    if any(len(values) > 1 for values in filled.values()):
        raise Mistaken("two_filled")
    one = {key: values[0] for key, values in filled.items() if values}
    if field.kind == Kind.CHOICE:
        return one[""]
    if field.kind == Kind.NUMBER:
        return _number(one)
    if field.kind in (Kind.ORDER, Kind.ONCE) and len(set(one.values())) < len(one):
        raise Mistaken("repeated")
    if field.kind == Kind.ORDER:
        if len(one) < len(field.lines):
            raise Mistaken("incomplete")
        return SEPARATOR.join(one[line.key] for line in field.lines)
    return SEPARATOR.join(f"{line.key}{PAIR}{one[line.key]}" for line in field.lines if line.key in one)


def _number(one: Mapping[str, str]) -> str:
    """Empty places before and behind the number are nothing; one inside it is a doubt."""
    places = [one.get(str(place), " ") for place in range(1, PLACES + 1)]
    text = "".join(places).strip()
    digits = text.removeprefix(SIGN).lstrip() if text.startswith(SIGN) else text
    if " " in digits or digits.count(POINT) > 1 or not digits.strip(POINT):
        raise Mistaken("no_number")
    number = f"{SIGN if text.startswith(SIGN) else ''}{digits}"
    return f"{number} {one[UNIT]}" if UNIT in one else number
