"""Following the log: each follower has a cursor, and what it makes of a batch commits together with the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from lms.lib.faults import faultpoint

from .models import Follower, Statement


def follow(name: str, apply: Callable[[Sequence[Statement]], object], *, limit: int = 500) -> int:
    """Give `apply` all statements after the follower's cursor, `limit` at a time, in log order. Returns how many.

    Each batch is one transaction with the moved cursor: killed anywhere, a batch has either happened or not. Two processes
    that follow under one name take turns. `apply` sees voiding statements like all others.
    """
    Follower.objects.get_or_create(pk=name)
    total = 0
    while done := _step(name, apply, limit):
        total += done
    return total


def _step(name: str, apply: Callable[[Sequence[Statement]], object], limit: int) -> int:
    if not Statement.objects.filter(seq__gt=Follower.objects.values_list("cursor", flat=True).get(pk=name)).exists():
        return 0  # most calls end here, without a transaction: on SQLite it would take the one write lock
    with transaction.atomic():
        follower = Follower.objects.select_for_update().get(pk=name)
        batch = list(Statement.objects.filter(seq__gt=follower.cursor).order_by("seq")[:limit])
        if batch:
            apply(batch)
            follower.cursor = batch[-1].seq
            follower.save(update_fields=["cursor", "moved_at"])
            faultpoint("records.follow.before_commit")
    return len(batch)


def restart(name: str) -> None:
    """Let a follower read the log from the beginning: what it has built must be idempotent or emptied first."""
    Follower.objects.filter(pk=name).update(cursor=0)


def waiting(name: str) -> int:
    """How many statements a follower has not dealt with."""
    cursor = Follower.objects.filter(pk=name).values_list("cursor", flat=True).first() or 0
    return Statement.objects.filter(seq__gt=cursor).count()
