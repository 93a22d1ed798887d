"""What is printed of a sitting: the seat list before it, the protocol after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lms.lib.errors import NotFoundHere
from lms.people import access

from .. import api
from ..permissions import VIEWERS, sitting_for
from .frame import officer_of
from .sitting import counts_of, is_over


@access.officers(*VIEWERS)
def seat_list(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Number, name, ward, extra time, a column to sign in."""
    return _printed(request, sitting_id, "seat_list")


@access.officers(*VIEWERS)
def protocol(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Attendance, times and incidents, once the sitting is over."""
    sitting = sitting_for(officer_of(request), sitting_id)
    if not is_over(sitting):
        raise NotFoundHere
    return _printed(request, sitting_id, "protocol")


def _printed(request: HttpRequest, sitting_id: UUID, name: str) -> HttpResponse:
    sitting = sitting_for(officer_of(request), sitting_id)
    seats = list(sitting.seats.select_related("learner__ward").order_by("number"))
    for seat in seats:
        seat.sitting = sitting
    context: dict[str, Any] = {
        "sitting": sitting,
        "seats": seats,
        "counts": counts_of(seats),
        "added_minutes": sitting.added_seconds // 60,
        "incidents": api.incidents_of(sitting),
        "printed_at": timezone.now(),
    }
    response = render(request, f"assessments/sittings/{name}.html", context)
    response["Cache-Control"] = "no-store"
    return response
