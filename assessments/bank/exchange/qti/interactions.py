"""From an interaction, its response declaration and its processing to the bank's kinds. Each raises Refusal."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from ...drafts import Note
from ..building import Answer
from ..judging import Refusal, one_line
from ..markup import Pictures, line_of
from ..notes import note
from .body import Body, html_of
from .declarations import Declaration, coordinates
from .names import own_id, text_in
from .processing import Processing


@dataclass
class Asked:
    """One interaction with all that belongs to it. `worth`: the most that its mapping gives, if there is one."""

    node: Element
    declaration: Declaration
    processing: Processing
    pictures: Pictures
    notes: list[Note]
    answers: list[Answer] = field(default_factory=list)  # with their feedback
    worth: float | None = None

    @property
    def is_mapped(self) -> bool:
        return self.declaration.has_mapping and self.processing.rule in ("map", "point", "custom", "none")

    def words(self, choice: Element) -> str:
        """A choice as a line of text; what is said about it goes to `answers`."""
        aside = Body()
        text = line_of(html_of(choice, self.notes, aside), self.notes)
        said = " ".join(feedback for _identifier, feedback in aside.inline_feedback)
        self.answers.append(Answer(own_id(choice), 0.0, one_line(said)))
        if choice.get("fixed") == "true":
            self.notes.append(note("fixed_order_lost"))
        return text

    def options(self, tag: str, node: Element | None = None) -> list[dict[str, str]]:
        return [
            {"id": own_id(one), "text": self.words(one)}
            for one in (node if node is not None else self.node).findall(tag)
        ]

    def mapping(self, key: set[str], *, penalty: bool, joined: str = "") -> dict[str, Any] | None:
        """None where the marks are the bank's usual ones: each part of the key the same, and with `penalty` each wrong one as much off."""
        declared = self.declaration
        values = {one.replace(" ", joined) if joined else one: value for one, value in declared.values.items()}
        wrong = {value for one, value in values.items() if one not in key}
        self.worth = sum(values.get(one, declared.default) for one in key) if declared.upper is None else declared.upper
        upper = self.processing.upper if self.processing.upper is not None else declared.upper
        lower = self.processing.lower if self.processing.lower is not None else declared.lower
        share = {values.get(one, declared.default) for one in key}
        if len(share) == 1 and (each := next(iter(share))) > 0:
            off = {-each} if penalty else {0.0}
            held = lower == 0 or (not penalty and lower is None)
            if wrong | {declared.default} == off and held and upper in (None, each * len(key)):
                self.worth = each * len(key)
                return None
        if (lower is None or lower < 0) and any(value < 0 for value in [*values.values(), declared.default]):
            self.notes.append(note("negative_marks"))
        return {"values": values, "default": declared.default, "lower": lower, "upper": upper}

    def whole_answer(self, parts: int) -> None:
        if parts > 1 and self.processing.rule in ("match", "none") and not self.is_mapped:
            self.notes.append(note("all_or_nothing"))


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────


def choice(asked: Asked) -> dict[str, Any]:
    options = asked.options("simple-choice")
    declared = asked.declaration
    multiple = declared.cardinality == "multiple"
    limit = asked.node.get("max-choices", "1" if not multiple else "0")
    if multiple and limit not in ("0", "", str(len(options))) and int_of(limit) < len(options):
        if int_of(limit) == 1:
            multiple = False
        else:
            asked.notes.append(note("choices_limit_lost", what=limit))
    if int_of(asked.node.get("min-choices", "0")) > 1:
        asked.notes.append(note("choices_limit_lost", what=asked.node.get("min-choices")))
    correct, mapping = _chosen(asked, multiple)
    return {"kind": "choice", "options": options, "correct": correct, "multiple": multiple, "mapping": mapping}


def _chosen(asked: Asked, multiple: bool) -> tuple[list[str], dict[str, Any] | None]:
    declared = asked.declaration
    correct = list(dict.fromkeys(declared.correct))
    positive = {key: value for key, value in declared.values.items() if value > 0}
    if not asked.is_mapped:
        if multiple:
            asked.whole_answer(len(correct))
        return correct, None
    if multiple:
        correct = correct or list(positive)
        return correct, asked.mapping(set(correct), penalty=True)
    best = max(positive.values(), default=0.0)
    correct = correct or [key for key, value in positive.items() if value == best]
    asked.worth = best if declared.upper is None else declared.upper
    if set(declared.values.values()) - {0.0, best} or len(positive) > 1 or declared.default or len(correct) != 1:
        return correct, asked.mapping(set(correct), penalty=True)
    if correct[0] not in positive or declared.lower not in (None, 0.0) or declared.upper not in (None, best):
        return correct, asked.mapping(set(correct), penalty=True)
    return correct, None


