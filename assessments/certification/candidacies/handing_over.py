"""One person was entered twice, here or in two prisons: the candidacies of the one row become the other's. Two officers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.exams.models import Seat
from assessments.exams.sittings.states import SittingState
from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.people.grants import check_two_people
from lms.people.models import Learner, Officer

from ..models import Candidacy, HandOver
from ..permissions import check_can_register
from .registration import learners_to_register
from .states import OPEN

State = HandOver.State
ENDED = (SittingState.RELEASED, SittingState.CANCELLED)


def hand_overs_for(officer: Any) -> QuerySet[HandOver]:
    """Those of both of whose learners the officer looks after."""
    mine = learners_to_register(officer).values("pk")
    found = HandOver.objects.filter(source__in=mine, target__in=mine)
    return found.select_related("source__prison", "target__prison", "asked_by", "decided_by")


@transaction.atomic
def ask_hand_over(source_id: UUID | str, target_id: UUID | str, *, by: Officer, reason: str) -> HandOver:
    """The first officer's half. Raises NotFoundHere, PermissionDenied, Conflict, Invalid."""
    source, target = _learner(by, source_id), _learner(by, target_id)
    if source.pk == target.pk:
        raise Invalid(_("Choose two different entries."))
    if not reason.strip():
        raise Invalid(_("Say how you know that this is one person."))
    check_possible(source, target)
    try:
        with transaction.atomic():
            made = HandOver.objects.create(
                source=source, target=target, reason=reason.strip()[:500], asked_by=by, asked_at=timezone.now()
            )
    except IntegrityError as error:
        raise Conflict(_("This already waits for a second officer.")) from error
    detail = {"to": audit.label(target), "reason": made.reason}
    audit.log(
        by=by, verb="assessments.candidacies.hand_over_asked", target=source, prison=source.prison_id, detail=detail
    )
    return made


@transaction.atomic
def confirm_hand_over(hand_over_id: UUID | str, *, by: Officer) -> int:
    """The second officer's half; returns how many candidacies changed hands. Raises NotFoundHere, PermissionDenied, NotAllowed, Conflict."""
    one = _waiting(hand_over_id, by)
    check_two_people(one.asked_by, by)
    check_possible(one.source, one.target)
    rows = list(Candidacy.objects.select_for_update().filter(learner=one.source).order_by("number"))
    for row in rows:
        row.learner, row.prison_id = one.target, one.target.prison_id
        row.save(update_fields=["learner", "prison"])
    _decide(one, State.DONE, by)
    detail = {"to": audit.label(one.target), "candidates": [row.number for row in rows]}
    for prison in {one.source.prison_id, one.target.prison_id}:
        audit.log(by=by, verb="assessments.candidacies.handed_over", target=one.source, prison=prison, detail=detail)
    return len(rows)


@transaction.atomic
def refuse_hand_over(hand_over_id: UUID | str, *, by: Officer) -> None:
    """Say no, or take one's own request back. Raises NotFoundHere, PermissionDenied."""
    one = _waiting(hand_over_id, by)
    _decide(one, State.REFUSED, by)
    detail = {"to": audit.label(one.target)}
    audit.log(
        by=by, verb="assessments.candidacies.hand_over_refused", target=one.source, prison=one.source.prison_id,
        detail=detail,
    )  # fmt: skip


def check_possible(source: Learner, target: Learner) -> None:
    """Raises Conflict with a sentence."""
    own = Candidacy.objects.filter(learner=source)
    if not own.exists():
        raise Conflict(_("%(learner)s has no candidacy that could be handed over.") % {"learner": source})
    both = own.filter(state__in=OPEN).filter(
        scheme__in=Candidacy.objects.filter(learner=target, state__in=OPEN).values("scheme")
    )
    if twice := both.select_related("scheme").first():
        raise Conflict(
            _("Both have an open candidacy for “%(scheme)s”. Withdraw one of them first.") % {"scheme": twice.scheme}
        )
    if own.filter(order_lines__standing=True).exists():
        raise Conflict(_("A certificate of this candidate waits for a second officer. That has to be decided first."))
    if Seat.objects.filter(learner=source).exclude(sitting__state__in=ENDED).exists():
        raise Conflict(
            _("%(learner)s has a seat in an examination whose marks are not released yet. Wait for that first.")
            % {"learner": source}
        )


def _learner(by: Any, learner_id: UUID | str) -> Learner:
    try:
        found = learners_to_register(by).filter(pk=learner_id).first()
    except (ValueError, ValidationError) as error:
        raise NotFoundHere from error
    if found is None:
        raise NotFoundHere
    check_can_register(by, found.prison_id)
    return found  # type: ignore[no-any-return]


def _waiting(hand_over_id: UUID | str, by: Officer) -> HandOver:
    try:
        found = hand_overs_for(by).filter(pk=hand_over_id).first()
    except (ValueError, ValidationError) as error:
        raise NotFoundHere from error
    if found is None:
        raise NotFoundHere
    for learner in (found.source, found.target):
        check_can_register(by, learner.prison_id)
    rows = HandOver.objects.select_for_update(of=("self",)).select_related("source", "target", "asked_by")
    one = rows.get(pk=found.pk)
    if one.state != State.WAITING:
        raise Conflict(_("This has been decided already."))
    return one


def _decide(one: HandOver, state: str, by: Officer) -> None:
    one.state, one.decided_by, one.decided_at = state, by, timezone.now()
    one.save(update_fields=["state", "decided_by", "decided_at"])
