"""Frame and rosette of a certificate as PDF path operators in points. Woven from sine curves, like the guilloche of a banknote."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator

MM = 72 / 25.4
WIDTH, HEIGHT = 297 * MM, 210 * MM
TEAL = (0.09, 0.33, 0.33)
GOLD = (0.66, 0.52, 0.24)
FAINT_TEAL = (0.90, 0.94, 0.93)
FAINT_GOLD = (0.96, 0.935, 0.875)

Point = tuple[float, float]


@functools.cache
def drawn() -> bytes:
    """All of it, for the bottom of the page."""
    return "\n".join(["q 1 J 1 j", *_rosette(), *_band(), *_lines(), "Q"]).encode()


def _band() -> Iterator[str]:
    """A woven band around the page, between two lines."""
    middle, corner = 13.2 * MM, 11 * MM
    length = _length(middle, corner)
    for colour, waves, height, curves, width in (
        (TEAL, 88, 3.5 * MM, 6, 0.42),
        (GOLD, 44, 3.5 * MM, 4, 0.36),
    ):
        yield _pen(colour, width)
        for curve in range(curves):
            shift = 2 * math.pi * curve / curves

            def at(part: float, *, waves: int = waves, height: float = height, shift: float = shift) -> Point:
                (x, y), (across, up) = _around(part * length, middle, corner)
                wave = height * math.sin(2 * math.pi * waves * part + shift)
                return x + across * wave, y + up * wave

            yield _closed(at, waves * 6)


def _lines() -> Iterator[str]:
    for colour, width, inset, corner in (
        (TEAL, 1.5, 8.0, 16.2),
        (GOLD, 0.5, 9.0, 15.2),
        (GOLD, 0.5, 17.4, 6.8),
        (TEAL, 0.8, 18.2, 6.0),
    ):
        yield _pen(colour, width)
        yield _rounded(inset * MM, corner * MM)


def _rosette() -> Iterator[str]:
    """A large faint rosette behind the words."""
    x, y = WIDTH / 2, HEIGHT / 2
    for colour, leaves, inner, depth, curves in (
        (FAINT_GOLD, 12, 47 * MM, 13 * MM, 10),
        (FAINT_TEAL, 18, 26 * MM, 9 * MM, 8),
        (FAINT_GOLD, 9, 11 * MM, 6 * MM, 6),
    ):
        yield _pen(colour, 0.4)
        for curve in range(curves):
            shift = 2 * math.pi * curve / curves

            def at(
                part: float, *, leaves: int = leaves, inner: float = inner, depth: float = depth, shift: float = shift
            ) -> Point:
                angle = 2 * math.pi * part
                radius = inner + depth * math.sin(leaves * angle + shift)
                return x + radius * math.cos(angle), y + radius * math.sin(angle)

            yield _closed(at, leaves * 7)


def _pen(colour: tuple[float, float, float], width: float) -> str:
    return f"{' '.join(f'{part:g}' for part in colour)} RG {width:g} w"


def _closed(at: Callable[[float], Point], pieces: int) -> str:
    """A smooth closed curve through `pieces` points, as Bézier curves with the slope of the neighbours (Catmull-Rom)."""
    points = [at(step / pieces) for step in range(pieces)]
    steps = [f"{points[0][0]:.2f} {points[0][1]:.2f} m"]
    for n in range(pieces):
        before, start, end, after = (points[(n + k) % pieces] for k in (-1, 0, 1, 2))
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        steps.append(" ".join(f"{value:.2f}" for value in (*first, *second, *end)) + " c")
    return " ".join(steps) + " s"


def _rounded(inset: float, corner: float) -> str:
    """A rectangle with round corners."""
    near, far = inset + corner, corner * 0.5523  # of a quarter circle as a Bézier curve
    right, top = WIDTH - inset, HEIGHT - inset
    steps = [f"{near:.2f} {inset:.2f} m"]
    for line, *curve in (
        ((right - corner, inset), (right - corner + far, inset), (right, near - far), (right, near)),
        ((right, top - corner), (right, top - corner + far), (right - corner + far, top), (right - corner, top)),
        ((near, top), (near - far, top), (inset, top - corner + far), (inset, top - corner)),
        ((inset, near), (inset, near - far), (near - far, inset), (near, inset)),
    ):
        steps.append(f"{line[0]:.2f} {line[1]:.2f} l " + " ".join(f"{x:.2f} {y:.2f}" for x, y in curve) + " c")
    return " ".join(steps) + " s"


def _length(inset: float, corner: float) -> float:
    straight = 2 * (WIDTH - 2 * inset - 2 * corner) + 2 * (HEIGHT - 2 * inset - 2 * corner)
    return straight + 2 * math.pi * corner


def _around(distance: float, inset: float, corner: float) -> tuple[Point, Point]:
    """The point at that distance along a rectangle with round corners, counted from its lower left side, and what is outwards there."""
    wide, high = WIDTH - 2 * inset - 2 * corner, HEIGHT - 2 * inset - 2 * corner
    arc = math.pi * corner / 2
    left, low, right, top = inset + corner, inset + corner, WIDTH - inset - corner, HEIGHT - inset - corner
    for length, (x, y), (along_x, along_y), (out_x, out_y) in (
        (wide, (left, inset), (1, 0), (0, -1)),
        (high, (WIDTH - inset, low), (0, 1), (1, 0)),
        (wide, (right, HEIGHT - inset), (-1, 0), (0, 1)),
        (high, (inset, top), (0, -1), (-1, 0)),
    ):
        if distance <= length:
            return (x + along_x * distance, y + along_y * distance), (out_x, out_y)
        distance -= length
        if distance <= arc:
            # From this side's outward direction towards that of the next.
            turn = distance / corner
            across, up = (
                out_x * math.cos(turn) + along_x * math.sin(turn),
                out_y * math.cos(turn) + along_y * math.sin(turn),
            )
            corner_x, corner_y = x + along_x * length - out_x * corner, y + along_y * length - out_y * corner
            return (corner_x + across * corner, corner_y + up * corner), (across, up)
        distance -= arc
    return (left, inset), (0, -1)
