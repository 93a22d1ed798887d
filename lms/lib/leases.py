"""Due work as a state with a lease: the row is the job, the queue only wakes somebody up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class JobState(models.TextChoices):
    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_LONGEST = timedelta(minutes=10)  # longer than any lease: one that ends later was given before the clock was set back


def _free() -> Q:
    now = timezone.now()
    over = Q(lease_until__lt=now) | Q(lease_until__gt=now + _LONGEST)
    return Q(job_state=JobState.DUE) | (Q(job_state=JobState.RUNNING) & over)


class LeasedQuerySet(models.QuerySet):
    def claimable(self) -> Self:
        """Due rows, and running ones whose worker has not been heard of since the lease ran out."""
        return self.filter(_free())


class Leased(models.Model):
    """Abstract: fields and moves of a row that a worker must see to. A killed worker's row is claimable again when its lease ends."""

    job_state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.DUE, db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    error = models.TextField(blank=True)  # a sentence for a person, not a traceback

    objects = LeasedQuerySet.as_manager()

    class Meta:
        abstract = True

    def claim(self, *, seconds: int = 60) -> bool:
        """Take the lease in one conditional UPDATE; False when somebody else was faster."""
        now = timezone.now()
        claimed = (
            type(self)
            ._default_manager.filter(pk=self.pk)
            .filter(_free())
            .update(
                job_state=JobState.RUNNING,
                lease_until=now + timedelta(seconds=seconds),
                attempts=models.F("attempts") + 1,
            )
        )
        if claimed:
            self.refresh_from_db()
        return bool(claimed)

    def heartbeat(self, *, progress: int | None = None, seconds: int = 60) -> None:
        changes: dict = {"lease_until": timezone.now() + timedelta(seconds=seconds)}
        if progress is not None:
            changes["progress"] = progress
        type(self)._default_manager.filter(pk=self.pk).update(**changes)

    def finish(self, *, error: str = "") -> None:
        state = JobState.FAILED if error else JobState.DONE
        changes: dict[str, Any] = {"job_state": state, "error": error, "lease_until": None}
        if not error:
            changes["progress"] = 100
        type(self)._default_manager.filter(pk=self.pk).update(**changes)
        self.refresh_from_db()
