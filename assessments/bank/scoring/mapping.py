"""QTI's mapping: the sum of what the parts of a response are worth, within bounds, as a share of the best."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from lms.packages import shapes

PAIR = "[.]"


def mapped(
    item: shapes.Item, given: Sequence[str | float], key: Sequence[str | float], *, otherwise: float = 0.0
) -> float:
    """The worth of `given` over the worth of `key`, 0–1; parts are values of the mapping, or what they are worth.

    Without a mapping each part of the key is worth 1 and any other `otherwise`.
    """
    mapping = item.mapping or shapes.Mapping(
        values={part: 1.0 for part in key if isinstance(part, str)}, default=otherwise
    )
    if not given:
        return 0.0
    best = mapping.upper if mapping.upper is not None else _sum(mapping, key)
    total = _sum(mapping, given)
    if mapping.lower is not None:
        total = max(total, mapping.lower)
    if mapping.upper is not None:
        total = min(total, mapping.upper)
    if not (isfinite(total) and isfinite(best)) or best <= 0:
        return 0.0
    return min(1.0, max(0.0, total / best))


def _sum(mapping: shapes.Mapping, parts: Sequence[str | float]) -> float:
    """From the smallest to the largest: the same parts give the same sum, whatever their order."""
    worths = [mapping.values.get(part, mapping.default) if isinstance(part, str) else part for part in parts]
    return sum(sorted(worths), 0.0)
