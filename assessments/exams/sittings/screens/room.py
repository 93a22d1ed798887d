"""The room screen: the page, what it asks while its line is down, and each thing that the invigilator does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lms.lib.errors import Invalid, NotAllowed, Refused, problem
from lms.people import access
from lms.people.models import Officer

from ...models import Sitting
from .. import api
from ..board import board_of
from ..events import line_token
from ..permissions import INVIGILATORS, check_can_hold, sitting_for
from .frame import frame, officer_of
from .room_words import room_words

Said = dict[str, Any]
Act = Callable[[UUID, Said, Officer], object]


@access.officers(*INVIGILATORS)
@never_cache
def room(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    sitting = _held(request, sitting_id)
    act = reverse("sitting_act", args=[sitting.pk, "ACT"])
    config = {
        "csrf": get_token(request),
        "urls": {
            "events": f"{settings.INGEST_URL}/ingest/v1/sittings/{sitting.pk}/events",
            "line": reverse("sitting_line", args=[sitting.pk]),
            "board": reverse("sitting_board", args=[sitting.pk]),
            "act": act,
        },
        "words": room_words(),
        "board": _told(sitting),
    }
    context = {"room_config": config, "sitting": sitting}
    return TemplateResponse(request, "assessments/sittings/room.html", context | frame(sitting.room, sitting))


@access.officers(*INVIGILATORS)
@require_POST
def line(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """A token for the line of events."""
    return JsonResponse({"token": line_token(_held(request, sitting_id), officer_of(request))})


@access.officers(*INVIGILATORS)
@require_GET
@never_cache
def board(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """The room as JSON, while the line of events cannot be reached."""
    return JsonResponse(_told(_held(request, sitting_id)))


@access.officers(*INVIGILATORS)
@require_POST
def act(request: HttpRequest, sitting_id: UUID, name: str) -> HttpResponse:
    """One of ACTS, with {seat, minutes, text, attendance, was, lost} as JSON; answers with the room as it is now."""
    todo = ACTS.get(name)
    if todo is None:
        raise Http404
    try:
        said = json.loads(request.body or b"{}")
        if not isinstance(said, dict):
            raise Invalid
        done = todo(sitting_id, said, officer_of(request))
    except ValueError:  # JSON that is none, a seat that is no id
        return problem(Invalid())
    except PermissionDenied as error:
        return problem(NotAllowed(str(error)))
    except Refused as error:
        return problem(error)
    return JsonResponse({"done": done, "board": _told(_held(request, sitting_id))})


def _held(request: HttpRequest, sitting_id: UUID) -> Sitting:
    sitting = sitting_for(officer_of(request), sitting_id)
    check_can_hold(officer_of(request), sitting)
    return sitting


def _told(sitting: Sitting) -> dict[str, Any]:
    return {"now": time.time(), **board_of(sitting)}


# ── What can be done ─────────────────────────────────────────────────────────────────────────────


def _seat(said: Said) -> UUID | None:
    return UUID(str(said["seat"])) if said.get("seat") else None


def _one(said: Said) -> UUID:
    return UUID(str(said.get("seat")))


def _text(said: Said) -> str:
    return str(said.get("text") or "").replace("\x00", "")


def _minutes(said: Said) -> int:
    return int(str(said.get("minutes")))


def _open(sitting: UUID, said: Said, by: Officer) -> None:
    api.open_sitting(sitting, by=by)


def _pause(sitting: UUID, said: Said, by: Officer) -> None:
    api.pause(sitting, by=by, seat_id=_seat(said), text=_text(said))


def _resume(sitting: UUID, said: Said, by: Officer) -> None:
    api.resume(sitting, by=by, seat_id=_seat(said))


def _add_time(sitting: UUID, said: Said, by: Officer) -> None:
    api.add_time(sitting, _minutes(said), by=by, seat_id=_seat(said), text=_text(said))


def _replace(sitting: UUID, said: Said, by: Officer) -> None:
    api.replace_tablet(sitting, _one(said), by=by, lost=said.get("lost") is True, text=_text(said))


def _note(sitting: UUID, said: Said, by: Officer) -> None:
    api.note_incident(sitting, _text(said), by=by, seat_id=_seat(said))


def _code(sitting: UUID, said: Said, by: Officer) -> str:
    return api.show_code(sitting, by=by)


def _attendance(sitting: UUID, said: Said, by: Officer) -> int:
    return api.take_attendance(sitting, str(said.get("attendance", "")), by=by, seat_id=_seat(said))


def _restore(sitting: UUID, said: Said, by: Officer) -> int:
    was = said.get("was")
    if not isinstance(was, dict):
        raise Invalid
    return api.restore_attendance(sitting, {str(UUID(str(key))): str(value) for key, value in was.items()}, by=by)


def _end_seat(sitting: UUID, said: Said, by: Officer) -> None:
    api.end_seat(sitting, _one(said), by=by, text=_text(said))


def _end(sitting: UUID, said: Said, by: Officer) -> None:
    api.end_sitting(sitting, by=by)


ACTS: dict[str, Act] = {
    "open": _open,
    "pause": _pause,
    "resume": _resume,
    "add-time": _add_time,
    "replace": _replace,
    "note": _note,
    "code": _code,
    "attendance": _attendance,
    "restore": _restore,
    "end-seat": _end_seat,
    "end": _end,
}
