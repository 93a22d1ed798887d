"""The room at a glance: every seat and the last lines of the log, as plain data without words, for the invigilator's screen."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from ..models import Incident, Seat, Sitting

LINES = 40  # of the log
FLAGGED = {Incident.Kind.TABLET_LOST: "lost", Incident.Kind.LATE: "late"}


def board_of(sitting: Sitting) -> dict[str, Any]:
    """Times are seconds since 1970. A seat: `left` seconds while its clock stands; `ends` when it will be up, while it runs.

    `heard`: the tablet's last sign of life. `of`: questions in the form, `answered` as the tablet says, `received` here.
    `flags`: clock (in doubt), lost, late, free (another tablet may come), extra, aloud.
    """
    incidents = list(sitting.incidents.select_related("seat").order_by("-at", "-pk")[:LINES])
    told: dict[Any, set[str]] = defaultdict(set)
    for seat, kind in sitting.incidents.filter(kind__in=FLAGGED).values_list("seat_id", "kind"):
        told[seat].add(FLAGGED[Incident.Kind(kind)])
    seats = sitting.seats.select_related("learner__ward").order_by("number")
    return {
        "state": sitting.state,
        "paused": sitting.paused_at is not None,
        "opened": _seconds(sitting.opened_at),
        "seats": [_seat(sitting, seat, told[seat.pk]) for seat in seats],
        "log": [_line(one) for one in incidents],
    }


def _seat(sitting: Sitting, seat: Seat, told: set[str]) -> dict[str, Any]:
    seat.sitting = sitting
    used, runs = used_seconds(seat, timezone.now())
    left = max(0, seat.allowed_seconds() - used)
    flags = [*sorted(told), *(name for name, there in _flags(seat) if there)]
    return {
        "id": str(seat.pk),
        "number": seat.number,
        "learner": seat.learner.number,
        "name": seat.learner.name,
        "ward": seat.learner.ward.name,
        "state": seat.state,
        "ended": seat.ended_at is not None,
        "paused": seat.paused_at is not None,
        "left": round(left) if not runs else None,
        "ends": round(timezone.now().timestamp() + left) if runs else None,
        "heard": _seconds(seat.heard_at),
        "answered": seat.answered,
        "received": seat.received,
        "of": len(seat.form),
        "attendance": seat.attendance,
        "flags": flags,
    }


def used_seconds(seat: Seat, now: datetime) -> tuple[float, bool]:
    """What the candidate has used as far as can be known here, and whether the clock runs: from the last report on, without pauses."""
    used = seat.used_ms / 1000
    running = seat.state == Seat.State.ANSWERING and seat.ended_at is None and seat.sitting.ended_at is None
    if not running or seat.heard_at is None:
        return used, False
    stops = [since for since in (seat.paused_at, seat.sitting.paused_at) if since]
    until = min([now, *stops])
    used += max(0.0, (until - seat.heard_at).total_seconds())
    return min(used, float(seat.allowed_seconds())), not stops


def _flags(seat: Seat) -> list[tuple[str, bool]]:
    return [
        ("clock", seat.clock_doubted),
        ("free", seat.free_entry),
        ("extra", bool(seat.extra_seconds or seat.added_seconds)),
        ("aloud", seat.read_aloud),
    ]


def _line(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.pk,
        "at": _seconds(incident.at),
        "kind": incident.kind,
        "seat": incident.seat.number if incident.seat else None,
        "text": incident.text,
        "seconds": incident.seconds,
        "by": incident.by,
    }


def _seconds(moment: datetime | None) -> int | None:
    return round(moment.timestamp()) if moment else None
