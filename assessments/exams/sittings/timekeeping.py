"""The candidate's clock, checked: the tablet counts the time used, its monotonic clock and the server bound it. Pure.

The tablet stops the count while it is paused, switched off or broken. A restart is therefore seen and noted, for the
invigilator to judge, and never costs the candidate time by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TOLERANCE_MS = 2_000
GRACE_MS = 5_000  # what is given while the last second runs is not late

Span = tuple[int, int, int, int]  # monotonic and used at the first statement of a run, and at the last


@dataclass(frozen=True)
class Findings:
    """`restarted`: a run of the app beyond the first on this tablet. `doubted`: a run whose two clocks contradict each other."""

    boots: dict[str, list[int]]
    restarted: bool
    doubted: bool


def heard(boots: Mapping[str, list[int]], boot: str, monotonic_ms: int, used_ms: int, *, stood_ms: int) -> Findings:
    """Take in one statement. `boot`: "tablet/run of the app". `stood_ms`: how long pauses, as far as the server knows them, have lasted at most."""
    known = dict(boots)
    tablet = boot.partition("/")[0]
    mono_first, used_first, mono_last, used_last = known.get(boot) or (monotonic_ms, used_ms, monotonic_ms, used_ms)
    if monotonic_ms < mono_first:
        mono_first, used_first = monotonic_ms, used_ms
    if monotonic_ms > mono_last:
        mono_last, used_last = monotonic_ms, used_ms
    known[boot] = [mono_first, used_first, mono_last, used_last]
    ran, used = mono_last - mono_first, used_last - used_first
    doubted = used > ran + TOLERANCE_MS or used < ran - stood_ms - TOLERANCE_MS
    return Findings(
        known, restarted=boot not in boots and any(one.partition("/")[0] == tablet for one in boots), doubted=doubted
    )


def is_late(used_ms: int, allowed_seconds: int) -> bool:
    return used_ms > allowed_seconds * 1000 + GRACE_MS
