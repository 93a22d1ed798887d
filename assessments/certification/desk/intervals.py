"""Shares with their uncertainty, and the middle of waiting times. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 5  # under this a share says nothing
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Rate:
    """`share`, `low` and `high` from 0 to 1; none of them where there are too few."""

    passed: int
    of: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Spread:
    """Of `n` waits in whole days: the median, what nine of ten did not exceed, the longest."""

    n: int
    median: float | None = None
    ninety: int | None = None
    longest: int | None = None


def rate(passed: int, of: int) -> Rate:
    """Wilson's score interval at 95 % (Wilson 1927; Brown, Cai, DasGupta 2001, https://doi.org/10.1214/ss/1009213286)."""
    if of < FEWEST:
        return Rate(passed, of)
    share, z2 = passed / of, Z95 * Z95
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z95 / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return Rate(passed, of, share, max(0.0, middle - half), min(1.0, middle + half))


def spread(counts: Mapping[int, int]) -> Spread:
    """`counts`: days → how many waited so long."""
    n = sum(counts.values())
    if not n:
        return Spread(0)
    low, high = _at(counts, (n + 1) // 2), _at(counts, n // 2 + 1)
    return Spread(n, (low + high) / 2, _at(counts, math.ceil(n * 0.9)), max(counts))


def _at(counts: Mapping[int, int], rank: int) -> int:
    """The value at this place, from 1, when all stand in a row."""
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= rank:
            return value
    raise ValueError(rank)
