"""When a tablet should come again: the server tells, and spreads tablets so that they do not come together."""

from __future__ import annotations

import random

QUIET_SECONDS = 300  # between two contacts of a tablet with nothing to send
BUSY_SECONDS = 2  # between two batches of a tablet that has more


def next_contact(*, waiting: int = 0) -> int:
    """Seconds, jitter included (± a third)."""
    base = BUSY_SECONDS if waiting else QUIET_SECONDS
    return max(1, round(base * random.uniform(0.67, 1.33)))  # noqa: S311  (spreading, not secrecy)
