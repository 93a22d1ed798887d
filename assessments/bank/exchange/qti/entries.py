"""Gaps in a text: text entry, a number, inline choice."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from ...drafts import Note
from ..building import number_of, shown
from ..judging import Refusal, one_line
from ..markup import line_of
from ..notes import note
from .body import Body, html_of
from .declarations import Declaration
from .interactions import Asked
from .names import own_id
from .processing import Processing

_NUMBERS = ("integer", "float")


def is_number(declared: Declaration, processing: Processing) -> bool:
    return declared.base_type in _NUMBERS or (processing.rule == "equal" and declared.base_type != "string")


def numeric(asked: Asked) -> dict[str, Any]:
    """One text entry with a number; our own exports carry units in data- attributes."""
    declared = asked.declaration
    keys = declared.correct or [key for key, value in declared.values.items() if value > 0]
    if not keys:
        raise Refusal("no_key")
    if len(keys) > 1:
        asked.notes.append(note("tolerances_differ", what=keys[0]))
    value = number_of(keys[0])
    made: dict[str, Any] = {"kind": "numeric", "value": value, "tolerance": _tolerance(asked, value)}
    if asked.is_mapped:
        asked.worth = declared.best or None
    units = []
    for part in filter(None, asked.node.get("data-units", "").split("|")):
        text, _, factor = part.rpartition("=")
        units.append({"text": one_line(text), "factor": number_of(factor)})
    if units:
        made |= {"units": units, "unit_required": asked.node.get("data-unit-required") == "true"}
    return made


def _tolerance(asked: Asked, value: float) -> float:
    mode, numbers = asked.processing.tolerance
    if asked.processing.rule != "equal" or not numbers or mode == "exact":
        return 0.0
    below, above = numbers[0], numbers[-1]
    if mode == "absolute":
        if below != above:
            asked.notes.append(note("tolerances_differ", what=shown(min(below, above))))
        return min(below, above)
    if mode == "relative":
        made = float(f"{abs(value) * min(below, above) / 100:.12g}")
        asked.notes.append(note("relative_tolerance", what=shown(made)))
        return made
    figures = int(numbers[0])
    if mode == "decimalPlaces" or not value:
        made = 0.5 * 10.0 ** -min(figures, 12)
    else:
        made = 0.5 * 10.0 ** (len(str(int(abs(value)))) - min(figures, 12))
    made = float(f"{made:.12g}")
    asked.notes.append(note("significant_figures", what=shown(made)))
    return made


def fill_in(
    body: Body, declarations: dict[str, Declaration], processing: Processing, notes: list[Note]
) -> tuple[dict[str, Any], float | None]:
    """Gaps with what they accept, and the points that the mappings give together."""
    gaps: list[dict[str, Any]] = []
    values: dict[str, float] = {}
    defaults: set[float] = set()
    uneven = False
    best = 0.0
    for number, name in enumerate(body.gaps, 1):
        declared = declarations.get(name) or Declaration()
        if declared.base_type in _NUMBERS and processing.rule == "equal" and any(processing.tolerance[1]):
            raise Refusal("several_interactions", what="number ± tolerance")
        gap, worth = _gap(declared, processing, notes)
        gaps.append({"id": f"g{number}", **gap})
        values |= {f"g{number}[.]{answer}": value for answer, value in worth.items()}
        best += max((value for value in worth.values() if value > 0), default=0.0)
        defaults.add(declared.default)
        if declared.lower not in (None, 0.0) or declared.upper not in (None, max(worth.values())):
            uneven = True
    if len(gaps) > 1 and processing.rule in ("match", "none", "equal") and not processing.is_summed:
        notes.append(note("all_or_nothing"))
    made: dict[str, Any] = {"kind": "fill_in", "gaps": gaps}
    made["mapping"] = _mapping(values, defaults, processing, best)
    if uneven or len(defaults) > 1:
        notes.append(note("processing_simplified"))
    return made, best or None


def _mapping(
    values: dict[str, float], defaults: set[float], processing: Processing, best: float
) -> dict[str, Any] | None:
    """None where each gap is worth the same and nothing is taken off."""
    default = defaults.pop() if len(defaults) == 1 else 0.0
    even = len(set(values.values())) == 1 and not default
    if even and processing.lower in (None, 0.0) and processing.upper in (None, best):
        return None
    return {"values": values, "default": default, "lower": processing.lower, "upper": processing.upper}


def _gap(declared: Declaration, processing: Processing, notes: list[Note]) -> tuple[dict[str, Any], dict[str, float]]:
    mapped = declared.has_mapping and processing.rule in ("map", "custom", "none")
    worth = dict(declared.values) if mapped else {}
    worth = {one_line(answer): value for answer, value in worth.items() if one_line(answer)}
    accept = [answer for answer, value in worth.items() if value > 0]
    for answer in declared.correct:
        if answer and answer not in worth:
            accept.insert(0, answer)
            worth[answer] = max([value for value in worth.values() if value > 0], default=1.0)
    if not accept:
        raise Refusal("no_key")
    cases = {declared.cases.get(answer, not processing.case_insensitive) for answer in (accept if mapped else [""])}
    if not mapped and declared.base_type in _NUMBERS:
        cases = {False}
    if len(cases) > 1:
        notes.append(note("sense_of_case_mixed"))
    return {"accept": accept, "ignore_case": cases != {True}}, worth


def inline_choice(
    body: Body, declarations: dict[str, Declaration], processing: Processing, notes: list[Note]
) -> tuple[dict[str, Any], float | None]:
    gaps: list[dict[str, Any]] = []
    values: dict[str, float] = {}
    defaults: set[float] = set()
    mapped = False
    best = 0.0
    for number, (name, node) in enumerate(zip(body.gaps, body.interactions, strict=True), 1):
        declared = declarations.get(name) or Declaration()
        options = [
            {"id": _bare(own_id(one), name), "text": _words(one, notes)} for one in node.findall("inline-choice")
        ]
        worth = {_bare(key, name): value for key, value in declared.values.items()}
        right = [_bare(key, name) for key in declared.correct] or [
            key for key, value in worth.items() if value == max(worth.values()) and value > 0
        ]
        if len(right) != 1:
            raise Refusal("several_right" if right else "no_key")
        gaps.append({"id": f"g{number}", "options": options, "correct": right[0]})
        if declared.has_mapping and processing.rule in ("map", "custom", "none"):
            mapped = True
            values |= {f"g{number}[.]{key}": value for key, value in worth.items()}
            best += declared.best
            defaults.add(declared.default)
            if declared.lower not in (None, 0.0) or declared.upper not in (None, declared.best):
                notes.append(note("processing_simplified"))
        else:
            values[f"g{number}[.]{right[0]}"] = 1.0
            best += 1
    if len(gaps) > 1 and processing.rule in ("match", "none") and not processing.is_summed and not mapped:
        notes.append(note("all_or_nothing"))
    made: dict[str, Any] = {"kind": "inline_choice", "gaps": gaps}
    if len(defaults) > 1:
        notes.append(note("processing_simplified"))
    keys = {f"{gap['id']}[.]{gap['correct']}" for gap in gaps}
    if mapped:
        plain = {key: value for key, value in values.items() if value or key in keys}
        made["mapping"] = _mapping(plain if set(plain) == keys else values | {"": 0.0}, defaults, processing, best)
        if made["mapping"]:
            made["mapping"]["values"] = values
    return made, (best or None) if mapped else None


def _bare(key: str, response: str) -> str:
    """Our exports put the gap's name before each choice, so that names are unique in the item."""
    return key.removeprefix(f"{response}.") if response else key


def _words(node: Element, notes: list[Note]) -> str:
    return line_of(html_of(node, notes), notes)
