"""What a learner reads of marks: the result once it is released, what was contested, what was asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from lms.sync import protocol

from ..models import AccommodationRequest, Appeal, ItemScore, Outcome, Paper, Seat
from ..sittings.states import SittingState
from .appeals import contest_until

STATES = {
    Appeal.State.OPEN: "open",
    Appeal.State.PROPOSED: "open",
    Appeal.State.UPHELD: "upheld",
    Appeal.State.REFUSED: "refused",
}


class Told:
    """Results and answers of these seats, read together."""

    def __init__(self, seats: Collection[Seat]) -> None:
        """`seats`: with their sitting, its version and the learner."""
        released = [seat.pk for seat in seats if seat.sitting.state == SittingState.RELEASED]
        self.outcomes = Outcome.objects.in_bulk(released)
        self.scores: dict[UUID, list[ItemScore]] = defaultdict(list)
        for score in ItemScore.objects.filter(seat__in=released).order_by("number"):
            self.scores[score.seat_id].append(score)
        self.appeals: dict[UUID, list[Appeal]] = defaultdict(list)
        for appeal in Appeal.objects.filter(seat__in=released).order_by("filed_at", "pk"):
            self.appeals[appeal.seat_id].append(appeal)
        asked = AccommodationRequest.objects.filter(seat__in=[seat.pk for seat in seats])
        self.asked = {row.seat_id: row for row in asked.order_by("asked_at", "pk")}  # the last one stands

    def accommodation(self, seat: Seat) -> protocol.AccommodationState | None:
        row = self.asked.get(seat.pk)
        if row is None:
            return None
        return protocol.AccommodationState(kind=row.kind, text=row.text, state=row.state, reason=row.reason)  # type: ignore[arg-type]

    def result(self, seat: Seat) -> protocol.ExamResultState | None:
        outcome, released_at = self.outcomes.get(seat.pk), seat.sitting.released_at
        if outcome is None or released_at is None:
            return None
        return protocol.ExamResultState(
            points=float(outcome.points),
            out_of=float(outcome.out_of),
            pass_mark=float(outcome.pass_mark),
            passed=outcome.passed,
            first_points=float(outcome.points if outcome.first_points is None else outcome.first_points),
            released_at=released_at,
            appeal_until=contest_until(outcome),
            feedback=self._feedback(seat, outcome),
            appeals=[_appeal(row) for row in self.appeals[seat.pk]],
        )

    def _feedback(self, seat: Seat, outcome: Outcome) -> list[protocol.ExamFeedback]:
        """Nothing where the paper gives only the mark, or where nobody sat."""
        if seat.sitting.version.feedback == Paper.Feedback.MARK_ONLY or not outcome.attended:
            return []
        with translation.override(seat.language or seat.learner.language):
            return [_question(score) for score in self.scores[seat.pk]]


def _question(score: ItemScore) -> protocol.ExamFeedback:
    return protocol.ExamFeedback(
        number=score.number,
        points=float(score.counted or 0),
        out_of=0 if score.dropped else float(score.out_of),
        comment=_("This question does not count.") if score.dropped else score.comment,
    )


def _appeal(row: Appeal) -> protocol.AppealState:
    decided = STATES[Appeal.State(row.state)] != "open"
    return protocol.AppealState(
        id=str(row.pk),
        kind=row.kind,  # type: ignore[arg-type]
        text=row.text,
        at=row.filed_at,
        state=STATES[Appeal.State(row.state)],  # type: ignore[arg-type]
        due_at=row.due_at,
        reason=row.reason if decided else "",
        decided_at=(row.confirmed_at or row.decided_at) if decided else None,
    )
