"""One step of a candidacy: the state, its time, the line of its history, the line of the audit log."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.audit import api as audit

from ..models import Candidacy, CandidacyMove
from .states import CandidacyState, check_transition
from .waiting import times_of


@transaction.atomic
def move(candidacy: Candidacy, to: CandidacyState, *, by: Any, reason: str = "", **fields: Any) -> None:
    """Raises NotNow. The row must be locked. `by`: an officer, or None where the server noticed."""
    verb = check_transition(candidacy.state, to)
    now = timezone.now()
    fields = times_of(candidacy, to, now) | fields
    old, candidacy.state, candidacy.moved_at = candidacy.state, to, now
    for name, value in fields.items():
        setattr(candidacy, name, value)
    candidacy.save(update_fields=["state", "moved_at", *fields])
    CandidacyMove.objects.create(candidacy=candidacy, old=old, new=to, at=now, by=audit.label(by), reason=reason[:500])
    detail = {"reason": reason[:500]} if reason else None
    audit.log(by=by, verb=verb, target=candidacy, prison=candidacy.prison_id, detail=detail)
