"""Background work of broadcasts and what becomes of them (the scheduler imports this module only)."""

from __future__ import annotations

from lms.lib.periodic import every

from .ingest import sweeping


@every(2)
def interrupt_silent_broadcasts() -> int:
    """Ten seconds without a chunk: interrupted."""
    return sweeping.interrupt_silent()


@every(60)
def settle_epochs() -> int:
    """Rows that a crash left behind."""
    return sweeping.settle_unfinished()
