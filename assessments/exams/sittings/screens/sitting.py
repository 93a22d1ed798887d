"""One sitting's page: where it stands, what is next, its candidates, its record."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from lms.people import access

from ...models import Seat, Sitting
from .. import api
from ..permissions import VIEWERS, can_hold, can_plan, sitting_for
from ..states import SittingState
from .frame import frame, officer_of

S = SittingState
SHOWN = 100  # incidents on the page; the protocol has them all


@access.officers(*VIEWERS)
def sitting(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    one = sitting_for(officer, sitting_id)
    seats = list(one.seats.select_related("learner__ward").order_by("number"))
    plans, holds = can_plan(officer, one.prison_id), can_hold(officer, one)
    context: dict[str, Any] = {
        "seats": seats,
        "needs": sum(bool(seat.extra_seconds or seat.read_aloud or seat.language) for seat in seats),
        "counts": counts_of(seats),
        "incidents": api.incidents_of(one)[:SHOWN],
        "may_plan": plans,
        "may_hold": holds,
        "may_enter": holds and one.state in (S.SEALED, S.OPEN, S.ENDED),
        "may_change": plans and one.state in (S.PLANNED, S.SEALED),
        "has_sheets": plans and one.state in (S.SEALED, S.OPEN, S.ENDED),
        "is_over": is_over(one),
    }
    return TemplateResponse(
        request, "assessments/sittings/sitting.html", context | {**frame(one.title), "sitting": one}
    )


def is_over(one: Sitting) -> bool:
    return one.state in (S.ENDED, S.MARKED, S.MODERATED, S.RELEASED)


def counts_of(seats: list[Seat]) -> dict[str, int]:
    """How many seats have each attendance and each state."""
    here = Counter(seat.attendance or "unknown" for seat in seats)
    states = Counter(seat.state for seat in seats)
    names = ("present", "absent", "excused", "unknown")
    return {name: here[name] for name in names} | {name: states[name] for name in Seat.State.values}
