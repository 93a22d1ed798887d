"""A learner says that the sentence on eligibility is wrong: entered by one officer, answered by another."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.people.grants import check_two_people
from lms.people.models import Officer

from ..errors import NotNow
from ..models import Candidacy, EligibilityContest
from ..permissions import check_can_decide, check_can_register
from .checking import recheck
from .eligibility import kept
from .registration import locked
from .states import CandidacyState

State = EligibilityContest.State


@transaction.atomic
def enter_contest(candidacy_id: UUID | str, text: str, *, by: Officer) -> EligibilityContest:
    """Raises NotFoundHere, PermissionDenied, NotNow, Conflict, Invalid."""
    one = locked(candidacy_id, by=by)
    check_can_register(by, one.prison_id)
    if one.state != CandidacyState.NOT_ELIGIBLE:
        raise NotNow(_("There is nothing to contest: nothing stands against this candidate."))
    if not text.strip():
        raise Invalid(_("Write down what the learner says."))
    try:
        with transaction.atomic():
            made = EligibilityContest.objects.create(
                candidacy=one, text=text.replace("\x00", "").strip()[:2000], filed_at=timezone.now(), entered_by=by
            )
    except IntegrityError as error:
        raise Conflict(_("A contest of this candidate is open already.")) from error
    audit.log(by=by, verb="assessments.candidacy.contested", target=one, prison=one.prison_id)
    return made


@transaction.atomic
def answer_contest(
    candidacy_id: UUID | str, contest_id: UUID | str, *, by: Officer, uphold: bool, reason: str
) -> Candidacy:
    """Upheld: what stands against the candidate now counts no more. Raises NotFoundHere, PermissionDenied, NotAllowed, Conflict, Invalid."""
    one = locked(candidacy_id, by=by)
    check_can_decide(by, [one])
    try:
        contest = one.contests.select_for_update().filter(pk=contest_id).first()
    except ValidationError as error:
        raise NotFoundHere from error
    if contest is None:
        raise NotFoundHere
    if contest.state != State.OPEN:
        raise Conflict(_("This has been answered already."))
    check_two_people(contest.entered_by, by)
    if not reason.strip():
        raise Invalid(_("Say why, in a few words."))
    contest.state = State.UPHELD if uphold else State.REFUSED
    contest.reason, contest.decided_by, contest.decided_at = reason.strip()[:2000], by, timezone.now()
    contest.waived = [kept(reason) for reason in one.reasons] if uphold else []
    contest.save()
    detail = {"state": contest.state, "reason": contest.reason[:500]}
    audit.log(by=by, verb="assessments.candidacy.contest_answered", target=one, prison=one.prison_id, detail=detail)
    recheck([one.pk], by=by)
    one.refresh_from_db()
    return one


@transaction.atomic
def note_seen(candidacy_id: UUID | str, *, by: Officer, reason: str) -> Candidacy:
    """An evaluator has looked at what changed after the decision. Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    one = locked(candidacy_id, by=by)
    check_can_decide(by, [one])
    if one.doubted_at is None:
        raise NotNow
    if not reason.strip():
        raise Invalid(_("Say why, in a few words."))
    one.doubted_at = None
    one.save(update_fields=["doubted_at"])
    detail = {"reason": reason.strip()[:500]}
    audit.log(by=by, verb="assessments.candidacy.doubt_settled", target=one, prison=one.prison_id, detail=detail)
    return one
