"""Appeals: filed on the tablet or on paper, decided within seven days by somebody who had no part in what is contested.

A changed mark takes a second officer: nobody changes a released mark alone. The first mark stays visible.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.people.grants import check_two_people
from lms.people.models import Officer

from ..errors import NotNow
from ..models import Appeal, AppealedScore, ItemScore, Outcome, OutcomeChange, Seat, Sitting
from ..sittings.states import SittingState
from ..texts import plain
from .errors import AppealDecided
from .permissions import appeal_for, check_can_decide, marked_sittings_for
from .scoring import rescore

TO_CONTEST = timedelta(days=30)  # from when the learner has seen the result
TO_DECIDE = timedelta(days=7)  # from when the appeal has arrived
LONGEST = 4000
State = Appeal.State


def contest_until(outcome: Outcome | None) -> datetime | None:
    """None: the learner has not seen the result, so the clock has not started."""
    return outcome.seen_at + TO_CONTEST if outcome and outcome.seen_at else None


@transaction.atomic
def note_seen(seat: Seat, at: datetime) -> bool:
    """The learner has seen the result: the clock starts. Whether it is the first time. Before the release it says nothing."""
    outcome = Outcome.objects.select_for_update().filter(pk=seat.pk).first()
    released = seat.sitting.released_at
    if outcome is None or released is None or outcome.seen_at is not None:
        return False
    outcome.seen_at = max(at, released)
    outcome.save(update_fields=["seen_at"])
    audit.log(by=None, verb="assessments.result.seen", target=seat.sitting, detail=_whose(seat))
    return True


@transaction.atomic
def file_appeal(
    seat: Seat, kind: str, text: str, *, at: datetime, question: int | None = None, statement_id: UUID | None = None
) -> Appeal:
    """From the learner's tablet; safe to say twice. Who contests a result has seen it. Too late is noted and still decided."""
    known = Appeal.objects.filter(statement_id=statement_id).first() if statement_id else None
    return known or _filed(seat, kind, text, at, question, statement_id, None)


@transaction.atomic
def enter_paper_appeal(
    seat_id: UUID | str, kind: str, text: str, *, by: Officer, question: int | None = None, on: datetime | None = None
) -> Appeal:
    """What a learner handed in on paper; the officer who enters it does not decide it. Raises NotFoundHere, Invalid."""
    seat = (
        Seat.objects.select_related("sitting", "learner__ward")
        .filter(pk=seat_id, sitting__in=marked_sittings_for(by))
        .first()
    )
    if seat is None:
        raise NotFoundHere
    if kind not in Appeal.Kind.values:
        raise Invalid(_("Choose what is contested."))
    if not plain(text):
        raise Invalid(_("Write down what the learner says."))
    if question is not None and not 1 <= question <= len(seat.form):
        raise Invalid(_("The exam has no question with this number."))
    if kind == Appeal.Kind.MARKS and seat.sitting.state != SittingState.RELEASED:
        raise Invalid(_("The marks are not released yet."))
    return _filed(seat, kind, text, min(on or timezone.now(), timezone.now()), question, None, by)


def _filed(
    seat: Seat,
    kind: str,
    text: str,
    at: datetime,
    question: int | None,
    statement_id: UUID | None,
    entered_by: Officer | None,
) -> Appeal:
    note_seen(seat, at)
    until = contest_until(Outcome.objects.filter(pk=seat.pk).first())
    now = timezone.now()
    appeal = Appeal.objects.create(
        seat=seat,
        kind=kind,
        question=question,
        text=plain(text)[:LONGEST],
        statement_id=statement_id,
        entered_by=entered_by,
        filed_at=at,
        due_at=now + TO_DECIDE,
        late=until is not None and at > until,
    )
    detail = {"appeal": kind, **_whose(seat)}
    verb = "assessments.appeal.entered" if entered_by else "assessments.appeal.filed"
    audit.log(by=entered_by, verb=verb, target=seat.sitting, detail=detail)
    return appeal


