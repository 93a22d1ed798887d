"""Is a bubble filled? Measured from the ink inside its ring, around it, and of the ring itself; what is between is a doubt.

Ink is 0 for the paper around and 1 for the black of the markers. The thresholds were found on sheets drawn by
tests/factories/pencil.py; the rule behind them: better a doubt too many than one wrong reading.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from . import layout
from .intake import Grey
from .layout import Bubble
from .registration import SCALE, Unread

Ink = np.ndarray  # float32, height × width

_INSIDE = 1.85  # millimetres from the middle: clear of the ring, also blurred
_SEARCH = 10  # pixels by which a line of bubbles may be off
_HALF = round(4.0 * SCALE)
_LEAST_CONTRAST = 0.25
_INKED = 0.22
_LEAST_RING = 0.10
_EMPTY_MEAN, _EMPTY_COVER = 0.035, 0.05
_FULL_MEAN, _FULL_COVER, _FULL_CELLS = 0.34, 0.74, 8
_MOST_OUTSIDE = 0.13
_DARK = 0.45  # the darkest part of what a pencil drew on purpose


class State(StrEnum):
    EMPTY = "empty"
    FILLED = "filled"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Mark:
    """`mean`, `peak`: ink inside, and its darkest part; `cover`: how much of the inside has any. `reason`: of a doubt.

    `x`, `y`: where its middle was found, in millimetres."""

    bubble: Bubble
    state: State
    confidence: float
    mean: float
    cover: float
    peak: float
    x: float
    y: float
    reason: str = ""


def ink_of(page: Grey) -> Ink:
    """Raises Unread when black is hardly darker than the paper around it."""
    cells = cv2.resize(page, (round(layout.WIDTH), round(layout.HEIGHT)), interpolation=cv2.INTER_AREA)
    white = cv2.dilate(cells, np.ones((9, 9), np.uint8))
    white = cv2.GaussianBlur(white, (0, 0), 4.0).astype(np.float32)
    white = cv2.resize(white, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    dark = np.clip(1.0 - page.astype(np.float32) / np.maximum(white, 1.0), 0.0, 1.0)
    black = np.median([_edge(dark, left, top) for left, top in layout.MARKERS.values()])
    if black < _LEAST_CONTRAST:
        raise Unread("too_pale")
    return np.clip(dark / black, 0.0, 1.2)


def _edge(dark: Ink, left: float, top: float) -> float:
    """How dark the border of a marker is: one of eight modules wide, black all around."""
    module = layout.MARKER / 8
    x0, y0 = round((left + module / 4) * SCALE), round((top + module / 4) * SCALE)
    x1, y1 = round((left + layout.MARKER - module / 4) * SCALE), round((top + module * 0.75) * SCALE)
    return float(np.median(dark[y0:y1, x0:x1]))


def measure(page: Grey, lines: Sequence[Sequence[Bubble]]) -> list[list[Mark]]:
    """The marks of each line of bubbles. Raises Unread."""
    ink = ink_of(page)
    calm = cv2.GaussianBlur(ink, (0, 0), 0.2 * SCALE)
    rings = cv2.filter2D(ink, cv2.CV_32F, _masks().fit)
    placed = [_placed(rings, line) for line in lines]
    looks = [[_look(ink, calm, bubble, x, y) for bubble, x, y in line] for line in placed]
    flat = [look for line in looks for look in line]
    if not flat:
        return []
    base = min(float(np.percentile([look.mean for look in flat], 20)), 0.10)
    ring = float(np.median([look.ring for look in flat]))
    if ring < _LEAST_RING:
        raise Unread("too_pale")
    return [
        [_judged(look, base, ring, bubble, x, y) for look, (bubble, x, y) in zip(found, line, strict=True)]
        for found, line in zip(looks, placed, strict=True)
    ]


def _placed(rings: np.ndarray, line: Sequence[Bubble]) -> list[tuple[Bubble, int, int]]:
    """Each bubble with the pixel of its middle, after the whole line was moved to where its rings are."""
    total = np.zeros((2 * _SEARCH + 1, 2 * _SEARCH + 1), np.float32)
    middles = [(round(bubble.x * SCALE - 0.5), round(bubble.y * SCALE - 0.5)) for bubble in line]
    for x, y in middles:
        total += rings[y - _SEARCH : y + _SEARCH + 1, x - _SEARCH : x + _SEARCH + 1]
    total -= 0.0005 * _distance()  # where nothing tells, stay
    down, right = np.unravel_index(int(total.argmax()), total.shape)
    return [
        (bubble, x + int(right) - _SEARCH, y + int(down) - _SEARCH)
        for bubble, (x, y) in zip(line, middles, strict=True)
    ]


@functools.cache
def _distance() -> np.ndarray:
    steps = np.arange(-_SEARCH, _SEARCH + 1)
    return np.hypot(*np.meshgrid(steps, steps)).astype(np.float32)


@dataclass(frozen=True)
class _Masks:
    """Parts of a window around a bubble, as masks; `fit` answers to a dark ring with light around it."""

    inside: np.ndarray
    cells: list[np.ndarray]
    sectors: list[np.ndarray]
    outside: dict[bool, np.ndarray]
    fit: np.ndarray


@functools.cache
def _masks() -> _Masks:
    steps = np.arange(-_HALF, _HALF + 1) / SCALE
    x, y = np.meshgrid(steps, steps)
    away, angle = np.hypot(x, y), np.degrees(np.arctan2(y, x)) % 360
    inside = away <= _INSIDE
    ring = np.abs(away - layout.RADIUS) <= 0.25
    around = (away >= 2.95) & (away <= 3.7)
    beyond = (away >= 3.3) & (away <= 3.85)
    eighths = [(angle >= start) & (angle < start + 45) for start in range(0, 360, 45)]
    sixteenths = [(angle >= start) & (angle < start + 22.5) for start in np.arange(0, 360, 22.5)]
    above, left = np.abs(angle - 270) < 40, np.abs(angle - 180) < 40
    fit = ring / ring.sum() - around / around.sum()
    return _Masks(
        inside,
        [inside & (away < 0.8), *(inside & (away >= 0.8) & each for each in eighths)],
        [ring & each for each in sixteenths],
        {False: beyond & ~above, True: beyond & ~left},
        fit.astype(np.float32),
    )


@dataclass(frozen=True)
class _Look:
    mean: float
    inside: np.ndarray  # ink of each pixel inside, smoothed
    cells: np.ndarray
    sectors: np.ndarray
    outside: np.ndarray
    ring: float


def _look(ink: Ink, calm: Ink, bubble: Bubble, x: int, y: int) -> _Look:
    window = (slice(y - _HALF, y + _HALF + 1), slice(x - _HALF, x + _HALF + 1))
    sharp, smooth, masks = ink[window], calm[window], _masks()
    sectors = np.array([sharp[mask].mean() for mask in masks.sectors])
    return _Look(
        float(sharp[masks.inside].mean()),
        smooth[masks.inside],
        np.array([sharp[mask].mean() for mask in masks.cells]),
        sectors,
        smooth[masks.outside[bubble.beside]],
        float(np.median(sectors)),
    )


def _judged(look: _Look, base: float, ring: float, bubble: Bubble, x: int, y: int) -> Mark:
    mean = max(look.mean - base, 0.0)
    cover = float((look.inside > _INKED + base).mean())
    cells = int((look.cells - base > 0.2).sum())
    outside = float((look.outside > _INKED).mean())
    peak = float(np.percentile(look.inside, 97))
    seen = int((look.sectors > 0.4 * ring).sum())
    state, confidence, reason = State.DOUBTFUL, 0.0, ""
    if seen < 14 or (outside > 0.5):
        reason = "hidden"
    elif mean <= _EMPTY_MEAN and cover <= _EMPTY_COVER and outside <= 0.25:
        state, confidence = State.EMPTY, 1.0 - 0.5 * max(mean / _EMPTY_MEAN, cover / _EMPTY_COVER)
    elif outside > _MOST_OUTSIDE and mean > 0.15:
        reason = "crossed_out"
    elif mean >= _FULL_MEAN and cover >= _FULL_COVER and cells >= _FULL_CELLS:
        state = State.FILLED
        confidence = 0.5 + 0.5 * min((mean - _FULL_MEAN) / 0.3, (cover - _FULL_COVER) / (1 - _FULL_COVER), 1.0)
    elif peak >= _DARK:
        reason = "partial"
    else:
        reason = "faint" if mean >= 0.15 else "erased"
    place = ((x + 0.5) / SCALE, (y + 0.5) / SCALE)
    return Mark(bubble, state, round(confidence, 3), round(mean, 3), round(cover, 3), round(peak, 3), *place, reason)
