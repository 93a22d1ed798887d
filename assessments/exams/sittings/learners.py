"""What learners read about their own exams: where and when, and after the release what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from lms.sync import protocol

from ..marking.learners import Told
from ..models import Seat
from .states import SittingState

S = SittingState
REMEMBERED = timedelta(days=730)
STATES = {S.PLANNED: "ahead", S.SEALED: "ahead", S.OPEN: "open", S.RELEASED: "released", S.CANCELLED: "cancelled"}


def exams_of_learners(learner_ids: Sequence[UUID]) -> dict[UUID, list[protocol.LearnerExam]]:
    """Each learner's exams, the next first."""
    since = timezone.now() - REMEMBERED
    rows = Seat.objects.filter(learner__in=learner_ids, sitting__planned_start__gt=since)
    seats = list(rows.select_related("sitting__version", "learner").order_by("sitting__planned_start", "pk"))
    told = Told(seats)
    found: dict[UUID, list[protocol.LearnerExam]] = defaultdict(list)
    for seat in seats:
        found[seat.learner_id].append(_exam(seat, told))
    return dict(found)


def _exam(seat: Seat, told: Told) -> protocol.LearnerExam:
    sitting = seat.sitting
    return protocol.LearnerExam(
        sitting=str(sitting.pk),
        seat=str(seat.pk),
        number=seat.number,
        title=sitting.title,
        room=sitting.room,
        planned_start=sitting.planned_start,
        minutes=sitting.minutes,
        extra_seconds=seat.extra_seconds,
        read_aloud=seat.read_aloud,
        state=STATES.get(SittingState(sitting.state), "marking"),  # type: ignore[arg-type]
        accommodation=told.accommodation(seat),
        result=told.result(seat),
    )
