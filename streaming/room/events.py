"""The teacher's view of the classroom as server-sent events: one event whenever something has changed.

Served by the ingest process, whose event loop can hold many open lines; the pages' server has only a few threads.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lms.lib.threads import in_thread
from lms.people import access
from streaming.ingest.middleware import refusal_body
from streaming.ingest.tokens import BadToken, Bearer, read
from streaming.models import Broadcast

from .board import desk_of

LOOK_SECONDS = 1.0
ALIVE_SECONDS = 15.0
LONGEST_SECONDS = 3600.0  # then the page opens a new line, with a token that is checked again


async def _events(request: HttpRequest, broadcast_id: UUID) -> HttpResponseBase:
    """`?token=` is a sender's token of this broadcast: an EventSource sends no headers."""
    try:
        bearer = read(request.GET.get("token", ""))
        if bearer.broadcast_id != broadcast_id:
            raise BadToken
    except BadToken as error:
        return HttpResponse(refusal_body(error), status=error.status, content_type="application/json")
    return StreamingHttpResponse(
        _told(bearer),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


events = access.signed(_events)


async def _told(bearer: Bearer) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    began = quiet_since = loop.time()
    before = ""
    yield b"retry: 2000\n\n"
    while loop.time() - began < LONGEST_SECONDS:
        now = await in_thread(_desk, bearer)
        if now != before:
            before, quiet_since = now, loop.time()
            yield f"data: {now}\n\n".encode()
        elif loop.time() - quiet_since > ALIVE_SECONDS:
            quiet_since = loop.time()
            yield b": here\n\n"
        await asyncio.sleep(LOOK_SECONDS)


def _desk(bearer: Bearer) -> str:
    """A guest from outside sees what was asked, not by whom."""
    desk = desk_of(Broadcast.objects.get(pk=bearer.broadcast_id))
    if bearer.sender.startswith("guest:"):
        for question in desk["questions"]:
            question["who"] = ""
    return json.dumps(desk, ensure_ascii=False, sort_keys=True)
