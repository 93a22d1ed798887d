"""The lease of a job while its engine works: renewed at each beat, and lost for good when somebody else has taken it."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db.models import F

from lms.lib.leases import JobState, Leased

from .sentences import SENTENCES

LEASE_SECONDS = 60
_PAUSE_SECONDS = 3.0
MAX_ATTEMPTS = 3


class LeaseLost(Exception):
    """Another worker has the row now; what this one made is thrown away."""


class Stopping(Exception):
    """The worker is being stopped; the row goes back as if it had not been taken."""


class Heart:
    """Called with the seconds that are done; renews the lease and writes the progress, at most every few seconds."""

    def __init__(self, row: Leased, seconds: float, stopping: Callable[[], bool] = lambda: False) -> None:
        self._row, self._whole, self._last, self._stopping = row, max(seconds, 0.001), 0.0, stopping

    def __call__(self, done: float) -> None:
        if self._stopping():
            raise Stopping
        if time.monotonic() - self._last < _PAUSE_SECONDS:
            return
        self._last = time.monotonic()
        if not still_ours(self._row):
            raise LeaseLost
        self._row.heartbeat(progress=min(99, int(100 * done / self._whole)), seconds=LEASE_SECONDS)


def still_ours(row: Leased) -> bool:
    """Each claim counts an attempt, so the number tells whose turn it is."""
    ours = type(row)._default_manager.filter(pk=row.pk, job_state=JobState.RUNNING, attempts=row.attempts)
    return bool(ours.update(attempts=F("attempts")))


def put_back(row: Leased) -> None:
    """Due again, and the attempt does not count."""
    type(row)._default_manager.filter(pk=row.pk, job_state=JobState.RUNNING, attempts=row.attempts).update(
        job_state=JobState.DUE, lease_until=None, attempts=F("attempts") - 1
    )


def dead_for_good(row: Leased) -> bool:
    """Whether its workers died under it, one after the other; then it is failed now, unless somebody has claimed it since."""
    if row.job_state != JobState.RUNNING or row.attempts < MAX_ATTEMPTS:
        return False
    as_read = {"pk": row.pk, "job_state": JobState.RUNNING, "attempts": row.attempts, "lease_until": row.lease_until}
    type(row)._default_manager.filter(**as_read).update(job_state=JobState.FAILED, error=SENTENCES["gave_up"])
    return True


def give_back(row: Leased, error: str) -> bool:
    """After a failed attempt: due again, or, after the last one, failed for good. True when it has failed for good."""
    final = row.attempts >= MAX_ATTEMPTS
    type(row)._default_manager.filter(pk=row.pk, job_state=JobState.RUNNING, attempts=row.attempts).update(
        job_state=JobState.FAILED if final else JobState.DUE, lease_until=None, error=error
    )
    return final