@transaction.atomic
def decide_appeal(
    appeal_id: UUID | str,
    *,
    by: Officer,
    upheld: bool,
    reason: str,
    points: Mapping[int, Decimal] | None = None,
    attendance: str = "",
) -> Appeal:
    """`points`: number of a question → what it is worth from now on; `attendance`: what it becomes. Either waits for a second officer.

    Raises NotFoundHere, OwnWard, HadAHand, NotAllowed, AppealDecided, NotNow, Invalid.
    """
    appeal = _locked(appeal_id, by, State.OPEN)
    if not plain(reason):
        raise Invalid(_("Say why: the learner reads it."))
    if not upheld and (points or attendance):
        raise Invalid(_("Nothing changes where an appeal is not upheld."))
    if attendance and (appeal.kind != Appeal.Kind.ATTENDANCE or attendance not in Seat.Attendance.values):
        raise Invalid(_("Attendance changes only where it was contested."))
    if appeal.kind == Appeal.Kind.ATTENDANCE and upheld and not attendance:
        raise Invalid(_("Choose what the attendance becomes."))
    changes = _changes(appeal, points or {})
    appeal.reason, appeal.attendance = plain(reason)[:LONGEST], attendance
    appeal.decided_by, appeal.decided_at = by, timezone.now()
    waits = bool(changes or attendance)
    appeal.state = State.PROPOSED if waits else State.UPHELD if upheld else State.REFUSED
    appeal.save()
    AppealedScore.objects.bulk_create(changes)
    verb = "assessments.appeal.proposed" if waits else "assessments.appeal.decided"
    _audit(by, verb, appeal)
    return appeal


@transaction.atomic
def confirm_appeal(appeal_id: UUID | str, *, by: Officer) -> Appeal:
    """The second officer's half: the mark changes, on the record. Raises as decide_appeal."""
    found = appeal_for(by, appeal_id)
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("version").get(pk=found.seat.sitting_id)
    appeal = _locked(appeal_id, by, State.PROPOSED)
    check_two_people(appeal.decided_by, by)
    appeal.state, appeal.confirmed_by, appeal.confirmed_at = State.UPHELD, by, timezone.now()
    appeal.save()
    seat = appeal.seat
    if appeal.attendance:
        seat.attendance = appeal.attendance
        seat.save(update_fields=["attendance"])
    for change in appeal.scores.select_related("score"):
        if (change.score.counted or Decimal(0)) != change.points_before:
            raise NotNow  # another appeal has changed it in the meantime
        change.score.appealed_points = change.points_after
        change.score.save(update_fields=["appealed_points"])
    if Outcome.objects.filter(pk=seat.pk).exists():
        rescore(sitting, OutcomeChange.Why.APPEAL, by=by, appeal=appeal, seats=[seat])
    _audit(by, "assessments.appeal.confirmed", appeal)
    return appeal


@transaction.atomic
def return_appeal(appeal_id: UUID | str, *, by: Officer, reason: str) -> Appeal:
    """The second officer does not agree: it is open again, the clock runs on. Raises as decide_appeal."""
    appeal = _locked(appeal_id, by, State.PROPOSED)
    check_two_people(appeal.decided_by, by)
    if not plain(reason):
        raise Invalid(_("Say why, in a few words."))
    appeal.scores.all().delete()
    proposed = audit.label(appeal.decided_by)
    appeal.state, appeal.reason, appeal.attendance = State.OPEN, "", ""
    appeal.decided_by = appeal.decided_at = None
    appeal.save()
    _audit(by, "assessments.appeal.returned", appeal, proposed=proposed, reason=plain(reason)[:500])
    return appeal


def _locked(appeal_id: UUID | str, by: Officer, state: State) -> Appeal:
    found = appeal_for(by, appeal_id)
    check_can_decide(by, found)
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=found.pk)
    appeal.seat = found.seat
    if appeal.state != state:
        raise AppealDecided
    return appeal


def _changes(appeal: Appeal, points: Mapping[int, Decimal]) -> list[AppealedScore]:
    if not points:
        return []
    if appeal.kind != Appeal.Kind.MARKS:
        raise Invalid(_("Points change only where marks were contested."))
    if appeal.seat.sitting.state != SittingState.RELEASED:
        raise NotNow
    scores = {row.number: row for row in ItemScore.objects.filter(seat=appeal.seat, number__in=points)}
    made = []
    for number, after in points.items():
        score = scores.get(number)
        if score is None or score.dropped or not 0 <= after <= score.out_of:
            raise Invalid(_("Question %(n)s cannot get these points.") % {"n": number})
        before = score.counted or Decimal(0)
        if after < before:
            raise Invalid(
                _("An appeal costs no points: question %(n)s has %(points)s now.") % {"n": number, "points": before}
            )
        if after != before:
            made.append(AppealedScore(appeal=appeal, score=score, points_before=before, points_after=after))
    return made


def _audit(by: Any, verb: str, appeal: Appeal, **more: str) -> None:
    detail = {"appeal": appeal.kind, "state": appeal.state, **_whose(appeal.seat), **more}
    audit.log(by=by, verb=verb, target=appeal.seat.sitting, detail=detail)


def _whose(seat: Seat) -> dict[str, str]:
    return {"learner": audit.label(seat.learner)}
