"""Cues over timed speech: what stands on the screen, from when to when.

A new cue begins at the end of a sentence, at a pause, when two lines are full, or after seven seconds. The rules (line
lengths, reading speed, shortest and longest time, the gap between two cues) are those of lms/docs/captions.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from .lines import reading_for, wrapped
from .units import TimedText, Unit, units_of

PAUSE = 0.6  # seconds of silence that divide two cues
SHORTEST, LONGEST = 0.83, 7.0
LINGER = 0.2  # seconds that a cue stays after its last word
GAP = 0.08
STEP = 0.2  # at least between the starts of two cues, whatever an engine says


@dataclass(frozen=True)
class Cue:
    """Times in seconds; lines divided by a line feed."""

    start: float
    end: float
    text: str


def build_cues(pieces: Iterable[TimedText]) -> list[Cue]:
    """Readable cues for pieces in order of time. Nothing that was said is left out."""
    groups = _merged(_grouped(units_of(_in_order(pieces))))
    return _timed([Cue(group[0].start, group[-1].end, "\n".join(_lines(group))) for group in groups])


def _in_order(pieces: Iterable[TimedText]) -> list[TimedText]:
    """Times that never go back: engines now and then let a word begin before the last one ended."""
    found: list[TimedText] = []
    for piece in pieces:
        start = max(piece.start, found[-1].end if found else 0.0)
        found.append(TimedText(start, max(start, piece.end), piece.text))
    return found


def _lines(group: Sequence[Unit]) -> list[str]:
    lines = wrapped(group)
    if lines is None:
        raise ValueError("a group of units is never longer than two lines")
    return lines


def _grouped(units: Sequence[Unit]) -> list[list[Unit]]:
    groups: list[list[Unit]] = []
    current: list[Unit] = []
    for unit in units:
        if current and (current[-1].ends_sentence or unit.start - current[-1].end >= PAUSE):
            groups.append(current)
            current = []
        if current and not _fits([*current, unit]):
            cut = _best_cut(current)
            groups.append(current[:cut])
            current = current[cut:]
            if current and not _fits([*current, unit]):
                groups.append(current)
                current = []
        current.append(unit)
    return [*groups, current] if current else groups


def _fits(group: Sequence[Unit]) -> bool:
    return group[-1].end - group[0].start <= LONGEST - LINGER and wrapped(group) is not None


def _best_cut(units: Sequence[Unit]) -> int:
    """Where a cue that is full ends: after the last comma in its second half, else at its end."""
    for at in range(len(units), len(units) // 2, -1):
        if units[at - 1].ends_clause:
            return at
    return len(units)


def _merged(groups: Sequence[list[Unit]]) -> list[list[Unit]]:
    """Joins what would stand too short, or alone with one character, with a neighbour when both fit and no pause divides them."""
    merged: list[list[Unit]] = []
    for at, group in enumerate(groups):
        if merged and _joins(merged[-1], group, groups[at + 1] if at + 1 < len(groups) else None):
            merged[-1] = [*merged[-1], *group]
        else:
            merged.append(list(group))
    return merged


def _joins(before: Sequence[Unit], group: Sequence[Unit], after: Sequence[Unit] | None) -> bool:
    if group[0].start - before[-1].end >= PAUSE or not _fits([*before, *group]):
        return False
    until = after[0].start - GAP if after else group[-1].end + SHORTEST
    return (
        min(until, group[-1].end + LINGER) - group[0].start < SHORTEST > until - group[0].start
        or group[0].start - GAP - before[0].start < SHORTEST
        or sum(len(unit.text) for unit in group) == 1
    )


def _timed(cues: Sequence[Cue]) -> list[Cue]:
    """Ends that can be read: longer where there is room, never over the next cue, never beyond the longest time."""
    timed: list[Cue] = []
    starts = list(accumulate((cue.start for cue in cues), lambda before, start: max(start, before + STEP)))
    cues = [replace(cue, start=start) for cue, start in zip(cues, starts, strict=True)]
    for at, cue in enumerate(cues):
        reading = reading_for(cue.text)
        wanted = max(
            cue.end + LINGER, cue.start + SHORTEST, cue.start + len(cue.text.replace("\n", "")) / reading.speed
        )
        limit = cues[at + 1].start - GAP if at + 1 < len(cues) else wanted
        end = min(wanted, limit, cue.start + LONGEST)
        timed.append(replace(cue, end=round(max(end, cue.start + 0.001), 3), start=round(cue.start, 3)))
    return timed
