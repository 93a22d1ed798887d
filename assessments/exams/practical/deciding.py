"""Deciding between assessments that contradict each other: a chief evaluator who has signed none of them, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotAllowed, NotFoundHere
from lms.people.models import Officer

from ..models import Performance, PerformanceDecision
from ..permissions import wards_of
from ..sittings.states import SittingState
from ..texts import plain
from .errors import MarkingClosed, NotSigned, OwnAssessment, OwnWard
from .permissions import can_decide, performance_for
from .reading import task_of
from .taking_in import IN_TIME


@transaction.atomic
def decide_performance(
    performance_id: UUID | str, assessment_id: UUID | str, *, by: Officer, reason: str
) -> PerformanceDecision:
    """This assessment counts. Raises NotFoundHere, NotAllowed, OwnWard, OwnAssessment, MarkingClosed, NotSigned, Invalid."""
    performance = performance_for(by, performance_id)
    Performance.objects.select_for_update().get(pk=performance.pk)
    sitting, learner = performance.seat.sitting, performance.seat.learner
    if not can_decide(by, sitting):
        raise NotAllowed(_("A chief evaluator of the prison decides."))
    if learner.ward_id in wards_of(by):
        raise OwnWard
    if SittingState(sitting.state) not in IN_TIME:
        raise MarkingClosed
    still = task_of(performance).standing.open
    if any(by.pk in one.signers for one in still):
        raise OwnAssessment
    chosen = next((one for one in still if str(one.id) == str(assessment_id)), None)
    if chosen is None:
        raise NotFoundHere
    if not chosen.complete:
        raise NotSigned
    if not plain(reason):
        raise Invalid(_("Say why, for those who look at it later."))
    decision = PerformanceDecision.objects.create(
        performance=performance,
        assessment_id=chosen.id,
        reason=plain(reason)[:2000],
        decided_by=audit.label(by),
        officer=by,
    )
    detail = {"learner": audit.label(learner), "reason": plain(reason)[:500]}
    audit.log(by=by, verb="assessments.practical.decided", target=sitting, detail=detail)
    return decision
