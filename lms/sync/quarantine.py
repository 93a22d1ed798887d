"""What an officer decides about records in quarantine: take them into the record, or leave them out, with a reason."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.lib.ids import new_id
from lms.people.models import Learner, Officer
from lms.people.permissions import check_has_role, scope_q
from lms.people.roles import Role
from lms.records import api as records

from .errors import AlreadyDecided
from .learners import known_at
from .models import QuarantinedStatement

DECIDERS = (Role.EDUCATION_OFFICE, Role.SUPERVISOR)
State = QuarantinedStatement.State


def quarantine_for(officer: Officer) -> QuerySet[QuarantinedStatement]:
    scope = scope_q(officer, *DECIDERS, ward_field="device__ward")
    return QuarantinedStatement.objects.filter(scope).select_related("device", "prison", "decided_by")


def quarantined_for(officer: Officer, row_id: UUID | str) -> QuarantinedStatement:
    try:
        return quarantine_for(officer).get(pk=row_id)
    except (QuarantinedStatement.DoesNotExist, ValidationError) as error:
        raise NotFoundHere from error


def content_of(row: QuarantinedStatement) -> dict[str, Any] | None:
    """The statement as it came; None where it is sealed or no JSON."""
    return _document(bytes(row.content))


def stored_twin(row: QuarantinedStatement) -> dict[str, Any] | None:
    """What stands in the record under the same id."""
    found = records.find_statement(row.statement_id) if row.statement_id else None
    return found.body if found and found.prison_id == row.prison_id else None


def learner_of(row: QuarantinedStatement) -> Learner | None:
    document = content_of(row) or {}
    actor = document.get("actor")
    account = actor.get("account") if isinstance(actor, dict) else None
    name = account.get("name", "") if isinstance(account, dict) else ""
    try:
        return Learner.objects.filter(pk__in=known_at(row.device, [UUID(str(name))])).first()
    except ValueError:
        return None


@transaction.atomic
def accept(row_id: UUID, *, by: Officer, reason: str) -> records.NewStatement:
    """Take it into the record. One that shares its id with a stored statement gets a new id and says so. Raises Invalid, AlreadyDecided."""
    row = _waiting(row_id, by, reason)
    try:
        new = records.parse_statement(bytes(row.content), prison_id=row.prison_id, device_id=row.device_id, seq=row.seq)
    except records.NotAStatement as error:
        raise Invalid(_("This cannot be read as a learning record, so it cannot be counted. It stays here.")) from error
    if not known_at(row.device, [new.learner_id]):
        raise Invalid(_("The learner of this record is not known here. It stays here."))
    if records.append([new]).duplicate_other:
        new = _renamed(new)
        records.append([new])
    _decide(row, State.ACCEPTED, by, reason)
    audit.log(
        by=by,
        verb="sync.quarantine.accepted",
        target=row,
        detail={"reason": reason, "statement": str(new.id)},
        prison=row.prison_id,
    )
    return new


@transaction.atomic
def refuse(row_id: UUID, *, by: Officer, reason: str) -> None:
    """Leave it out of the record. It is kept, and the decision with it."""
    row = _waiting(row_id, by, reason)
    _decide(row, State.REFUSED, by, reason)
    audit.log(by=by, verb="sync.quarantine.refused", target=row, detail={"reason": reason}, prison=row.prison_id)


def _waiting(row_id: UUID, by: Officer, reason: str) -> QuarantinedStatement:
    quarantined_for(by, row_id)
    row = QuarantinedStatement.objects.select_for_update(of=("self",)).get(pk=row_id)
    check_has_role(by, *DECIDERS, prison=None if by.is_superuser else row.prison_id, ward=row.device.ward)
    if not reason.strip():
        raise Invalid(_("Say why: the decision is kept with the record."))
    if row.state != State.WAITING:
        raise AlreadyDecided
    return row


def _decide(row: QuarantinedStatement, state: State, by: Officer, reason: str) -> None:
    row.state, row.decided_by, row.decided_at, row.decision_reason = state, by, timezone.now(), reason.strip()[:500]
    row.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])


def _renamed(new: records.NewStatement) -> records.NewStatement:
    document = json.loads(new.payload)
    name = new_id()
    context = document.setdefault("context", {})
    context.setdefault("extensions", {})["urn:newleaf:arrived_as"] = document["id"]
    raw = json.dumps({**document, "id": str(name)})
    return records.parse_statement(raw, prison_id=new.prison_id, device_id=new.device_id, seq=new.seq)


def _document(content: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(content)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None
