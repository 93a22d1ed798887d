"""The studio page of one broadcast, and what its scripts need to know."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from .. import api
from ..models import Broadcast, Source
from ..permissions import VIEWERS, broadcast_for, can_change, can_send
from ..states import OVER
from . import stream_key
from .words import studio_words

# Stands for a broadcast in an address that a script fills in.
UNKNOWN_KEY = "00000000-0000-7000-8000-000000000000"


@access.officers(*VIEWERS)
def studio(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id)
    sends = can_send(officer, broadcast)
    context = {
        **facts(broadcast),
        "can_change": can_change(officer, broadcast) and broadcast.state == "scheduled",
        "can_invite": sends and broadcast.state not in OVER and broadcast.source == Source.BROWSER,
        "guests": broadcast.guests.filter(revoked_at=None).select_related("sponsor"),
        "invitation": _once(request, broadcast, "invitation"),
        "stream": _stream(officer, broadcast),
        "sends": sends,
        "page_config": studio_config(
            request, broadcast, owner=f"officer:{officer.pk}", urls=officer_urls(broadcast), sends=sends
        ),
    }
    frame = page_frame(broadcast.title, "media", (_("Live lessons"), "streaming_schedule"))
    response = TemplateResponse(request, "streaming/studio/studio.html", context | frame)
    response["Cache-Control"] = "no-store"  # a key or a code may stand on it
    return response


def facts(broadcast: Broadcast) -> dict[str, Any]:
    """What the page says about the lesson itself."""
    course = broadcast.course.draft_title if broadcast.course else ""
    return {"broadcast": broadcast, "course_title": course, "wards": list(broadcast.wards.all())}


def studio_config(
    request: HttpRequest, broadcast: Broadcast, *, owner: str, urls: dict[str, str], sends: bool
) -> dict[str, Any]:
    """For studio.js. `owner` is the name under which this page sends (Broadcast.sender)."""
    return {
        "broadcast": str(broadcast.pk),
        "title": broadcast.title,
        "state": broadcast.state,
        "source": broadcast.source,
        "owner": owner,
        "sends": sends,
        "height": settings.LIVE_PICTURE_HEIGHT,
        "csrf": get_token(request),
        "urls": urls,
        "patterns": patterns(),
        "words": studio_words(),
    }


def officer_urls(broadcast: Broadcast) -> dict[str, str]:
    names = {
        "state": "streaming_state",
        "token": "streaming_token",
        "end": "streaming_end",
        "takeOver": "streaming_take_over",
        "notes": "streaming_notes",
        "after": "streaming_after",
    }
    return {key: reverse(name, args=[broadcast.pk]) for key, name in names.items()}


def patterns() -> dict[str, str]:
    """Addresses for any broadcast: the script puts its number in the place of the key."""
    made = {name: reverse(f"streaming_{name}", args=[UNKNOWN_KEY]) for name in ("token", "end")}
    return {"key": UNKNOWN_KEY, **made}


def keep_once(request: HttpRequest, broadcast: Broadcast, what: str, value: dict[str, str]) -> None:
    """For the next showing of the page, and only for that."""
    request.session[f"streaming_{what}"] = {"broadcast": str(broadcast.pk), **value}


def _once(request: HttpRequest, broadcast: Broadcast, what: str) -> dict[str, str] | None:
    kept = request.session.get(f"streaming_{what}")
    if not kept or kept["broadcast"] != str(broadcast.pk):
        return None
    del request.session[f"streaming_{what}"]
    return kept  # type: ignore[no-any-return]


def _stream(officer: Officer, broadcast: Broadcast) -> dict[str, Any]:
    """Where an encoder sends to, and its key for those who may change the broadcast."""
    if broadcast.source != Source.ENCODER:
        return {}
    may_see = can_change(officer, broadcast)
    return {
        **stream_key.addresses_of(broadcast),
        "key": api.stream_key_of(broadcast) if may_see else "",
        "may_see": may_see,
    }
