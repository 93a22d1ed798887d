"""Taking back a statement: one officer asks and says why, a second one decides. Both stay on the record, the reason too."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.people.models import Officer
from lms.people.permissions import scope_q
from lms.people.roles import Role
from lms.records import api as records
from lms.records.api import Statement, verbs

from .errors import AlreadyAsked, AlreadyDecided, NothingWritten, NotThisRecord, SecondOfficer
from .models import TakingBack
from .permissions import RECORD_READERS, learners_in_reach
from .projection import apply_batch

DECIDERS = (Role.EDUCATION_OFFICE,)
NOT_TAKEN_BACK = frozenset({verbs.VOIDED, verbs.ASKED, verbs.CONTESTED, verbs.NOTED})  # voidings, and the learner's own


def statement_for(officer: Officer, statement_id: UUID) -> Statement:
    """A statement of a learner whose record the officer may read. Raises NotFoundHere."""
    found = records.find_statement(statement_id)
    if found is None or not learners_in_reach(officer, *RECORD_READERS).filter(pk=found.learner_id).exists():
        raise NotFoundHere
    return found


def can_be_taken_back(statement: Statement) -> bool:
    """Not twice, and no voiding; letters are the learner's own."""
    if statement.verb in NOT_TAKEN_BACK:
        return False
    return not records.voided_among([statement])


@transaction.atomic
def ask_to_take_back(statement_id: UUID, *, reason: str, by: Officer) -> TakingBack:
    """Raises NotFoundHere, NothingWritten, NotThisRecord, AlreadyAsked."""
    statement = statement_for(by, statement_id)
    if not reason.strip():
        raise NothingWritten
    if not can_be_taken_back(statement):
        raise NotThisRecord
    asked = TakingBack(
        statement_id=statement.id, learner_id=statement.learner_id, reason=reason.strip()[:1000], asked_by=by
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAsked from error
    _log("asked", asked, by)
    return asked


def takings_back_for(officer: Officer, *, state: str = TakingBack.State.WAITING) -> QuerySet[TakingBack]:
    """Requests about learners in the officer's reach, the oldest first."""
    where = scope_q(officer, *DECIDERS, prison_field="learner__prison", ward_field="learner__ward")
    return TakingBack.objects.filter(where, state=state).select_related("learner__ward", "asked_by", "decided_by")


@transaction.atomic
def decide_taking_back(request_id: UUID, *, agree: bool, by: Officer) -> TakingBack:
    """The second officer's word. Raises NotFoundHere, SecondOfficer, AlreadyDecided."""
    asked = TakingBack.objects.select_for_update().filter(pk=request_id).first()
    if asked is None or not learners_in_reach(by, *DECIDERS).filter(pk=asked.learner_id).exists():
        raise NotFoundHere
    if asked.state != TakingBack.State.WAITING:
        raise AlreadyDecided
    if asked.asked_by_id == by.pk:
        raise SecondOfficer
    asked.state = TakingBack.State.DONE if agree else TakingBack.State.REFUSED
    asked.decided_by, asked.decided_at = by, timezone.now()
    asked.save(update_fields=["state", "decided_by", "decided_at"])
    if agree:
        apply_batch([records.void(asked.statement_id, by=by, reason=asked.reason)])
    else:
        _log("refused", asked, by)
    return asked


def _log(verb: str, asked: TakingBack, by: Officer) -> None:
    audit.log(
        by=by,
        verb=f"learning.taking_back.{verb}",
        target=asked.learner,
        detail={"reason": asked.reason, "statement": str(asked.statement_id)},
    )
