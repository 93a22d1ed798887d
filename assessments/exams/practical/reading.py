"""What has arrived of a sitting's practical tasks, and what it is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from lms.packages import api as packages

from ..models import (
    ItemVersion,
    Performance,
    PerformanceDecision,
    PracticalAssessment,
    PracticalSignature,
    Seat,
    Sitting,
)
from .standing import Entry, Standing, State, points_of, standing_of

Key = tuple[UUID, int]  # seat, ItemVersion


@dataclass(frozen=True)
class Task:
    """One practical task of one candidate. `performance`: None as long as nothing has arrived."""

    seat: Seat
    item: ItemVersion
    worth: Decimal
    performance: Performance | None
    standing: Standing

    @property
    def points(self) -> Decimal | None:
        counts = self.standing.counts
        return points_of(self.item.document["rubric"], counts.levels, self.worth) if counts else None


def practical_items(sitting: Sitting) -> dict[int, ItemVersion]:
    """The practical items that stand in forms of this sitting."""
    used = {place["item"] for form in sitting.seats.values_list("form", flat=True) for place in form}
    return {one.pk: one for one in ItemVersion.objects.filter(pk__in=used) if one.document["kind"] == "practical"}


def tasks_of(sitting: Sitting) -> list[Task]:
    """By seat, in the order of the form."""
    items = practical_items(sitting)
    known = {(one.seat_id, one.item_id): one for one in _performances(seat__sitting=sitting)}
    seats = sitting.seats.select_related("learner__ward").order_by("number")
    return [
        _task(seat, items[place["item"]], Decimal(place["points"]), known.get((seat.pk, place["item"])))
        for seat in seats
        for place in seat.form
        if place["item"] in items
    ]


def states_of(sittings: Iterable[Sitting]) -> dict[UUID, Counter[State]]:
    """How many tasks of each sitting stand where, of those of which something has arrived."""
    found: dict[UUID, Counter[State]] = {sitting.pk: Counter() for sitting in sittings}
    for one in _performances(seat__sitting__in=found):
        found[one.seat.sitting_id][_standing(one).state] += 1
    return found


def task_of(performance: Performance) -> Task:
    """One task, with its seat and learner."""
    found = _performances(pk=performance.pk)[0]
    worth = next((place["points"] for place in performance.seat.form if place["item"] == performance.item_id), "0")
    return _task(performance.seat, performance.item, Decimal(worth), found)


def points_of_practicals(sitting: Sitting) -> dict[Key, Decimal]:
    """Points of each task that two evaluators have signed (or that was decided), by seat and ItemVersion. What is missing or contested is not in it."""
    return {(task.seat.pk, task.item.pk): task.points for task in tasks_of(sitting) if task.points is not None}


def photos_here(assessments: Iterable[PracticalAssessment]) -> dict[str, bool]:
    """Whether each photo has arrived, by its hash."""
    named = {sha256 for one in assessments for sha256 in one.content["photos"]}
    return {sha256: packages.has_blob(sha256) for sha256 in named}


def _performances(**which: Any) -> list[Performance]:
    signatures = PracticalSignature.objects.select_related("officer")
    assessments = PracticalAssessment.objects.select_related("assessor").prefetch_related(
        Prefetch("signatures", queryset=signatures)
    )
    rows = Performance.objects.select_related("seat").filter(**which)
    return list(rows.prefetch_related(Prefetch("assessments", queryset=assessments), "decisions"))


def _task(seat: Seat, item: ItemVersion, worth: Decimal, performance: Performance | None) -> Task:
    if performance is None:
        return Task(seat, item, worth, None, Standing(State.NOTHING))
    return Task(seat, item, worth, performance, _standing(performance))


def _standing(performance: Performance) -> Standing:
    entries = [_entry(one) for one in performance.assessments.all()]
    return standing_of(entries, _decided(performance.decisions.all()))


def _entry(row: PracticalAssessment) -> Entry:
    signatures = list(row.signatures.all())
    return Entry(
        id=row.pk,
        assessor=row.assessor_id,
        levels=row.content["levels"],
        replaces=row.replaces,
        received_at=row.received_at,
        late=row.late,
        signers=frozenset(one.officer_id for one in signatures),
        late_signers=frozenset(one.officer_id for one in signatures if one.late),
    )


def _decided(rows: Iterable[PerformanceDecision]) -> tuple[UUID, datetime] | None:
    newest = max(rows, key=lambda one: (one.decided_at, one.pk), default=None)
    return (newest.assessment_id, newest.decided_at) if newest else None
