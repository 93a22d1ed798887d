"""Where the marks of the desk's charts lie. Plain geometry: the templates draw it as SVG beside a table of the same figures.

Nothing is told by colour alone: bars are filled, hatched or empty, and each has its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .figures import Step, Waited
from .intervals import Rate

WIDTH, LABELS, ROW, TOP, RIGHT = 720, 190, 34, 8, 64
MOST_ROWS = 30


@dataclass(frozen=True)
class Bar:
    """Part of a row: `kind` is reached, here or ended."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True)
class Row:
    y: float
    label: Any
    bars: tuple[Bar, ...]
    text: str
    text_x: float

    @property
    def middle(self) -> float:
        return self.y + ROW / 2

    @property
    def bar_y(self) -> float:
        return self.y + 5

    @property
    def text_y(self) -> float:
        return self.middle + 5


@dataclass(frozen=True)
class Whisker:
    """A share (0–1 on the axis) with its interval."""

    y: float
    label: Any
    x: float
    low: float
    high: float
    text: str

    @property
    def text_y(self) -> float:
        return self.y + 5


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Chart:
    rows: tuple[Any, ...]
    height: float
    ticks: tuple[Tick, ...] = ()

    width, labels, bar, right = WIDTH, LABELS, ROW - 10, WIDTH - RIGHT

    @property
    def axis(self) -> float:
        return self.height - 22


def funnel(steps: Sequence[Step]) -> Chart:
    """A row a stage: who came further is filled, who is still there hatched, whose way ended there empty."""
    most = max((one.reached for one in steps), default=0) or 1
    wide = WIDTH - LABELS - RIGHT
    rows = []
    for place, one in enumerate(steps):
        counts = {"reached": one.reached - one.here - one.ended, "here": one.here, "ended": one.ended}
        x, bars = float(LABELS), []
        for kind, count in counts.items():
            width = count / most * wide
            if count:
                bars.append(Bar(round(x, 1), round(width, 1), kind))
            x += width
        rows.append(Row(TOP + place * ROW, one.stage.label, tuple(bars), f"{one.reached:,}", round(x + 6, 1)))
    return Chart(tuple(rows), TOP * 2 + len(rows) * ROW)


def pass_rates(groups: Sequence[tuple[Any, Rate]]) -> Chart:
    """A point with its 95 % interval for each group that has enough decided candidates."""
    shown = [(label, one) for label, one in groups if one.share is not None][:MOST_ROWS]
    wide = WIDTH - LABELS - RIGHT
    rows = [
        Whisker(
            TOP + place * ROW + ROW / 2,
            label,
            round(LABELS + (one.share or 0) * wide, 1),
            round(LABELS + (one.low or 0) * wide, 1),
            round(LABELS + (one.high or 0) * wide, 1),
            f"{(one.share or 0) * 100:.0f} %",
        )
        for place, (label, one) in enumerate(shown)
    ]
    ticks = tuple(Tick(LABELS + share / 100 * wide, f"{share} %") for share in range(0, 101, 20))
    return Chart(tuple(rows), TOP + len(rows) * ROW + 30, ticks)


def waiting(waits: Sequence[Waited]) -> Chart:
    """A row a wait: filled up to the median, hatched up to what nine of ten did not exceed."""
    most = max((one.spread.ninety or 0 for one in waits), default=0) or 1
    wide = WIDTH - LABELS - RIGHT
    rows = []
    for place, one in enumerate(waits):
        if one.spread.median is None or one.spread.ninety is None:
            rows.append(Row(TOP + place * ROW, one.wait.label, (), "–", LABELS + 6))
            continue
        half, end = one.spread.median / most * wide, one.spread.ninety / most * wide
        bars = (
            Bar(LABELS, round(half, 1), "reached"),
            Bar(round(LABELS + half, 1), round(max(0.0, end - half), 1), "here"),
        )
        text = f"{one.spread.median:g} / {one.spread.ninety}"
        rows.append(Row(TOP + place * ROW, one.wait.label, bars, text, round(LABELS + end + 6, 1)))
    return Chart(tuple(rows), TOP * 2 + len(rows) * ROW)
