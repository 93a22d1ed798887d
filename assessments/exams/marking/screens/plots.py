"""Where the marks of a plot lie. Plain geometry; the templates draw it as SVG with a table of the same figures beside it."""

from __future__ import annotations

from dataclasses import dataclass

from ...findings import Finding
from ...statistics import Analysis

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 300, 48, 44, 16
LOWEST = -0.4  # of discrimination, as far as it is drawn


@dataclass(frozen=True)
class Bar:
    """One tenth of the points that could be reached."""

    x: float
    y: float
    width: float
    height: float
    count: int
    label: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Point:
    number: int
    x: float
    y: float
    facility: float
    discrimination: float
    urgent: bool
    dropped: bool
    key: str


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Distribution:
    bars: list[Bar]
    ticks: list[Tick]
    passing: float | None  # where the pass mark stands

    width, height, left, bottom = WIDTH, HEIGHT, LEFT, HEIGHT - BOTTOM


@dataclass(frozen=True)
class Scatter:
    points: list[Point]
    across: list[Tick]
    up: list[Tick]
    zero: float

    width, height, left, bottom, top = WIDTH, HEIGHT, LEFT, HEIGHT - BOTTOM, TOP


def distribution(analysis: Analysis, *, pass_share: float | None) -> Distribution:
    counts = analysis.paper.distribution
    most = max(*counts, 1)
    step, tall = (WIDTH - LEFT - 12) / len(counts), HEIGHT - BOTTOM - TOP - 14
    bars = []
    for place, count in enumerate(counts):
        height = count / most * tall
        label = f"{place * 10}–{place * 10 + 10} %"
        bars.append(Bar(LEFT + place * step + 3, HEIGHT - BOTTOM - height, step - 6, height, count, label))
    ticks = [Tick(LEFT + place * step, f"{place * 10} %") for place in range(len(counts) + 1)]
    passing = LEFT + pass_share * step * len(counts) if pass_share is not None else None
    return Distribution(bars, ticks, passing)


def scatter(analysis: Analysis, findings: list[Finding]) -> Scatter:
    """Facility across, discrimination up; the numbers are those of the table of questions."""
    urgent = {one.item for one in findings if one.urgent}
    wide, tall = WIDTH - LEFT - 20, HEIGHT - BOTTOM - TOP

    def up(value: float) -> float:
        return TOP + (1 - (max(LOWEST, value) - LOWEST) / (1 - LOWEST)) * tall

    points = [
        Point(
            number,
            LEFT + one.facility * wide,
            up(one.discrimination),
            one.facility,
            one.discrimination,
            one.key in urgent,
            one.dropped,
            one.key,
        )
        for number, one in enumerate(analysis.items, 1)
        if one.facility is not None and one.discrimination is not None
    ]
    across = [Tick(LEFT + share / 10 * wide, f"{share * 10} %") for share in range(0, 11, 2)]
    return Scatter(points, across, [Tick(up(value / 10), f"{value / 10:.1f}") for value in range(-4, 11, 2)], up(0))