def order(asked: Asked) -> dict[str, Any]:
    entries = asked.options("simple-choice")
    if asked.declaration.has_mapping and asked.processing.rule == "map":
        asked.notes.append(note("processing_simplified"))
    return {"kind": "order", "entries": entries, "correct": asked.declaration.correct}


# ── Pairs ────────────────────────────────────────────────────────────────────────────────────────


def match(asked: Asked) -> dict[str, Any]:
    sets = asked.node.findall("simple-match-set")
    if len(sets) != 2:
        raise Refusal("too_few")
    left, right = (asked.options("simple-associable-choice", one) for one in sets)
    pairs = _pairs(asked)
    values = dict(asked.declaration.values)
    firsts = [pair[0] for pair in pairs]
    seconds = [pair[1] for pair in pairs]
    uneven = set(firsts) != {one["id"] for one in left} or len(firsts) != len(set(firsts))
    if uneven and set(seconds) == {one["id"] for one in right} and len(seconds) == len(set(seconds)):
        left, right = right, left
        pairs = [(second, first) for first, second in pairs]
        values = {" ".join(reversed(key.split(" "))): value for key, value in values.items()}
    asked.declaration.values = values
    return {"kind": "match", "left": left, "right": right, **_paired(asked, pairs, penalty=True)}


def associate(asked: Asked) -> dict[str, Any]:
    options = asked.options("simple-associable-choice")
    pairs = _pairs(asked)
    asked.notes.append(note("associate_as_match"))
    firsts = [pair[0] for pair in pairs]
    if len(set(firsts)) != len(firsts) or set(firsts) & {pair[1] for pair in pairs}:
        raise Refusal("several_partners", what=next(iter(firsts), ""))
    left = [one for one in options if one["id"] in firsts]
    right = [one for one in options if one["id"] not in firsts]
    if asked.is_mapped:
        asked.notes.append(note("processing_simplified"))
    asked.whole_answer(len(pairs))
    return {"kind": "match", "left": left, "right": right, "correct": pairs}


def gap_match(asked: Asked, place: Callable[[str], None]) -> dict[str, Any]:
    """`place` is told the HTML in which each gap stands as [[g1]]."""
    texts = asked.node.findall("gap-text") or asked.node.findall("gap-choice")
    images = asked.node.findall("gap-img")
    options = [{"id": own_id(one), "text": asked.words(one)} for one in texts]
    for image in images:
        alt = one_line(image.get("object-label") or next((one.get("alt", "") for one in image.iter("img")), ""))
        asked.notes.append(note("picture_in_answer", what=alt or "?"))
        options.append({"id": own_id(image), "text": alt})
    names = [own_id(one) for one in asked.node.iter("gap")]
    for number, gap in enumerate(list(asked.node.iter("gap")), 1):
        tail = gap.tail
        gap.clear()
        gap.tag, gap.text, gap.tail = "span", f"[[g{number}]]", tail
    for child in list(asked.node):
        if child.tag in ("gap-text", "gap-choice", "gap-img", "prompt"):
            asked.node.remove(child)
    place(html_of(asked.node, asked.notes))
    limits = {one.get("match-max", "1") for one in [*texts, *images]}
    once = limits <= {"1"}
    if not once and limits - {"0"} and any(int_of(limit) < len(names) for limit in limits - {"0"}):
        asked.notes.append(note("repeat_lost", what=", ".join(sorted(limits - {"0"}))))
    ids = {name: f"g{number}" for number, name in enumerate(names, 1)}
    pairs = [(ids.get(gap, gap), choice) for choice, gap in _pairs(asked)]
    chosen = dict(pairs)
    if len(chosen) != len(pairs):
        raise Refusal("several_right")
    gaps = [{"id": ids[name], "options": options, "correct": chosen.get(ids[name], "")} for name in names]
    asked.declaration.values = {
        f"{ids.get(gap, gap)} {choice}": value
        for key, value in asked.declaration.values.items()
        for choice, _, gap in [key.partition(" ")]
    }
    made = _paired(asked, pairs, penalty=False)
    return {"kind": "inline_choice", "gaps": gaps, "once": once, "mapping": made["mapping"]}


