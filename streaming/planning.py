"""The timetable: broadcasts are planned, changed and cancelled as long as they have not begun."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from content.api import CoursePage
from lms.audit import api as audit
from lms.people.models import Officer, Prison, Ward
from lms.people.permissions import has_role

from .errors import AlreadyBegun, BadPlan
from .models import Broadcast, CaptionTrack, Source
from .moves import advance
from .permissions import PLANNERS, broadcast_for, check_can_change, check_can_plan
from .room.board import write_board
from .states import BroadcastState

_LONGEST_MINUTES = 12 * 60
_CHANGEABLE = {
    "title",
    "course",
    "teacher",
    "planned_start",
    "planned_minutes",
    "language",
    "source",
    "live_captions",
    "notes",
}
_ALSO_LATER = {"title", "notes", "live_captions", "language", "course"}  # even while it runs and afterwards


@transaction.atomic
def plan_broadcast(
    prison: Prison,
    *,
    by: Officer,
    title: str,
    planned_start: datetime,
    planned_minutes: int = 45,
    wards: Iterable[Ward] = (),
    teacher: Officer | None = None,
    course: CoursePage | None = None,
    language: str = "",
    source: str = Source.BROWSER,
    live_captions: bool = False,
    notes: str = "",
) -> Broadcast:
    """Put a broadcast on the timetable. Raises PermissionDenied, BadPlan."""
    wards = list(wards)
    check_can_plan(by, prison, wards)
    broadcast = Broadcast(
        prison=prison,
        title=title.strip(),
        planned_start=planned_start,
        planned_minutes=planned_minutes,
        teacher=teacher or by,
        course=course,
        language=language,
        source=source,
        live_captions=live_captions,
        notes=notes,
        created_by=by,
    )
    _check(broadcast, wards)
    broadcast.save(force_insert=True)
    broadcast.wards.set(wards)
    audit.log(
        by=by,
        verb="streaming.broadcast.planned",
        target=broadcast,
        detail={"start": planned_start.isoformat(), "wards": [ward.code for ward in wards]},
        prison=prison,
    )
    return broadcast


@transaction.atomic
def change_broadcast(
    broadcast_id: UUID | str, *, by: Officer, wards: Iterable[Ward] | None = None, **changes: Any
) -> Broadcast:
    """Change what is planned; of a broadcast that has begun only the title, course, language, notes and captions. Raises AlreadyBegun, BadPlan."""
    broadcast = broadcast_for(by, broadcast_id)
    check_can_change(by, broadcast)
    unknown = set(changes) - _CHANGEABLE
    if unknown:
        raise TypeError(f"cannot be changed: {', '.join(sorted(unknown))}")
    before = list(broadcast.wards.all())
    wards = before if wards is None else list(wards)
    changed = {name for name, value in changes.items() if getattr(broadcast, name) != value}
    moved = {ward.pk for ward in wards} != {ward.pk for ward in before}
    if broadcast.state != BroadcastState.SCHEDULED and (moved or changed - _ALSO_LATER):
        raise AlreadyBegun
    if moved:
        check_can_plan(by, broadcast.prison, wards)
    for name in changed:
        setattr(broadcast, name, changes[name])
    _check(broadcast, wards)
    broadcast.save(update_fields=[*changed, "course_iri"])
    if changed or moved:
        CaptionTrack.objects.filter(broadcast=broadcast).update(indexed=None)  # the search names it anew
    if "live_captions" in changed and broadcast.started_at:  # those who watch read the switch from the board
        transaction.on_commit(lambda: write_board(broadcast.pk), robust=True)
    if moved:
        broadcast.wards.set(wards)
    if changed or moved:
        detail = {"changed": sorted(changed | ({"wards"} if moved else set()))}
        audit.log(by=by, verb="streaming.broadcast.changed", target=broadcast, detail=detail, prison=broadcast.prison)
    return broadcast


@transaction.atomic
def cancel_broadcast(broadcast_id: UUID | str, *, by: Officer, reason: str = "") -> Broadcast:
    """Take a broadcast that has not begun off the timetable. Raises AlreadyBegun."""
    broadcast = broadcast_for(by, broadcast_id)
    check_can_change(by, broadcast)
    if broadcast.state != BroadcastState.SCHEDULED:
        raise AlreadyBegun
    advance(broadcast, BroadcastState.CANCELLED, by=by, detail={"reason": reason} if reason else None)
    return broadcast


def _check(broadcast: Broadcast, wards: list[Ward]) -> None:
    if not broadcast.title:
        raise BadPlan(_("Give the broadcast a title."))
    if not 1 <= broadcast.planned_minutes <= _LONGEST_MINUTES:
        raise BadPlan(_("A broadcast lasts at least one minute and at most twelve hours."))
    if any(ward.prison_id != broadcast.prison_id for ward in wards):
        raise BadPlan(_("These wards belong to another prison."))
    if not _may_teach(broadcast, wards):
        raise BadPlan(_("This officer does not teach here."))
    broadcast.course_iri = broadcast.course.iri if broadcast.course else ""


def _may_teach(broadcast: Broadcast, wards: list[Ward]) -> bool:
    places: list[dict[str, Any]] = [{"ward": ward} for ward in wards] or [{"prison": broadcast.prison}]
    return all(has_role(broadcast.teacher, *PLANNERS, **place) for place in places)
