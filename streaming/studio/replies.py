"""What the studio's scripts ask the staff server: the state, a sender's token, take over, end, save the notes."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lms.lib.errors import Invalid
from lms.people import access
from lms.people.models import Officer

from .. import api
from ..models import Broadcast, Guest, Source
from ..permissions import PLANNERS, VIEWERS, broadcast_for
from ..states import BroadcastState
from .health import health_of

NOTES_MOST = 20_000


@access.officers(*VIEWERS)
@require_GET
def state(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    broadcast = broadcast_for(_officer(request), broadcast_id)
    return JsonResponse(state_of(broadcast, me=f"officer:{request.user.pk}"))


@access.officers(*PLANNERS)
@require_POST
def token(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    officer = _officer(request)
    broadcast = broadcast_for(officer, broadcast_id)
    return JsonResponse({"token": api.sender_token(broadcast, officer), "url": settings.INGEST_URL})


@access.officers(*PLANNERS)
@require_POST
def take_over(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    officer = _officer(request)
    api.take_over(broadcast_id, by=officer)
    return JsonResponse({})


@access.officers(*VIEWERS)
@require_POST
def end(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """Ending what is over already changes nothing: a page that was offline says it late."""
    api.end_broadcast(broadcast_id, by=_officer(request))
    return JsonResponse({})


@access.officers(*PLANNERS)
@require_POST
def notes(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    officer = _officer(request)
    try:
        text = str(json.loads(request.body)["notes"])
    except (ValueError, KeyError, TypeError):
        raise Invalid from None
    if len(text) > NOTES_MOST:
        raise Invalid(_("These notes are too long."))
    api.change_broadcast(broadcast_id, by=officer, notes=text)
    return JsonResponse({})


def state_of(broadcast: Broadcast, *, me: str) -> dict[str, Any]:
    """For the studio: `elapsed` in seconds since it began, `due` when the timetable says that it should have begun."""
    now = timezone.now()
    began = broadcast.started_at if broadcast.is_running else None
    planned = broadcast.state == BroadcastState.SCHEDULED and broadcast.source == Source.BROWSER
    return {
        "state": broadcast.state,
        "elapsed": (now - began).total_seconds() if began else None,
        "mine": broadcast.sender == me,
        "holder": _holder(broadcast),
        "due": planned and broadcast.planned_start <= now,
        "warnings": health_of(broadcast).troubles if broadcast.is_running else {},
    }


def _holder(broadcast: Broadcast) -> str:
    """Who is sending, as people call them."""
    kind, _colon, key = broadcast.sender.partition(":")
    if kind == "officer":
        found = Officer.objects.filter(pk=key).first()
        return (found.name or found.username) if found else ""
    if kind == "guest":
        guest = Guest.objects.filter(pk=key).first()
        return guest.name if guest else ""
    return str(_("The encoder")) if kind == "encoder" else ""


def _officer(request: HttpRequest) -> Officer:
    return request.user  # type: ignore[return-value]
