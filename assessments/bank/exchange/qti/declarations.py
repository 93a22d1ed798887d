"""What an item declares: responses with their key and mapping, and its points."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ..building import number_of
from ..judging import Refusal
from .names import bare_id, text_in


@dataclass
class Declaration:
    """QTI's response declaration. `values`: map key → what it is worth; `cases`: map key → do capital letters count."""

    identifier: str = "RESPONSE"
    cardinality: str = "single"
    base_type: str = "identifier"
    correct: list[str] = field(default_factory=list)
    values: dict[str, float] = field(default_factory=dict)
    cases: dict[str, bool] = field(default_factory=dict)
    default: float = 0.0
    lower: float | None = None
    upper: float | None = None
    areas: list[tuple[str, list[int], float]] = field(default_factory=list)
    has_mapping: bool = False

    @property
    def best(self) -> float:
        """The most that its mapping gives."""
        positive = [value for value in self.values.values() if value > 0]
        most = (max(positive, default=0.0)) if self.cardinality == "single" else sum(positive)
        return most if self.upper is None else min(most, self.upper)


def declarations_of(item: Element) -> dict[str, Declaration]:
    return {one.identifier: one for one in map(_declaration, item.findall("response-declaration"))}


def _declaration(node: Element) -> Declaration:
    made = Declaration(node.get("identifier", ""), node.get("cardinality", "single"), node.get("base-type", ""))
    named = made.base_type in ("identifier", "pair", "directedPair")
    made.correct = [_key(text_in(value), named) for value in node.findall("correct-response/value")]
    mapping = node.find("mapping")
    if mapping is not None:
        made.has_mapping = True
        made.default = number_of(mapping.get("default-value") or 0)
        made.lower, made.upper = _bound(mapping, "lower-bound"), _bound(mapping, "upper-bound")
        for entry in mapping.findall("map-entry"):
            key = _key(entry.get("map-key", ""), named)
            made.values[key] = number_of(entry.get("mapped-value") or 0)
            made.cases[key] = entry.get("case-sensitive", "true").casefold() != "false"
    areas = node.find("area-mapping")
    if areas is not None:
        made.has_mapping = True
        made.lower, made.upper = _bound(areas, "lower-bound"), _bound(areas, "upper-bound")
        made.default = number_of(areas.get("default-value") or 0)
        for entry in areas.findall("area-map-entry"):
            worth = number_of(entry.get("mapped-value") or 0)
            made.areas.append((entry.get("shape", ""), coordinates(entry.get("coords", "")), worth))
    return made


def _key(text: str, named: bool) -> str:
    return " ".join(bare_id(part) if named else part for part in text.split())


def _bound(node: Element, name: str) -> float | None:
    return number_of(node.get(name)) if node.get(name) else None


def coordinates(text: str) -> list[int]:
    """Whole pixels. Raises Refusal."""
    try:
        return [round(number_of(part)) for part in text.replace(",", " ").split() if not part.endswith("%")]
    except (Refusal, OverflowError) as error:
        raise Refusal("area_unclear", what=text) from error


def stated_points(item: Element) -> float | None:
    """MAXSCORE, or the normal maximum of SCORE; None where neither is stated."""
    outcomes = {node.get("identifier", ""): node for node in item.findall("outcome-declaration")}
    for name in ("MAXSCORE", "MAX_SCORE"):
        if name in outcomes and text_in(outcomes[name].find("default-value/value")):
            return number_of(text_in(outcomes[name].find("default-value/value")))
    score = outcomes.get("SCORE")
    return number_of(score.get("normal-maximum")) if score is not None and score.get("normal-maximum") else None
