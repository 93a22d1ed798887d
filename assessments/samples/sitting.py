"""One past sitting, made up: what every candidate answered and how long it took. Pure, and the same every time for the same seed.

Whether an answer is right follows the two-parameter logistic model (Birnbaum 1968): P = 1 / (1 + exp(−a(θ − b))), with an
ability θ for each candidate, and for each item a discrimination a and a difficulty b near the one that its author set.
Who is wrong prefers some wrong answers to others; who is unsure or runs out of time leaves some out.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.bank.drafts import Draft
from lms.packages import shapes

from .responses import part_of_text, right_response, wrong_response

SECONDS = {  # a usual time for one item
    "choice": 32,
    "order": 65,
    "match": 70,
    "fill_in": 45,
    "inline_choice": 55,
    "numeric": 75,
    "hotspot": 30,
    "extended_text": 420,
}
MARKERS = (1, 2)


@dataclass(frozen=True)
class Answer:
    """`response` is in the format of xAPI's cmi.interaction; empty: left out. `seconds`: spent on this item, 0 if never reached."""

    candidate: int
    item: str
    response: str
    seconds: float


@dataclass(frozen=True)
class Mark:
    """The points that one of two markers gave for one criterion."""

    candidate: int
    item: str
    marker: int
    criterion: str
    points: float


def answers(
    drafts: Sequence[Draft], *, candidates: int = 60, minutes: int = 60, seed: int = 2024, first: int = 1
) -> list[Answer]:
    """Every candidate's answer to every item, in the order of the items. Candidates are numbered from `first`.

    Raises ValueError for an item that is not answered in writing.
    """
    for draft in drafts:
        if draft.item.kind not in SECONDS:
            raise ValueError(f"{draft.name} is not answered in writing.")
    found: list[Answer] = []
    for candidate in range(first, first + candidates):
        chance = _chance(seed, "candidate", candidate)
        ability, pace = chance.gauss(0.5, 1.0), math.exp(chance.gauss(0.0, 0.24))
        left = minutes * 60.0
        for draft in drafts:
            response, seconds = _answered(draft, ability, pace, seed=seed, chance=chance)
            if seconds > left:  # time ran out: what was begun is lost, what comes after was not reached
                response, seconds = "", round(left, 1)
            left -= seconds
            found.append(Answer(candidate, draft.name, response, seconds))
    return found


def marks(drafts: Sequence[Draft], given: Sequence[Answer], *, seed: int = 2024) -> list[Mark]:
    """What two markers gave for the written texts, by how much of the model answer a text says. They mostly agree."""
    by_name = {draft.name: draft.item for draft in drafts}
    found = []
    for answer in given:
        item = by_name[answer.item]
        if not isinstance(item, shapes.ExtendedTextItem):
            continue
        said = len(answer.response) / len(item.model_answer) if item.model_answer else 0.0
        for criterion in item.rubric:
            fair = min(len(criterion.levels) - 1, int(said * len(criterion.levels) + 0.15))
            for marker in MARKERS:
                chance = _chance(seed, "mark", answer.candidate, answer.item, criterion.id, marker)
                slip = chance.choice((-1, 1)) if said and chance.random() < 0.12 else 0
                level = criterion.levels[max(0, min(len(criterion.levels) - 1, fair + slip))]
                found.append(Mark(answer.candidate, answer.item, marker, criterion.id, level.points))
    return found


def _answered(draft: Draft, ability: float, pace: float, *, seed: int, chance: random.Random) -> tuple[str, float]:
    nature = _chance(seed, "item", draft.name)
    discrimination = max(0.35, math.exp(nature.gauss(0.0, 0.3)))
    difficulty = ((draft.difficulty or 3) - 3) * 0.65 + nature.gauss(0.0, 0.35)
    probability = 1 / (1 + math.exp(-discrimination * (ability - difficulty)))
    luck = chance.random()
    took = SECONDS[draft.item.kind] * pace * math.exp(chance.gauss(0.0, 0.35))
    if isinstance(draft.item, shapes.ExtendedTextItem):
        response = part_of_text(draft.item.model_answer, max(0.0, probability + chance.gauss(0.05, 0.15)))
    elif luck < probability:
        response = right_response(draft.item, chance)
    elif chance.random() < 0.03 + 0.07 * (1 - probability):
        response, took = "", took * 0.6
    else:
        response, took = wrong_response(draft.item, nature, chance), took * 1.2
    return response, round(took, 1)


def _chance(*parts: object) -> random.Random:
    return random.Random(":".join(map(str, parts)))  # noqa: S311  (no secret: the same sitting every time)
