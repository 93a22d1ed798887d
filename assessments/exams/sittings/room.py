"""What the invigilator does: open, pause, add time, replace a tablet, note, end. Each leaves a line in the sitting's own log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid

from ..errors import NotNow
from ..models import Incident, Seat, Sitting
from .errors import TooEarly
from .permissions import check_can_hold, seat_for, sitting_for
from .planning import move
from .sealing import code_of
from .states import SittingState

MOST_ADDED_MINUTES = 120
OPENS_BEFORE = timedelta(hours=1)
Kind = Incident.Kind


def held(by: Any, sitting_id: UUID | str, *states: SittingState) -> Sitting:
    """A sitting that the officer holds, locked. Raises NotFoundHere, PermissionDenied, NotNow."""
    found = sitting_for(by, sitting_id)
    check_can_hold(by, found)
    sitting = Sitting.objects.select_for_update().get(pk=found.pk)
    if states and sitting.state not in states:
        raise NotNow
    return sitting


@transaction.atomic
def open_sitting(sitting_id: UUID | str, *, by: Any) -> Sitting:
    """From now on the server gives the key to the tablets. Raises NotFoundHere, PermissionDenied, NotNow, TooEarly."""
    sitting = held(by, sitting_id)
    _check_not_early(sitting)
    move(sitting, SittingState.OPEN, by=by, opened_at=timezone.now())
    return sitting


def _check_not_early(sitting: Sitting) -> None:
    """Nobody reads a paper days ahead by opening it."""
    if timezone.now() < sitting.planned_start - OPENS_BEFORE:
        raise TooEarly


@transaction.atomic
def show_code(sitting_id: UUID | str, *, by: Any) -> str:
    """The spoken code, for when the line is down. That it was shown is noted. Raises NotFoundHere, PermissionDenied, NotNow."""
    sitting = held(by, sitting_id, SittingState.SEALED, SittingState.OPEN)
    _check_not_early(sitting)
    _note(sitting, Kind.CODE_SHOWN, by=by)
    audit.log(by=by, verb="assessments.sitting.code_shown", target=sitting)
    return code_of(sitting)


@transaction.atomic
def pause(sitting_id: UUID | str, *, by: Any, seat_id: UUID | str | None = None, text: str = "") -> None:
    """Everybody's clock stands, or one candidate's. Twice changes nothing. Raises NotFoundHere, PermissionDenied, NotNow."""
    sitting = held(by, sitting_id, SittingState.OPEN)
    seat = _seat(by, sitting, seat_id)
    row: Sitting | Seat = seat or sitting
    if row.paused_at is None:
        row.paused_at = timezone.now()
        row.save(update_fields=["paused_at"])
        _note(sitting, Kind.PAUSED, by=by, seat=seat, text=text)


@transaction.atomic
def resume(sitting_id: UUID | str, *, by: Any, seat_id: UUID | str | None = None) -> None:
    """Raises NotFoundHere, PermissionDenied, NotNow."""
    sitting = held(by, sitting_id, SittingState.OPEN)
    seat = _seat(by, sitting, seat_id)
    row: Sitting | Seat = seat or sitting
    if row.paused_at is not None:
        stood = timezone.now() - row.paused_at
        row.paused_at = None
        row.save(update_fields=["paused_at"])
        _note(sitting, Kind.RESUMED, by=by, seat=seat, seconds=round(stood.total_seconds()))


@transaction.atomic
def add_time(
    sitting_id: UUID | str, minutes: int, *, by: Any, seat_id: UUID | str | None = None, text: str = ""
) -> None:
    """To everybody, or to one candidate. Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    sitting = held(by, sitting_id, SittingState.OPEN)
    if not 1 <= minutes <= MOST_ADDED_MINUTES:
        raise Invalid(_("Add between 1 and %(n)s minutes.") % {"n": MOST_ADDED_MINUTES})
    seat = _seat(by, sitting, seat_id)
    row: Sitting | Seat = seat or sitting
    row.added_seconds += minutes * 60
    row.save(update_fields=["added_seconds"])
    _note(sitting, Kind.TIME_ADDED, by=by, seat=seat, seconds=minutes * 60, text=text)
    audit.log(by=by, verb="assessments.sitting.time_added", target=sitting, detail={"minutes": minutes, **_whose(seat)})


@transaction.atomic
def replace_tablet(sitting_id: UUID | str, seat_id: UUID | str, *, by: Any, lost: bool, text: str = "") -> None:
    """Another tablet may take the seat. `lost`: the old one cannot be read any more; what came after its last receipt is gone.

    Raises NotFoundHere, PermissionDenied, NotNow.
    """
    sitting = held(by, sitting_id, SittingState.OPEN)
    seat = seat_for(by, sitting, seat_id)
    seat.free_entry = True
    seat.save(update_fields=["free_entry"])
    _note(sitting, Kind.TABLET_LOST if lost else Kind.TABLET_REPLACED, by=by, seat=seat, text=text)
    audit.log(by=by, verb="assessments.sitting.tablet_replaced", target=sitting, detail={"lost": lost, **_whose(seat)})


