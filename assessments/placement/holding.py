"""The verbs of a placement under way: begin, ask, answer, end. The server chooses each question and scores each answer."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

import numpy as np
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.people import api as people
from lms.people.models import Learner, Officer

from ..bank import api as bank
from ..bank.documents import read_item
from .adaptive import Pool, ability_of, band_at, band_chances, enough, next_item
from .errors import AlreadyOpen, NotThisItem, OutOfUse, TooFewAnswers, TooFewItems
from .models import Placement, PlacementAnswer, PlacementLevel
from .permissions import HOLDERS, placement_for, placement_test_for
from .pools import LEAST, pool_of, rules_of, starts_of
from .states import PlacementState, check_transition

DESK_HOURS = 4
LONGEST = 4000  # characters of a response
_SALT = "assessments.placement.desk"


@transaction.atomic
def begin_placement(test_id: UUID, learner_id: UUID, *, by: Officer) -> Placement:
    """Raises NotFoundHere, OutOfUse, TooFewItems, AlreadyOpen."""
    learner = people.learner_for(by, learner_id, *HOLDERS)
    test = placement_test_for(by, test_id)
    if learner.state != Learner.State.ACTIVE or test.prison_id not in (None, learner.prison_id):
        raise NotFoundHere
    if test.closed_at:
        raise OutOfUse
    pool = pool_of(test)
    if len(pool) < LEAST:
        raise TooFewItems
    placement = Placement(test=test, learner=learner, subject=test.subject, begun_by=by)
    try:
        with transaction.atomic():
            placement.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyOpen from error
    _ask(placement, pool)
    audit.log(by=by, verb="assessments.placement.begun", target=placement, prison=learner.prison_id)
    return placement


def desk_token(placement: Placement) -> str:
    """What the address of the page at the desk carries: good for this placement, for some hours, while it is under way."""
    return signing.TimestampSigner(salt=_SALT).sign(str(placement.pk))


def placement_at_desk(token: str) -> Placement:
    """Raises NotFoundHere for an address that is wrong or too old, or whose officer may no longer sign in."""
    try:
        key = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=timedelta(hours=DESK_HOURS))
    except signing.BadSignature as error:
        raise NotFoundHere from error
    found = Placement.objects.filter(pk=key).select_related("learner__ward", "test", "begun_by").first()
    if found is None or not found.begun_by.may_sign_in:
        raise NotFoundHere
    return found


def open_question(placement: Placement) -> PlacementAnswer | None:
    """The question that waits for an answer; None when the placement is over."""
    if placement.state != PlacementState.UNDER_WAY:
        return None
    return placement.answers.filter(answered_at=None).first()


@transaction.atomic
def give_answer(placement_id: UUID, number: int, response: str) -> Placement:
    """The learner's answer to question `number`, "" for "I do not know"; the next is asked, or a level is proposed.

    Raises NotThisItem when it has been answered (sent twice), NoLongerPossible when the placement is over.
    """
    placement = Placement.objects.select_for_update().select_related("learner", "test").get(pk=placement_id)
    check_transition(placement.state, PlacementState.PROPOSED)
    answer = placement.answers.filter(number=number, answered_at=None).first()
    if answer is None:
        raise NotThisItem
    answer.response = response.replace("\x00", "")[:LONGEST]
    answer.score = bank.score(read_item.validate_python(answer.document), answer.response)
    answer.answered_at = timezone.now()
    answer.save(update_fields=["response", "score", "answered_at"])
    pool, rules = pool_of(placement.test), rules_of(placement.test)
    given = _given(placement)
    ability = ability_of(pool, given, rules)
    placement.ability, placement.standard_error = ability.value, ability.standard_error
    placement.save(update_fields=["ability", "standard_error"])
    stop = enough(ability, len(given), pool, rules)
    if stop is not None:
        _propose(placement, pool, Placement.Ended(stop.value), by=placement.learner)
    elif not _ask(placement, pool):
        _propose(placement, pool, Placement.Ended.EMPTY, by=placement.learner)
    return placement


@transaction.atomic
def propose_placement(placement_id: UUID, *, by: Officer) -> Placement:
    """End it now and propose from what was answered. Raises NotFoundHere, NoLongerPossible, TooFewAnswers."""
    placement = locked_placement(placement_id, by)
    check_transition(placement.state, PlacementState.PROPOSED)
    if placement.answers.filter(answered_at__isnull=False).count() < LEAST:
        raise TooFewAnswers
    _propose(placement, pool_of(placement.test), Placement.Ended.BY_OFFICER, by=by)
    return placement


@transaction.atomic
def stop_placement(placement_id: UUID, *, by: Officer) -> Placement:
    """Give it up without a proposal; what was answered stays. Raises NotFoundHere, NoLongerPossible."""
    placement = locked_placement(placement_id, by)
    verb = check_transition(placement.state, PlacementState.STOPPED)
    placement.state, placement.ended_at = PlacementState.STOPPED, timezone.now()
    placement.save(update_fields=["state", "ended_at"])
    audit.log(by=by, verb=verb, target=placement, prison=placement.learner.prison_id)
    return placement


def locked_placement(placement_id: UUID, by: Officer) -> Placement:
    placement_for(by, placement_id)
    return Placement.objects.select_for_update().select_related("learner", "test").get(pk=placement_id)


def _given(placement: Placement) -> dict[str, bool]:
    answered = placement.answers.filter(answered_at__isnull=False)
    return {str(one.item_id): one.is_right for one in answered}


def _ask(placement: Placement, pool: Pool) -> bool:
    """Ask one more question; False when none is left."""
    given = _given(placement)
    random = np.random.default_rng(secrets.randbits(64))
    key = next_item(pool, given, rules_of(placement.test), random)
    if key is None:
        return False
    document = bank.item_document(key).model_dump(mode="json")
    bank.expose_items([document["id"]], by=placement.begun_by)  # learners know it from now on
    PlacementAnswer.objects.create(placement=placement, number=len(given) + 1, item_id=UUID(key), document=document)
    return True


def _propose(placement: Placement, pool: Pool, ended: Placement.Ended, *, by: object) -> None:
    verb = check_transition(placement.state, PlacementState.PROPOSED)
    ability = ability_of(pool, _given(placement), rules_of(placement.test))
    starts = starts_of(placement.test)
    levels: list[PlacementLevel] = list(placement.test.levels.all())
    band = band_at(ability.value, starts)
    placement.ability, placement.standard_error = ability.value, ability.standard_error
    placement.proposed_level, placement.certainty = levels[band].name, band_chances(ability, starts)[band]
    placement.ended, placement.ended_at, placement.state = ended, timezone.now(), PlacementState.PROPOSED
    placement.save()
    placement.answers.filter(answered_at=None).delete()
    detail = {"level": placement.proposed_level}
    audit.log(by=by, verb=verb, target=placement, detail=detail, prison=placement.learner.prison_id)