def _pairs(asked: Asked) -> list[tuple[str, str]]:
    written = asked.declaration.correct or [key for key, value in asked.declaration.values.items() if value > 0]
    pairs = []
    for one in dict.fromkeys(written):
        first, _, second = one.partition(" ")
        if not second:
            raise Refusal("key_unknown", what=one)
        pairs.append((first, second))
    if not pairs:
        raise Refusal("no_key")
    return pairs


def _paired(asked: Asked, pairs: list[tuple[str, str]], *, penalty: bool) -> dict[str, Any]:
    asked.whole_answer(len(pairs))
    mapping = None
    if asked.is_mapped:
        mapping = asked.mapping({f"{first}[.]{second}" for first, second in pairs}, penalty=penalty, joined="[.]")
    return {"correct": pairs, "mapping": mapping}


# ── Pointing ─────────────────────────────────────────────────────────────────────────────────────


def hotspot(asked: Asked) -> dict[str, Any]:
    areas = []
    for number, node in enumerate(asked.node.findall("hotspot-choice"), 1):
        label = one_line(node.get("hotspot-label") or node.get("label") or text_in(node))
        areas.append(
            _area(
                asked,
                own_id(node),
                node.get("shape", ""),
                coordinates(node.get("coords", "")),
                label,
                number,
            )
        )
    multiple = asked.declaration.cardinality == "multiple" and asked.node.get("max-choices", "0") != "1"
    correct, mapping = _chosen(asked, multiple)
    return {
        "kind": "hotspot",
        "picture": _picture(asked),
        "areas": areas,
        "correct": correct,
        "multiple": multiple,
        "mapping": mapping,
    }


def select_point(asked: Asked) -> dict[str, Any]:
    areas, correct, values = [], [], {}
    for number, (shape, coords, worth) in enumerate(asked.declaration.areas, 1):
        key = f"a{number}"
        areas.append(_area(asked, key, shape, coords, "", number))
        values[key] = worth
        if worth > 0:
            correct.append(key)
    if not areas:
        raise Refusal("no_key")
    asked.notes.append(note("areas_shown"))
    asked.worth = sum(values[key] for key in correct)
    multiple = asked.declaration.cardinality == "multiple" and asked.node.get("max-choices", "0") != "1"
    made = {
        "kind": "hotspot",
        "picture": _picture(asked),
        "areas": areas,
        "correct": correct,
        "multiple": multiple or len(correct) > 1,
    }
    if len({worth for worth in values.values() if worth}) > 1:
        made["mapping"] = {"values": values, "lower": 0.0, "upper": asked.declaration.upper}
    return made


def _area(asked: Asked, key: str, shape: str, coords: list[int], label: str, number: int) -> dict[str, Any]:
    if shape == "ellipse" and len(coords) == 4:
        asked.notes.append(note("ellipse_as_polygon"))
        x, y, width, height = coords
        turns = [2 * math.pi * step / 16 for step in range(16)]
        coords = [
            max(0, round(value))
            for turn in turns
            for value in (x + width * math.cos(turn), y + height * math.sin(turn))
        ]
        shape = "poly"
    if shape not in ("rect", "circle", "poly"):
        raise Refusal("area_unclear", what=shape)
    if shape == "poly" and len(coords) > 6 and coords[:2] == coords[-2:]:
        coords = coords[:-2]
    if not label:
        asked.notes.append(note("areas_numbered"))
        label = str(number)
    return {"id": key, "shape": shape, "coords": coords, "label": label}


def _picture(asked: Asked) -> dict[str, Any]:
    for node in asked.node.iter():
        address = node.get("src") if node.tag == "img" else node.get("data") if node.tag == "object" else None
        if address:
            alt = node.get("alt") or text_in(node)
            found = asked.pictures.load(address, alt)
            if found:
                return found
    raise Refusal("picture_needed")


# ── Marked by a person ───────────────────────────────────────────────────────────────────────────


def extended_text(asked: Asked) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": "extended_text"}
    if length := int_of(asked.node.get("expected-length", "0")):
        made["most_characters"] = min(length, 100_000)
    if text_in(asked.node.find("placeholder")) or asked.node.get("placeholder-text"):
        asked.notes.append(note("template_lost"))
    return made


def upload(asked: Asked) -> dict[str, Any]:
    types = asked.node.get("type", "").replace(",", " ").split()
    accepts = list(dict.fromkeys(_accepted(one) for one in types)) or ["file"]
    return {"kind": "upload", "accepts": accepts}


def _accepted(media_type: str) -> str:
    kind = media_type.partition("/")[0]
    return {"image": "photo", "audio": "voice"}.get(kind, "file")


def int_of(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 9 else 0