@transaction.atomic
def note_incident(sitting_id: UUID | str, text: str, *, by: Any, seat_id: UUID | str | None = None) -> Incident:
    """Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    sitting = held(by, sitting_id, SittingState.SEALED, SittingState.OPEN, SittingState.ENDED)
    if not text.strip():
        raise Invalid(_("Write what happened."))
    return _note(sitting, Kind.NOTE, by=by, seat=_seat(by, sitting, seat_id), text=text.strip()[:2000])


@transaction.atomic
def take_attendance(sitting_id: UUID | str, attendance: str, *, by: Any, seat_id: UUID | str | None = None) -> int:
    """Of one seat; without a seat of all whose attendance is not noted yet. Returns how many. Raises as above, Invalid."""
    sitting = held(by, sitting_id, SittingState.SEALED, SittingState.OPEN, SittingState.ENDED)
    if attendance not in Seat.Attendance.values:
        raise Invalid
    seats = (
        sitting.seats.filter(attendance="")
        if seat_id is None
        else sitting.seats.filter(pk=seat_for(by, sitting, seat_id).pk)
    )
    changed = seats.update(attendance=attendance)
    if changed:
        detail = {"attendance": attendance, "seats": changed}
        audit.log(by=by, verb="assessments.sitting.attendance_taken", target=sitting, detail=detail)
    return changed


@transaction.atomic
def restore_attendance(sitting_id: UUID | str, noted: Mapping[str, str], *, by: Any) -> int:
    """Undo: attendance by seat as it was before. Returns how many. Raises as above, Invalid, NotFoundHere for a seat that is not here."""
    sitting = held(by, sitting_id, SittingState.SEALED, SittingState.OPEN, SittingState.ENDED)
    if not set(noted.values()) <= set(Seat.Attendance.values):
        raise Invalid
    for attendance in Seat.Attendance.values:
        keys = [seat_for(by, sitting, key).pk for key, was in noted.items() if was == attendance]
        sitting.seats.filter(pk__in=keys).update(attendance=attendance)
    if noted:
        detail = {"attendance": "restored", "seats": len(noted)}
        audit.log(by=by, verb="assessments.sitting.attendance_taken", target=sitting, detail=detail)
    return len(noted)


@transaction.atomic
def end_seat(sitting_id: UUID | str, seat_id: UUID | str, *, by: Any, text: str = "") -> None:
    """One candidate stops here. What arrives later and was given before still counts. Raises NotFoundHere, PermissionDenied, NotNow."""
    sitting = held(by, sitting_id, SittingState.OPEN)
    seat = seat_for(by, sitting, seat_id)
    if seat.ended_at is None:
        seat.ended_at = timezone.now()
        seat.save(update_fields=["ended_at"])
        _note(sitting, Kind.ENDED_EARLY, by=by, seat=seat, text=text)
        audit.log(by=by, verb="assessments.sitting.seat_ended", target=sitting, detail=_whose(seat))


@transaction.atomic
def end_sitting(sitting_id: UUID | str, *, by: Any) -> Sitting:
    """Everybody stops; pauses that still last end with it. Who answered counts as present. Raises NotFoundHere, PermissionDenied, NotNow."""
    sitting = held(by, sitting_id, SittingState.OPEN)
    now = timezone.now()
    standing: list[Sitting | Seat] = [sitting, *sitting.seats.filter(paused_at__isnull=False)]
    for row in standing:
        if row.paused_at is not None:
            seat = row if isinstance(row, Seat) else None
            stood = round((now - row.paused_at).total_seconds())
            _note(sitting, Kind.RESUMED, by=by, seat=seat, seconds=stood)
    sitting.seats.filter(paused_at__isnull=False).update(paused_at=None)
    sitting.seats.filter(attendance="").exclude(state=Seat.State.WAITING).update(attendance=Seat.Attendance.PRESENT)
    move(sitting, SittingState.ENDED, by=by, ended_at=now, paused_at=None)
    return sitting


def incidents_of(sitting: Sitting) -> QuerySet[Incident]:
    return sitting.incidents.select_related("seat__learner")


def _note(
    sitting: Sitting, kind: str, *, by: Any, seat: Seat | None = None, text: str = "", seconds: int | None = None
) -> Incident:
    return Incident.objects.create(
        sitting=sitting,
        seat=seat,
        kind=kind,
        at=timezone.now(),
        by=audit.label(by),
        text=text.strip()[:2000],
        seconds=seconds,
    )


def _seat(by: Any, sitting: Sitting, seat_id: UUID | str | None) -> Seat | None:
    return seat_for(by, sitting, seat_id) if seat_id else None


def _whose(seat: Seat | None) -> dict[str, str]:
    return {"learner": audit.label(seat.learner)} if seat else {}
