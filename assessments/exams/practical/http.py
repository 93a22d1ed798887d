"""What the evaluators' app asks of the staff server: who is signed in, a sitting to take along, keys, records, photos."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST
from pydantic import BaseModel, ValidationError

from lms.people import access
from lms.people.screens.page import officer_of
from lms.sync.tus import View, tus_views

from ..permissions import EXAMINERS
from . import api
from .errors import BadRecord
from .shapes import Key

PHOTOS = re.compile(r"image/jpeg$")  # the app writes each photo anew
MOST_PHOTO_BYTES = 8 * 1024 * 1024

Shaped = TypeVar("Shaped", bound=BaseModel)


@access.officers(*EXAMINERS)
@never_cache
@ensure_csrf_cookie
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    sittings = [
        {
            "id": str(sitting.pk),
            "title": sitting.title,
            "room": sitting.room,
            "planned_start": sitting.planned_start.isoformat(),
            "seats": seats,
        }
        for sitting, seats in api.sittings_with_practicals(officer)
    ]
    now = timezone.now().isoformat()
    return JsonResponse({"officer": {"id": officer.pk, "name": str(officer)}, "sittings": sittings, "server_time": now})


@access.officers(*EXAMINERS)
@never_cache
@require_POST
def take(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    return JsonResponse(api.take_along(sitting_id, by=officer_of(request)))


@access.officers(*EXAMINERS)
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    registered = api.register_key(_read(request, Key), by=officer_of(request))
    return JsonResponse({"id": str(registered.pk)})


@access.officers(*EXAMINERS)
@require_POST
def records(request: HttpRequest) -> HttpResponse:
    body = _body(request)
    found = body.get("records") if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise BadRecord
    verdicts = api.take_in(found, by=officer_of(request))
    return JsonResponse({"verdicts": [one.model_dump() for one in verdicts]})


def _read(request: HttpRequest, shape: type[Shaped]) -> Shaped:
    try:
        return shape.model_validate(_body(request))
    except ValidationError as error:
        raise BadRecord from error


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRecord from error


def _of_officers(view: View) -> View:
    """With the officer's session and, unlike a tablet's uploads, with the token against requests from elsewhere."""
    return access.officers(*EXAMINERS)(view)


photos, photo = tus_views(officer_of, _of_officers, kinds=PHOTOS, most_bytes=MOST_PHOTO_BYTES)
