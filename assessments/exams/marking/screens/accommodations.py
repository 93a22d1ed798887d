"""Requests for accommodations: what is asked for, in which exam, and the answer."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import Invalid, NotFoundHere, Refused
from lms.people import access
from lms.people.access import OfficerRequest
from lms.people.pages import page_frame
from lms.people.permissions import scope_q

from ...models import AccommodationRequest, Seat
from ...sittings.permissions import PLANNERS
from ...sittings.states import AHEAD
from .. import api as marking

SHOWN = 100
State = AccommodationRequest.State


@access.officers(*PLANNERS)
def requests(request: OfficerRequest) -> HttpResponse:
    """What waits, the next exam first; what was answered last; `?q=` finds a seat for a request on paper."""
    found = marking.requests_for(request.user)
    text = request.GET.get("q", "").strip()[:60]
    context = {
        "waiting": found.filter(state=State.WAITING).order_by("seat__sitting__planned_start")[:SHOWN],
        "answered": found.exclude(state=State.WAITING).order_by("-answered_at")[:SHOWN],
        "languages": settings.INTERFACE_LANGUAGES,
        "kinds": AccommodationRequest.Kind.choices,
        "q": text,
        "seats": _seats(request, text) if text else [],
    }
    frame = page_frame(_("Exam requests"), "help")
    return TemplateResponse(request, "assessments/marking/requests.html", context | frame)


def _seats(request: OfficerRequest, text: str) -> list[Seat]:
    places = scope_q(request.user, *PLANNERS, prison_field="sitting__prison", ward_field="pk")
    named = Q(learner__number=text) | Q(learner__name__icontains=text)
    found = Seat.objects.filter(places, named, sitting__state__in=AHEAD).select_related("learner__ward", "sitting")
    return list(found.order_by("sitting__planned_start", "number")[:SHOWN])


@access.officers(*PLANNERS)
@require_POST
def answer(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    minutes = request.POST.get("minutes", "").strip()
    try:
        if minutes and not (minutes.isdecimal() and len(minutes) < 4):
            raise Invalid(_("Write the minutes as a number."))
        if request.POST.get("granted") not in ("yes", "no"):
            raise Invalid(_("Choose whether it is granted."))
        marking.answer_request(
            request_id,
            by=request.user,
            granted=request.POST["granted"] == "yes",
            reason=request.POST.get("reason", ""),
            extra_minutes=int(minutes or 0),
            language=request.POST.get("language", ""),
        )
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Answered. The learner reads it."))
    return redirect("exam_requests")


@access.officers(*PLANNERS)
@require_POST
def enter(request: OfficerRequest, seat_id: UUID) -> HttpResponse:
    """A request on paper."""
    try:
        marking.enter_paper_request(
            seat_id, request.POST.get("kind", ""), request.POST.get("text", ""), by=request.user
        )
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Entered. Answer it above."))
    return redirect("exam_requests")
