"""Which item comes next, and when it is enough. Pure; one learner or a thousand simulated ones by the same code.

Next is one of the items that tell most at the ability believed now (maximum information), drawn at random among the best
few, so that no item is seen by everybody (randomesque; Kingsbury & Zara 1989), from the area that is furthest behind its
share (constrained CAT; the same). It ends when the standard error is small enough, or with the most items allowed.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from .irt import PRIOR_MEAN, PRIOR_SD, Ability, Floats, Items, Parameters, eap, information

Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class PoolItem:
    key: str
    parameters: Parameters
    area: str = ""


@dataclass(frozen=True)
class Rules:
    """`standard_error` in logits. `among`: the best few that the next item is drawn from."""

    standard_error: float = 0.45
    least: int = 5
    most: int = 20
    among: int = 5
    prior_mean: float = PRIOR_MEAN
    prior_sd: float = PRIOR_SD


class Stop(StrEnum):
    PRECISE = "precise"
    MOST = "most"
    EMPTY = "empty"  # no item is left


class Pool:
    """Items with their areas. `shares`: what each area should have of the test; areas not named have none unless all lack one."""

    def __init__(self, items: Sequence[PoolItem], shares: Mapping[str, float] | None = None) -> None:
        self._items, self._shares = list(items), shares
        self.keys = [item.key for item in items]
        self.at = {key: place for place, key in enumerate(self.keys)}
        self.items = Items([item.parameters for item in items])
        self.areas = sorted({item.area for item in items})
        wanted = np.array([max(0.0, (shares or {}).get(area, 0.0)) for area in self.areas], dtype=np.float64)
        self.shares = wanted / wanted.sum() if wanted.sum() > 0 else np.full(len(wanted), 1 / max(1, len(wanted)))
        self.area_of: Whole = np.array([self.areas.index(item.area) for item in items], dtype=np.int64)
        self.in_area: Bools = self.area_of[None, :] == np.arange(len(self.areas))[:, None]  # areas × items

    def __len__(self) -> int:
        return len(self.keys)

    def part(self, places: Whole) -> Pool:
        """Only the items at these places."""
        return Pool([self._items[place] for place in places], self._shares)


def select(pool: Pool, abilities: Floats, unused: Bools, rules: Rules, random: np.random.Generator) -> Whole:
    """The next item of each learner, as its place in the pool; −1 where none is left. `unused`: learners × items."""
    rows = len(abilities)
    remaining = unused.astype(np.float64) @ pool.in_area.T.astype(np.float64)
    left, asked = remaining > 0, pool.in_area.sum(axis=1) - remaining
    behind = pool.shares * (asked.sum(axis=1, keepdims=True) + 1) - asked
    behind = np.where(left, behind + random.random(behind.shape) * 1e-6, -np.inf)
    behind = np.where(left & (pool.shares <= 0), -1e9, behind)  # an area without a share only when nothing else is left
    area = behind.argmax(axis=1)
    allowed = unused & pool.in_area[area]
    telling = np.where(allowed, information(abilities, pool.items), -np.inf)
    few = min(max(1, rules.among), len(pool))
    best = np.argpartition(-telling, few - 1, axis=1)[:, :few]
    open_ones = np.take_along_axis(allowed, best, axis=1)
    drawn = np.where(open_ones, random.random((rows, few)), -1.0).argmax(axis=1)
    return np.where(allowed.any(axis=1), best[np.arange(rows), drawn], -1)


def ability_of(pool: Pool, answers: Mapping[str, bool], rules: Rules) -> Ability:
    """EAP after these answers (key → right). Keys that the pool no longer has are passed over."""
    row = np.full(len(pool), np.nan)
    for key, right in answers.items():
        if key in pool.at:
            row[pool.at[key]] = float(right)
    return eap(row, pool.items, mean=rules.prior_mean, sd=rules.prior_sd)


def next_item(pool: Pool, answers: Mapping[str, bool], rules: Rules, random: np.random.Generator) -> str | None:
    """The key of the item to ask now; None when the pool has no other."""
    if not len(pool):
        return None
    unused = np.array([[key not in answers for key in pool.keys]], dtype=bool)
    place = int(select(pool, np.array([ability_of(pool, answers, rules).value]), unused, rules, random)[0])
    return pool.keys[place] if place >= 0 else None


def enough(ability: Ability, asked: int, pool: Pool, rules: Rules) -> Stop | None:
    """Why it ends now; None while it goes on."""
    if asked >= rules.most:
        return Stop.MOST
    if asked >= rules.least and ability.standard_error <= rules.standard_error:
        return Stop.PRECISE
    return Stop.EMPTY if asked >= len(pool) else None


def band_at(value: float, starts: Sequence[float]) -> int:
    """The band of an ability: `starts` are the lower edges of all bands but the lowest, from low to high."""
    return int(np.searchsorted(np.asarray(starts, dtype=np.float64), value, side="right"))


def band_chances(ability: Ability, starts: Sequence[float]) -> list[float]:
    """How likely each band is, 0–1, the uncertainty taken as normal."""
    below = [0.0, *(_below((edge - ability.value) / max(ability.standard_error, 1e-9)) for edge in starts), 1.0]
    return [high - low for low, high in itertools.pairwise(below)]


def _below(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))
