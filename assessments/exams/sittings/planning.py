"""Planning a sitting: which paper, where, when, under whose eyes, and who has a seat."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError, Q
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.people.models import Learner, Officer, Prison

from ..models import Incident, PaperVersion, Seat, Sitting
from .errors import AlreadySealed, Begun, HasARecord
from .permissions import check_can_plan, invigilators_of, plannable_papers, seat_for, sitting_for
from .states import AHEAD, SittingState, check_transition

MOST_SEATS = 500


@transaction.atomic
def plan_sitting(
    *,
    by: Any,
    version: PaperVersion,
    prison: Prison,
    room: str,
    planned_start: datetime,
    invigilator: Officer,
    title: str = "",
) -> Sitting:
    """Raises PermissionDenied, Invalid."""
    check_can_plan(by, prison)
    if not plannable_papers(by, prison).filter(pk=version.paper_id).exists():
        raise Invalid(_("Choose an approved exam paper of this prison that is in use."))
    sitting = Sitting(
        version=version, prison=prison, minutes=version.minutes, seed=secrets.token_hex(32), planned_by=audit.label(by)
    )
    _fill(
        sitting,
        title=title.strip() or version.title,
        room=room.strip(),
        planned_start=planned_start,
        invigilator=invigilator,
    )
    sitting.save()
    audit.log(by=by, verb="assessments.sitting.planned", target=sitting, prison=prison)
    return sitting


@transaction.atomic
def revise_sitting(sitting_id: UUID | str, *, by: Any, **changes: Any) -> Sitting:
    """`title`, `room`, `planned_start`, `invigilator`. Room, time and officer may change also after the sealing, until it begins.

    Raises NotFoundHere, PermissionDenied, NotNow, Invalid.
    """
    sitting = planned(by, sitting_id, sealed_too=True)
    _fill(sitting, **changes)
    sitting.save()
    audit.log(by=by, verb="assessments.sitting.revised", target=sitting)
    return sitting


def _fill(sitting: Sitting, **values: Any) -> None:
    for name in values.keys() & {"title", "room", "planned_start", "invigilator"}:
        setattr(sitting, name, values[name])
    if not invigilators_of(sitting.prison).filter(pk=sitting.invigilator_id).exists():
        raise Invalid(_("This officer may not invigilate in this prison."))
    try:
        sitting.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error


def planned(by: Any, sitting_id: UUID | str, *, sealed_too: bool = False) -> Sitting:
    """A sitting that may still be changed, locked. Raises NotFoundHere, PermissionDenied, AlreadySealed."""
    sitting = sitting_for(by, sitting_id)
    check_can_plan(by, sitting.prison_id)
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("version", "prison").get(pk=sitting.pk)
    if sitting.state not in (AHEAD if sealed_too else (SittingState.PLANNED,)):
        raise AlreadySealed
    return sitting


@transaction.atomic
def add_candidates(sitting_id: UUID | str, learner_ids: Iterable[UUID], *, by: Any) -> int:
    """Seats for learners of the sitting's prison, in order; who has one keeps it. Returns how many are new.

    Raises NotFoundHere (also for a learner of another prison), PermissionDenied, AlreadySealed, Invalid.
    """
    sitting = planned(by, sitting_id)
    wanted = list(dict.fromkeys(learner_ids))
    found = {one.pk: one for one in Learner.objects.filter(pk__in=wanted, prison=sitting.prison_id, state="active")}
    if len(found) != len(wanted):
        raise NotFoundHere
    seated = set(sitting.seats.values_list("learner_id", flat=True))
    new = [found[key] for key in wanted if key not in seated]
    if len(seated) + len(new) > MOST_SEATS:
        raise Invalid(_("A sitting has at most %(n)s seats. Plan a second one.") % {"n": MOST_SEATS})
    last = sitting.seats.aggregate(last=Max("number"))["last"] or 0
    Seat.objects.bulk_create(
        Seat(sitting=sitting, learner=learner, number=last + place, read_aloud=learner.literacy_help)
        for place, learner in enumerate(new, 1)
    )
    if new:
        detail = {"added": len(new)}
        audit.log(by=by, verb="assessments.sitting.candidates_added", target=sitting, detail=detail)
    return len(new)


@transaction.atomic
def remove_candidate(sitting_id: UUID | str, seat_id: UUID | str, *, by: Any) -> None:
    """Raises NotFoundHere, PermissionDenied, AlreadySealed, HasARecord."""
    sitting = planned(by, sitting_id)
    seat = seat_for(by, sitting, seat_id)
    label = audit.label(seat.learner)
    if seat.responses.exists() or seat.incidents.exists():
        raise HasARecord
    try:
        seat.delete()
    except ProtectedError as error:
        raise HasARecord from error
    audit.log(by=by, verb="assessments.sitting.candidate_removed", target=sitting, detail={"learner": label})


@transaction.atomic
def grant_accommodation(
    sitting_id: UUID | str,
    seat_id: UUID | str,
    *,
    by: Any,
    extra_minutes: int = 0,
    read_aloud: bool = False,
    language: str = "",
) -> Seat:
    """Extra time, reading aloud, the language of the screen. Raises NotFoundHere, PermissionDenied, AlreadySealed, Invalid."""
    sitting = planned(by, sitting_id)
    seat = seat_for(by, sitting, seat_id)
    if not 0 <= extra_minutes <= sitting.minutes * 3:
        raise Invalid(_("Extra time can be up to three times the time of the paper."))
    seat.extra_seconds, seat.read_aloud, seat.language = extra_minutes * 60, read_aloud, language[:10]
    seat.save(update_fields=["extra_seconds", "read_aloud", "language"])
    detail = {"learner": audit.label(seat.learner), "minutes": extra_minutes, "read_aloud": read_aloud}
    audit.log(by=by, verb="assessments.sitting.accommodated", target=sitting, detail=detail)
    return seat


@transaction.atomic
def cancel_sitting(sitting_id: UUID | str, *, by: Any, reason: str) -> Sitting:
    """Raises NotFoundHere, PermissionDenied, AlreadySealed, Invalid."""
    sitting = planned(by, sitting_id, sealed_too=True)
    if not reason.strip():
        raise Invalid(_("Say why, for those who were to sit it."))
    check_not_begun(sitting)
    move(sitting, SittingState.CANCELLED, by=by, detail={"reason": reason.strip()[:500]})
    return sitting


def check_not_begun(sitting: Sitting) -> None:
    """A paper whose code was read out, or that somebody answers, is not taken back. Raises Begun."""
    touched = ~Q(state=Seat.State.WAITING) | Q(responses__isnull=False)
    if sitting.incidents.filter(kind=Incident.Kind.CODE_SHOWN).exists() or sitting.seats.filter(touched).exists():
        raise Begun


def move(sitting: Sitting, to: SittingState, *, by: Any, detail: dict[str, Any] | None = None, **fields: Any) -> None:
    """One step of the state table, with its line in the audit log. Raises NotNow."""
    verb = check_transition(sitting.state, to)
    sitting.state = to
    for name, value in fields.items():
        setattr(sitting, name, value)
    sitting.save(update_fields=["state", *fields])
    audit.log(by=by, verb=verb, target=sitting, detail=detail)
