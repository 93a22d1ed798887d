"""The teacher's word on a proposal."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.audit import api as audit
from lms.people.models import Officer

from .errors import NoReason, NoSuchLevel
from .holding import locked_placement
from .models import Placement
from .states import DECIDED, PlacementState, check_transition


@transaction.atomic
def confirm_placement(placement_id: UUID, *, by: Officer) -> Placement:
    """The learner begins at the proposed level. Raises NotFoundHere, NoLongerPossible."""
    placement = locked_placement(placement_id, by)
    return _decide(placement, PlacementState.CONFIRMED, placement.proposed_level, "", by)


@transaction.atomic
def change_placement(placement_id: UUID, level: str, *, reason: str, by: Officer) -> Placement:
    """The learner begins at another level, for a reason that stays on the record. The level proposed is confirmed, not changed.

    Raises NotFoundHere, NoLongerPossible, NoSuchLevel, NoReason.
    """
    placement = locked_placement(placement_id, by)
    check_transition(placement.state, PlacementState.CHANGED)
    if level == placement.proposed_level or not placement.test.levels.filter(name=level).exists():
        raise NoSuchLevel
    if not reason.strip():
        raise NoReason
    return _decide(placement, PlacementState.CHANGED, level, reason.strip()[:500], by)


def level_of(learner_id: UUID, subject: str) -> Placement | None:
    """The newest decided placement of a learner in a subject; its `level` is where the learner begins."""
    decided = Placement.objects.filter(learner_id=learner_id, subject=subject, state__in=DECIDED)
    return decided.order_by("-confirmed_at").first()


def _decide(placement: Placement, state: PlacementState, level: str, reason: str, by: Officer) -> Placement:
    verb = check_transition(placement.state, state)
    placement.state, placement.level, placement.reason = state, level, reason
    placement.confirmed_by, placement.confirmed_at = by, timezone.now()
    placement.save(update_fields=["state", "level", "reason", "confirmed_by", "confirmed_at"])
    detail = {"level": level, "reason": reason} if reason else {"level": level}
    audit.log(by=by, verb=verb, target=placement, detail=detail, prison=placement.learner.prison_id)
    return placement
