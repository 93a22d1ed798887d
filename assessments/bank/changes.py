"""What is different between two versions of a question, word by word; Chinese character by character. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from .models import Item
from .texts import plain

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{_WIDE}]|(?:(?![{_WIDE}])\w)+|\s+|.", re.DOTALL)
_OF_NO_VERSION = {"id", "kind", "multiple", "latest_revision", "searched_text", "changed_at", "tags"}


@dataclass(frozen=True)
class Piece:
    text: str
    changed: bool


@dataclass(frozen=True)
class Row:
    """One line of the comparison: before and after, each in pieces; None where the line is not there."""

    label: str
    before: list[Piece] | None
    after: list[Piece] | None
    moved: bool = False  # to another place in its list

    @property
    def changed(self) -> bool:
        return (
            self.moved
            or self.before is None
            or self.after is None
            or any(one.changed for one in (*self.before, *self.after))
        )


@dataclass(frozen=True)
class Line:
    """One thing that an officer filled in. `key` stays with an entry when others are moved."""

    key: str
    label: str
    text: str


def changes(before: Item, after: Item) -> list[Row]:
    """All lines of both versions in order, side by side; without those that are empty in both."""
    old, new = list(lines_of(before)), list(lines_of(after))
    pairs = _paired(old, new)
    return [_row(one, other) for one, other in pairs if (one and one.text) or (other and other.text)]


def lines_of(item: Item) -> Iterator[Line]:
    """What the learner sees and what counts as right, as labelled lines, whatever the kind."""
    left_out = _OF_NO_VERSION | set(Item.NOT_IN_VERSIONS)
    for field in item._meta.concrete_fields:
        if field.name in left_out or field.attname in left_out:
            continue
        value = getattr(item, field.name)
        label = str(capfirst(field.verbose_name))
        if isinstance(field, StreamField):
            for child in value:
                yield Line(f"{field.name}.kind", str(_("Kind")), str(child.block.label))
                yield from _lines(child.block, child.value, field.name, label)
        else:
            yield Line(field.name, label, _shown(item, field, value))


def _shown(item: Item, field: models.Field, value: Any) -> str:
    if isinstance(field, RichTextField):
        return plain(value)
    return str(getattr(item, f"get_{field.name}_display")() if field.choices else "" if value is None else value)


def _lines(block: Any, value: Any, key: str, label: str) -> Iterator[Line]:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _lines(child, value.get(name), f"{key}.{name}", str(capfirst(child.label or name)))
    elif isinstance(block, blocks.ListBlock):
        word = str(capfirst(block.child_block.label or label))
        for number, bound in enumerate(value.bound_blocks, 1):
            yield from _entry(block.child_block, bound, f"{key}.{bound.id or number}", f"{word} {number}")
    elif isinstance(block, blocks.StreamBlock):
        for number, child in enumerate(value, 1):
            yield from _lines(child.block, child.value, f"{key}.{child.id or number}", str(child.block.label))
    else:
        yield Line(key, label, _word(block, value))


def _entry(block: Any, bound: Any, key: str, label: str) -> Iterator[Line]:
    """An entry of a list on one line, with what it holds of lists below it."""
    if not isinstance(block, blocks.StructBlock):
        yield from _lines(block, bound.value, key, label)
        return
    simple: list[tuple[str, Any]] = []
    deeper: list[tuple[str, Any]] = []
    for name, child in block.child_blocks.items():
        nested = isinstance(child, (blocks.StructBlock, blocks.ListBlock, blocks.StreamBlock))
        (deeper if nested else simple).append((name, child))
    words = [_word(child, bound.value.get(name), named=len(simple) > 1) for name, child in simple]
    yield Line(key, label, " · ".join(filter(None, words)))
    for name, child in deeper:
        yield from _lines(child, bound.value.get(name), f"{key}.{name}", f"{label}: {child.label or name}")


def _word(block: Any, value: Any, *, named: bool = False) -> str:
    if isinstance(block, blocks.BooleanBlock):
        return (f"✓ {block.label}" if named else str(_("Yes"))) if value else ("" if named else str(_("No")))
    if value in (None, ""):
        return ""
    if isinstance(block, blocks.RichTextBlock):
        return plain(str(value))
    if isinstance(block, blocks.ChoiceBlock):
        return str(dict(block.field.choices).get(value, value))
    return str(value)


def _paired(old: list[Line], new: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """By key; what has lost its key (an answer written anew) by its words, then by its place; the rest stands alone."""
    olds, news = {line.key: line for line in old}, {line.key for line in new}
    partner = {line.key: olds[line.key] for line in new if line.key in olds}
    gone = [line for line in old if line.key not in news]
    for name in ("text", "label"):
        for line in new:
            match = next((one for one in gone if getattr(one, name) == getattr(line, name)), None)
            if match and line.key not in partner:
                partner[line.key] = match
                gone.remove(match)
    used = {line.key for line in partner.values()}
    waiting = [line for line in old if line.key not in used]
    order = {line.key: place for place, line in enumerate(old)}
    for line in new:
        match = partner.get(line.key)
        while match and waiting and order[waiting[0].key] < order[match.key]:
            yield waiting.pop(0), None
        yield match, line
    yield from ((line, None) for line in waiting)


def _row(one: Line | None, other: Line | None) -> Row:
    if one is None or other is None:
        whole = [Piece((one or other).text, True)]  # type: ignore[union-attr]
        return Row((one or other).label, whole if one else None, whole if other else None)  # type: ignore[union-attr]
    before, after = compared(one.text, other.text)
    if one.label == other.label:
        return Row(other.label, before, after)
    return Row(f"{one.label} → {other.label}", before, after, moved=True)


def compared(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """The two texts in pieces, those marked that only one of them has."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (kind, a, b, c, d) in enumerate(codes):
        same = kind == "equal"
        if same and 0 < number < len(codes) - 1 and not "".join(old[a:b]).strip():
            same = False  # a space between two changes belongs to them
        left.append(("".join(old[a:b]), not same))
        right.append(("".join(new[c:d]), not same))
    return _joined(left), _joined(right)


def _joined(parts: Iterable[tuple[str, bool]]) -> list[Piece]:
    pieces: list[Piece] = []
    for text, changed in parts:
        if text and pieces and pieces[-1].changed == changed:
            pieces[-1] = Piece(pieces[-1].text + text, changed)
        elif text:
            pieces.append(Piece(text, changed))
    return pieces
