"""From how right a response is to points. Pure.

Rounding: each question once, to 0.01 point, halves up; sums are exact, and nothing is rounded to half or whole points.
Two markers: the mean of both; where they differ by more than 15 % of the question's points, a third decides alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lms.packages import shapes

CENT = Decimal("0.01")
APART = Decimal("0.15")  # of the question's points


def rounded(points: Decimal) -> Decimal:
    return points.quantize(CENT, rounding=ROUND_HALF_UP)


def points_of_share(share: float, out_of: Decimal) -> Decimal:
    """`share`: 0–1, of which the last bits of a float do not count."""
    return rounded(Decimal(repr(round(share, 9))) * out_of)


def points_of_levels(rubric: Sequence[shapes.Criterion], levels: Mapping[str, int], out_of: Decimal) -> Decimal | None:
    """The levels' points as a share of the rubric's most. None while a criterion has no level, or one that there is not."""
    got, most = Decimal(0), Decimal(0)
    for criterion in rubric:
        place = levels.get(criterion.id)
        if not isinstance(place, int) or not 0 <= place < len(criterion.levels):
            return None
        got += Decimal(repr(criterion.levels[place].points))
        most += max(Decimal(repr(level.points)) for level in criterion.levels)
    return rounded(max(Decimal(0), got) / most * out_of) if most > 0 else None


@dataclass(frozen=True)
class Settled:
    """`points`: none while marks are still due."""

    points: Decimal | None = None
    needs_third: bool = False


def settle(by_turn: Mapping[int, Decimal], out_of: Decimal) -> Settled:
    """What the marks given so far come to. `by_turn`: 1, 2, 3 → points."""
    if 1 not in by_turn or 2 not in by_turn:
        return Settled()
    if abs(by_turn[1] - by_turn[2]) <= APART * out_of:
        return Settled(rounded((by_turn[1] + by_turn[2]) / 2))
    return Settled(by_turn.get(3), needs_third=True)


@dataclass(frozen=True)
class Total:
    attended: bool
    complete: bool
    points: Decimal
    out_of: Decimal
    pass_mark: Decimal
    passed: bool


def total(worked: Sequence[tuple[Decimal | None, Decimal, bool]], *, attended: bool, pass_mark: Decimal) -> Total:
    """`worked`: (points, out of, dropped) of each question. Dropped questions count neither way: the pass mark falls with them.

    Who did not attend has no points, of all that there were.
    """
    whole = sum((out_of for _points, out_of, _dropped in worked), Decimal(0))
    out_of = sum((out_of for _points, out_of, dropped in worked if not dropped), Decimal(0))
    needed = rounded(pass_mark * out_of / whole) if whole else pass_mark
    if not attended:
        return Total(False, True, Decimal(0), out_of, needed, False)
    counted = [points for points, _out_of, dropped in worked if not dropped]
    complete = None not in counted
    points = sum((each for each in counted if each is not None), Decimal(0))
    return Total(True, complete, points, out_of, needed, complete and bool(worked) and points >= needed)
