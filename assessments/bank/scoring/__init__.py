"""Marking a response to an item: pure, by QTI 3's response processing, on the formats of xAPI's cmi.interaction.

match_correct, all or nothing: choice and hotspot with one answer, order, numeric (within its tolerance).
map_response, the sum of what each part is worth: choice and hotspot with several answers and match (+1 for each that
belongs, −1 for each that does not, never below 0), fill_in and inline_choice (+1 for each gap), or by the item's own mapping.
Nothing given is worth nothing, whatever the mapping; so is a response that names one thing twice. What names nothing of
the item does not count. An order and a number are right or not: a mapping of theirs says nothing.
"""

from __future__ import annotations

from lms.packages import shapes

from .folding import folded
from .mapping import PAIR, mapped
from .numbers import is_within, read_number

__all__ = ["PAIR", "SEPARATOR", "folded", "read_number", "score"]

SEPARATOR = "[,]"


def score(item: shapes.Item, response: str) -> float:
    """How right the response is, 0–1. Anything that is no answer to this item is 0; nothing raises."""
    match item:
        case shapes.ChoiceItem():
            return _chosen(item, [option.id for option in item.options], _parts(response))
        case shapes.HotspotItem():
            return _chosen(item, [area.id for area in item.areas], _parts(response))
        case shapes.OrderItem():
            return 1.0 if item.correct and _parts(response) == item.correct else 0.0
        case shapes.MatchItem():
            return _match(item, _pairs(response))
        case shapes.FillInItem():
            return _fill_in(item, response)
        case shapes.InlineChoiceItem():
            return _inline_choice(item, _pairs(response))
        case shapes.NumericItem():
            return 1.0 if is_within(item, response) else 0.0


def _chosen(item: shapes.ChoiceItem | shapes.HotspotItem, known: list[str], given: list[str]) -> float:
    if _repeats(given) or (not item.multiple and len(given) != 1):
        return 0.0
    if not item.multiple and item.mapping is None:
        return 1.0 if given == item.correct else 0.0
    return mapped(item, [each for each in given if each in known], item.correct, otherwise=-1.0)


def _match(item: shapes.MatchItem, given: list[tuple[str, str]]) -> float:
    lefts, rights = {each.id for each in item.left}, {each.id for each in item.right}
    named = [left for left, _ in given]
    allowed = [left for left, _ in item.correct]
    if _repeats(given) or any(named.count(left) > max(1, allowed.count(left)) for left in lefts):
        return 0.0
    made = [PAIR.join(pair) for pair in given if pair[0] in lefts and pair[1] in rights]
    return mapped(item, made, [PAIR.join(pair) for pair in item.correct], otherwise=-1.0)


def _fill_in(item: shapes.FillInItem, response: str) -> float:
    """Answers stand in the order of the gaps. Each is worth what the best of the answers that it equals is worth."""
    given = response.split(SEPARATOR)
    if len(given) > len(item.gaps):
        return 0.0
    worths: list[float] = []
    for gap, text in zip(item.gaps, given, strict=False):
        said = folded(text, ignore_case=gap.ignore_case)
        if said:
            worths.append(_worth_of_words(item, gap, said))
    best = [
        max((_worth_of_words(item, gap, folded(each, ignore_case=gap.ignore_case)) for each in gap.accept), default=0.0)
        for gap in item.gaps
    ]
    return mapped(item, worths, best)


def _worth_of_words(item: shapes.FillInItem, gap: shapes.Gap, said: str) -> float:
    if item.mapping is None:
        return float(said in {folded(answer, ignore_case=gap.ignore_case) for answer in gap.accept} and bool(said))
    start = gap.id + PAIR
    worths = [
        worth
        for value, worth in item.mapping.values.items()
        if value.startswith(start) and folded(value[len(start) :], ignore_case=gap.ignore_case) == said
    ]
    return max(worths, default=item.mapping.default)


def _inline_choice(item: shapes.InlineChoiceItem, given: list[tuple[str, str]]) -> float:
    options = {gap.id: {option.id for option in gap.options} for gap in item.gaps}
    made = [(gap, option) for gap, option in given if option in options.get(gap, set())]
    if _repeats([gap for gap, _ in given]) or (item.once and _repeats([option for _, option in made])):
        return 0.0
    return mapped(
        item,
        [PAIR.join(pair) for pair in made],
        [PAIR.join((gap.id, gap.correct)) for gap in item.gaps],
        otherwise=0.0,
    )


def _repeats(given: list) -> bool:
    return len(set(given)) != len(given)


def _parts(response: str) -> list[str]:
    return [part.strip() for part in response.split(SEPARATOR)] if response.strip() else []


def _pairs(response: str) -> list[tuple[str, str]]:
    """Each part up to its first pair sign, and what stands behind it."""
    return [(left, right) for left, _, right in (part.partition(PAIR) for part in _parts(response))]
