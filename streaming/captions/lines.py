"""One or two lines out of the units of a cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .units import OPENING, Unit, is_wide

MOST_LINES = 2


@dataclass(frozen=True)
class Reading:
    """What readers of a script can take in. `line`: room of a line; `speed`: characters a second; a wide character takes `wide` of the room."""

    line: float
    speed: float
    wide: float
    narrow: float

    def room(self, text: str) -> float:
        return sum(self.wide if is_wide(character) else self.narrow for character in text)


CHINESE = Reading(line=16, speed=9, wide=1, narrow=0.5)
LATIN = Reading(line=42, speed=17, wide=2, narrow=1)


def reading_for(text: str) -> Reading:
    """Chinese rules as soon as there is a Chinese character: the narrower ones."""
    return CHINESE if any(is_wide(character) for character in text) else LATIN


def joined(units: Sequence[Unit]) -> str:
    return "".join((" " if unit.spaced and at else "") + unit.text for at, unit in enumerate(units))


def wrapped(units: Sequence[Unit]) -> list[str] | None:
    """The lines (1 or 2), as even as may be and rather after a comma; None when they do not fit."""
    whole = joined(units)
    reading = reading_for(whole)
    if reading.room(whole) <= reading.line:
        return [whole]
    best: tuple[float, list[str]] | None = None
    for at in range(1, len(units)):
        first, second = joined(units[:at]), joined(units[at:])
        longer, shorter = sorted((reading.room(first), reading.room(second)), reverse=True)
        if longer > reading.line:
            continue
        cost = longer - shorter
        if len(first) < 2 or len(second) < 2:
            cost += 100  # a lone character on a line reads like a mistake
        if first[-1] in OPENING:
            cost += 100
        if units[at - 1].ends_clause:
            cost -= reading.line / 3
        if best is None or cost < best[0]:
            best = cost, [first, second]
    return best[1] if best else None
