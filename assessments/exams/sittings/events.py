"""The room as server-sent events: one event whenever something in it has changed.

Served by the ingest process, whose event loop can hold many open lines; the pages' server has only a few threads.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Refused
from lms.lib.threads import in_thread
from lms.people import access
from lms.people.models import Officer

from ..models import Sitting
from .board import board_of
from .permissions import can_hold

LOOK_SECONDS = 1.0
ALIVE_SECONDS = 15.0
LONGEST_SECONDS = 600.0  # then the page opens a new line, and the officer's right is looked at again
LIFETIME_SECONDS = 12 * 3600
_SALT = "assessments.sitting.room"


class LineRefused(Refused):
    status, code = 401, "bad_token"
    sentence = _("This page has been open for too long. Load it again.")


@dataclass(frozen=True)
class Listener:
    sitting: UUID
    officer: str


def line_token(sitting: Sitting, officer: Officer) -> str:
    """Opens the events of this sitting to this officer for twelve hours, and nothing else."""
    return signing.dumps({"s": str(sitting.pk), "o": str(officer.pk)}, salt=_SALT)


def listener_of(token: str) -> Listener:
    """Raises LineRefused."""
    try:
        claims = signing.loads(token, salt=_SALT, max_age=LIFETIME_SECONDS)
        return Listener(UUID(claims["s"]), str(claims["o"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise LineRefused from error


async def _events(request: HttpRequest, sitting_id: UUID) -> HttpResponseBase:
    """`?token=`: an EventSource sends no headers."""
    try:
        listener = listener_of(request.GET.get("token", ""))
        if listener.sitting != sitting_id or not await in_thread(_may_listen, listener):
            raise LineRefused
    except LineRefused as error:
        body = json.dumps({"code": error.code, "sentence": str(error)}, ensure_ascii=False)
        return HttpResponse(body, status=error.status, content_type="application/json")
    return StreamingHttpResponse(
        _told(sitting_id),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


events = access.signed(_events)


async def _told(sitting_id: UUID) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    began = quiet_since = loop.time()
    before = ""
    yield b"retry: 2000\n\n"
    while loop.time() - began < LONGEST_SECONDS:
        now = await in_thread(_board, sitting_id)
        if now != before:
            before, quiet_since = now, loop.time()
            yield f'data: {{"now": {time.time():.1f}, {now[1:]}\n\n'.encode()
        elif loop.time() - quiet_since > ALIVE_SECONDS:
            quiet_since = loop.time()
            yield b": here\n\n"
        await asyncio.sleep(LOOK_SECONDS)


def _may_listen(listener: Listener) -> bool:
    officer = Officer.objects.filter(pk=listener.officer).first()
    sitting = Sitting.objects.filter(pk=listener.sitting).first()
    return sitting is not None and can_hold(officer, sitting)


def _board(sitting_id: UUID) -> str:
    return json.dumps(board_of(Sitting.objects.get(pk=sitting_id)), ensure_ascii=False)
