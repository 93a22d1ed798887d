"""What an item's response processing does: one of the standard's templates by name or by content, or something of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ..building import number_of
from ..judging import Refusal
from .names import text_in

_TEMPLATES = {"match_correct": "match", "cc2_match": "match", "map_response": "map", "map_response_point": "point"}
_HARMLESS = {
    "response-processing", "response-condition", "response-if", "response-else-if", "response-else", "response-processing-fragment",
    "set-outcome-value", "variable", "correct", "base-value", "value", "multiple", "ordered", "container-size",
    "is-null", "not", "and", "or", "match", "string-match", "equal", "sum", "map-response", "map-response-point",
    "min", "max", "product", "gte", "gt", "lt", "lte", "null", "default", "member", "exit-response",
}  # fmt: skip


@dataclass
class Processing:
    """`rule`: match (all or nothing), map, point, equal, none, custom. `bounds` hold the sum of several mapped responses."""

    rule: str = "none"
    tolerance: tuple[str, list[float]] = ("exact", [])
    points: float | None = None  # set as SCORE for a right response
    lower: float | None = None
    upper: float | None = None
    is_summed: bool = False
    case_insensitive: bool = False
    feedback: dict[str, str] = field(default_factory=dict)  # identifier of a feedback → right, wrong


def processing_of(item: Element) -> Processing:
    made = Processing()
    node = item.find("response-processing")
    if node is None or (not len(node) and not node.get("template") and not node.get("template-location")):
        return made
    address = (node.get("template") or node.get("template-location") or "").rstrip("/").rsplit("/", 1)[-1]
    name = address.removesuffix(".xml").casefold()
    if name and not len(node):
        made.rule = _TEMPLATES.get(name, "custom")
        return made
    _read(node, made)
    return made


def _read(node: Element, made: Processing) -> None:
    used = {str(one.tag) for one in node.iter()}
    if "map-response" in used:
        made.rule = "map"
        made.is_summed = "sum" in used
        _bounds(node, made)
    elif "map-response-point" in used:
        made.rule = "point"
    elif "equal" in used or "equal-rounded" in used:
        made.rule = "equal"
        _tolerance(node, made)
    elif "match" in used or "string-match" in used:
        made.rule = "match"
        made.is_summed = "sum" in used or len(_score_steps(node)) > 1
        made.case_insensitive = any(one.get("case-sensitive") == "false" for one in node.iter("string-match"))
    if (used - _HARMLESS - {"equal-rounded"} and made.rule != "equal") or made.rule == "none":
        made.rule = "custom" if _sets_score(node) else made.rule
    if made.rule in ("match", "equal"):
        made.points = max(_set_points(node), default=None)
    _feedback(node, made)


def _sets_score(node: Element) -> bool:
    return any(one.get("identifier") == "SCORE" for one in node.iter("set-outcome-value"))


def _score_steps(node: Element) -> list[Element]:
    """Conditions that add to SCORE."""
    return [
        one for one in node.iter("response-if") if one.find("set-outcome-value[@identifier='SCORE']/sum") is not None
    ]


def _set_points(node: Element) -> list[float]:
    found = []
    for one in node.iter("set-outcome-value"):
        value = one.find("base-value")
        if one.get("identifier") == "SCORE" and value is not None:
            try:
                found.append(number_of(text_in(value)))
            except Refusal:
                continue
    return [points for points in found if points > 0]


def _bounds(node: Element, made: Processing) -> None:
    """SCORE = max(lower, min(upper, sum(…))), as the exports of this bank write it."""
    for step in node.iter("set-outcome-value"):
        if step.get("identifier") != "SCORE":
            continue
        for name, side in (("max", "lower"), ("min", "upper")):
            for one in step.iter(name):
                value = one.find("base-value")
                if value is not None:
                    setattr(made, side, number_of(text_in(value)))


def _tolerance(node: Element, made: Processing) -> None:
    for one in node.iter("equal"):
        numbers = [number_of(part) for part in one.get("tolerance", "").replace(",", " ").split()]
        made.tolerance = (one.get("tolerance-mode", "exact"), numbers)
        return
    for one in node.iter("equal-rounded"):
        made.tolerance = (one.get("rounding-mode", "significantFigures"), [number_of(one.get("figures") or 0)])


def _feedback(node: Element, made: Processing) -> None:
    for condition in node.iter("response-condition"):
        for branch in condition:
            side = _side(branch)
            for step in branch.findall("set-outcome-value"):
                value = step.find("base-value")
                if side and step.get("identifier") != "SCORE" and value is not None:
                    made.feedback.setdefault(text_in(value), side)


def _side(branch: Element) -> str:
    """Is this branch for a right or a wrong response?"""
    if branch.tag == "response-else":
        return "wrong"
    test = branch[0] if len(branch) else None
    if test is None:
        return ""
    if (test.tag == "match" and test.find("correct") is not None) or test.tag == "equal":
        return "right"
    if test.tag in ("gte", "gt", "match") and any(one.get("identifier") == "SCORE" for one in test.findall("variable")):
        return "right"
    if test.tag == "not" and test.find("match/correct") is not None:
        return "wrong"
    return ""
