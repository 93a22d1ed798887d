"""Sets of sequence numbers as sorted, separate, closed ranges: [[1, 500], [503, 503]]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Ranges = list[list[int]]


def of(numbers: Iterable[int]) -> Ranges:
    made: Ranges = []
    for number in sorted(set(numbers)):
        if made and made[-1][1] + 1 == number:
            made[-1][1] = number
        else:
            made.append([number, number])
    return made


def union(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> Ranges:
    made: Ranges = []
    for first, last in sorted([*map(tuple, one), *map(tuple, other)]):
        if made and first <= made[-1][1] + 1:
            made[-1][1] = max(made[-1][1], last)
        else:
            made.append([first, last])
    return made


def without_gap(ranges: Sequence[Sequence[int]]) -> int:
    """The last number of the unbroken run from 1; 0 when there is none."""
    return ranges[0][1] if ranges and ranges[0][0] <= 1 else 0


def gaps(ranges: Sequence[Sequence[int]]) -> Ranges:
    """What is missing before the highest number."""
    missing, expected = [], 1
    for first, last in ranges:
        if first > expected:
            missing.append([expected, first - 1])
        expected = last + 1
    return missing


def text(ranges: Sequence[Sequence[int]]) -> str:
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


def read(text: str) -> Ranges:
    """What `text` wrote; where it was cut off, the part that can be read."""
    made: Ranges = []
    for part in text.split(", "):
        first, _, last = part.partition("–")
        if first.isdigit() and (not last or last.isdigit()):
            made.append([int(first), int(last or first)])
    return made


def holds(ranges: Sequence[Sequence[int]], number: int) -> bool:
    return any(first <= number <= last for first, last in ranges)
