"""Drawing a form: which items one candidate gets, in which order. Pure: the same seed gives the same form.

Draws share items when their topics overlap. Each place is therefore filled as in a matching (augmenting paths, Kuhn): a draw
gives way to another only where both can still be filled, so that what `shortfalls` calls possible never fails.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .blueprint import Blueprint, Fixed

_TRIES = 12

Pools = Mapping[str, Sequence[str]]  # part id → keys of the items that fit, of a fixed part just its own


@dataclass(frozen=True)
class Placed:
    """One item of a form and what it is worth there."""

    section: str
    part: str
    item: str
    points: Decimal


class TooFewItems(ValueError):
    """`missing`: part id → how many places stay empty."""

    def __init__(self, missing: dict[str, int]) -> None:
        super().__init__(str(missing))
        self.missing = missing


def draw(
    blueprint: Blueprint, pools: Pools, *, seed: str, mixed: bool = False, without: frozenset[str] = frozenset()
) -> list[Placed]:
    """A form: no item twice, none of `without`. `mixed`: the items of a section come in any order. Raises TooFewItems."""
    chance = random.Random(seed)  # noqa: S311  (seeded with a secret by whoever keeps exams; the same form every time)
    chosen, missing = _fill(blueprint, pools, chance, without)
    if missing:
        raise TooFewItems(missing)
    form: list[Placed] = []
    for section in blueprint.sections:
        placed = [Placed(section.id, part.id, item, part.points) for part in section.parts for item in chosen[part.id]]
        if mixed:
            chance.shuffle(placed)
        form += placed
    return form


def shortfalls(blueprint: Blueprint, pools: Pools, *, without: frozenset[str] = frozenset()) -> dict[str, int]:
    """Part id → how many items are missing for it, with all draws filled as well as can be. Empty: every form can be drawn."""
    return _fill(blueprint, pools, random.Random(0), without)[1]  # noqa: S311


def _fill(
    blueprint: Blueprint, pools: Pools, chance: random.Random, without: frozenset[str]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    fitting = {part.id: [item for item in pools.get(part.id, ()) if item not in without] for part in blueprint.parts}
    places = [(part.id, number) for part in blueprint.parts for number in range(part.count)]
    chance.shuffle(places)
    # what is fixed comes first: it has nowhere else to go
    fixed = {part.id for part in blueprint.parts if isinstance(part, Fixed)}
    places.sort(key=lambda place: place[0] not in fixed)
    holder: dict[str, tuple[str, int]] = {}
    missing: dict[str, int] = {}
    for place in places:
        if not _find(place, fitting, holder, chance):
            missing[place[0]] = missing.get(place[0], 0) + 1
    chosen: dict[str, list[str]] = {part.id: [] for part in blueprint.parts}
    for item in sorted(holder, key=lambda item: (holder[item][0], holder[item][1])):
        chosen[holder[item][0]].append(item)
    return chosen, missing


def _find(place: tuple[str, int], fitting: Pools, holder: dict[str, tuple[str, int]], chance: random.Random) -> bool:
    """Give the place an item, free if there is one, else one whose holder can take another."""
    pool = fitting[place[0]]
    for _ in range(min(_TRIES, len(pool))):  # of a large pool most items are free: no need to look at all of them
        item = chance.choice(pool)
        if item not in holder:
            holder[item] = place
            return True
    came_from: dict[str, str | None] = {}  # item → the item that its asker holds now; None: the new place asks
    waiting: list[tuple[tuple[str, int], str | None]] = [(place, None)]
    for asker, held in waiting:
        options = [item for item in fitting[asker[0]] if item not in came_from]
        free = [item for item in options if item not in holder]
        if free:
            item = chance.choice(free)
            came_from[item] = held
            _pass_on(item, place, came_from, holder)
            return True
        chance.shuffle(options)
        for item in options:
            came_from[item] = held
            waiting.append((holder[item], item))
    return False


def _pass_on(
    item: str, place: tuple[str, int], came_from: dict[str, str | None], holder: dict[str, tuple[str, int]]
) -> None:
    """Along the way back each asker takes the item that it found and leaves the one that it held."""
    step: str | None = item
    while step is not None:
        before = came_from[step]
        holder[step] = holder[before] if before is not None else place
        step = before
