"""Right and wrong responses to an item, as somebody would give them, in the formats of xAPI's cmi.interaction."""

from __future__ import annotations

import random
from collections.abc import Sequence

from assessments.bank.drafts import AnyItem
from assessments.bank.scoring import PAIR, SEPARATOR
from lms.packages import shapes

SENTENCE_END = "。"


def right_response(item: AnyItem, chance: random.Random | None = None) -> str:
    """A response that is wholly right; with `chance`, one of those that are. Raises ValueError for what only a person can mark."""
    match item:
        case shapes.ChoiceItem() | shapes.OrderItem() | shapes.HotspotItem():
            return SEPARATOR.join(item.correct)
        case shapes.MatchItem():
            return _pairs(item.correct)
        case shapes.FillInItem():
            return SEPARATOR.join(chance.choice(gap.accept) if chance else gap.accept[0] for gap in item.gaps)
        case shapes.InlineChoiceItem():
            return _pairs([(gap.id, gap.correct) for gap in item.gaps])
        case shapes.NumericItem():
            return _number(item, item.value, with_unit=chance is None or chance.random() < 0.7)
    raise ValueError(f"No response to {item.kind} is right by itself.")


def wrong_response(item: AnyItem, nature: random.Random, chance: random.Random) -> str:
    """A response with a mistake. `nature` belongs to the item: it settles which wrong answers attract most."""
    match item:
        case shapes.ChoiceItem():
            return _wrong_choice([option.id for option in item.options], item.correct, nature, chance)
        case shapes.HotspotItem():
            return _wrong_choice([area.id for area in item.areas], item.correct, nature, chance)
        case shapes.OrderItem():
            return SEPARATOR.join(_swapped(item.correct, chance))
        case shapes.MatchItem():
            lefts, rights = zip(*item.correct, strict=True)
            return _pairs(list(zip(lefts, _swapped(rights, chance), strict=True)))
        case shapes.FillInItem():
            given = [gap.accept[0] for gap in item.gaps]
            place = chance.randrange(len(given))
            others = [text for number, text in enumerate(given) if number != place and text != given[place]]
            given[place] = chance.choice([*others, ""])
            return SEPARATOR.join(given)
        case shapes.InlineChoiceItem():
            place = chance.randrange(len(item.gaps))
            return _pairs(
                [
                    (gap.id, _one_of([option.id for option in gap.options], [gap.correct], nature, chance))
                    if number == place
                    else (gap.id, gap.correct)
                    for number, gap in enumerate(item.gaps)
                ]
            )
        case shapes.NumericItem():
            slips = (item.value * 10, item.value / 10, item.value * 2, item.value + max(1.0, 3 * item.tolerance))
            usual = nature.choice(slips)
            return _number(item, usual if chance.random() < 0.6 else chance.choice(slips), with_unit=True)
    raise ValueError(f"No response to {item.kind} is wrong by itself.")


def part_of_text(text: str, share: float) -> str:
    """The first sentences of a text, about that share of them; 0 gives none."""
    sentences = [sentence for sentence in text.split(SENTENCE_END) if sentence]
    many = min(len(sentences), round(share * len(sentences)))
    return "".join(sentence + SENTENCE_END for sentence in sentences[:many])


def _wrong_choice(ids: Sequence[str], correct: Sequence[str], nature: random.Random, chance: random.Random) -> str:
    """One answer: a distractor. Several: one of the right ones is missing, or one that is wrong is among them."""
    if len(correct) == 1:
        return _one_of(ids, correct, nature, chance)
    missing = chance.choice(correct)
    kept = [key for key in correct if key != missing]
    if chance.random() < 0.6:
        kept.append(_one_of(ids, correct, nature, chance))
    return SEPARATOR.join(sorted(kept))


def _one_of(ids: Sequence[str], correct: Sequence[str], nature: random.Random, chance: random.Random) -> str:
    wrong = [key for key in ids if key not in correct]
    weights = [6.0, 3.0, 1.5, 1.0, *[0.5] * len(wrong)][: len(wrong)]
    nature.shuffle(weights)
    return chance.choices(wrong, weights)[0]


def _swapped(things: Sequence[str], chance: random.Random) -> list[str]:
    """Two that are next to each other change places."""
    order = list(things)
    places = [place for place in range(len(order) - 1) if order[place] != order[place + 1]]
    place = chance.choice(places)
    order[place], order[place + 1] = order[place + 1], order[place]
    return order


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return SEPARATOR.join(PAIR.join(pair) for pair in pairs)


def _number(item: shapes.NumericItem, value: float, *, with_unit: bool) -> str:
    unit = item.units[0].text if item.units and with_unit else ""
    return f"{round(value, 6):g}{' ' if unit else ''}{unit}"
