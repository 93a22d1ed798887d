"""The protocol over HTTP. Each view parses, has one thing done in a thread that may wait for the disk, and answers as JSON."""

from __future__ import annotations

import atexit
import functools
import json
import logging
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Refused, TooMany
from lms.lib.faults import faultpoint
from lms.lib.threads import in_thread
from lms.people import access

from ..models import EpochKind
from . import pen
from .errors import Unreadable
from .following import Follower
from .middleware import refusal_body
from .receiving import Receiver
from .storage import Hole
from .tokens import Bearer, read

View = Callable[..., Coroutine[Any, Any, HttpResponse]]

log = logging.getLogger("newleaf.ingest")

_MAX_CHUNKS = 10_000_000


class _Hole(Conflict):
    code, sentence = "hole", _("A piece is missing before this one.")


class _NotNow(Refused):
    status, code = 503, "not_now"
    sentence = _(
        "The server cannot take this at the moment. Your recording is safe on this computer and goes up by itself."
    )


@functools.cache
def receiver() -> Receiver:
    """The one of this process; the rows follow it until the process ends."""
    follower = Follower()
    follower.start()
    atexit.register(follower.stop)
    return Receiver(follower)


def bearer_of(request: HttpRequest) -> Bearer:
    """Raises BadToken."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return read(token if scheme.lower() == "bearer" else "")


def answered(method: str) -> Callable[[View], View]:
    """Only this method, only with a token, and every refusal as {code, sentence} in the sender's language."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        async def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            language = translation.get_language_from_request(request)
            try:
                if request.method != method:
                    return HttpResponse(status=405, headers={"Allow": f"{method}, OPTIONS"})
                bearer = bearer_of(request)
                language = bearer.language or language
                return await view(request, bearer, *args, **kwargs)
            except Hole as hole:
                return _refused(_Hole(), language, next=hole.next)
            except Refused as error:
                return _refused(error, language)
            except (DatabaseError, OSError) as error:
                # A full disk, or a database that starts anew: the sender keeps its chunk and comes again.
                log.warning("%s %s could not be done: %s", request.method, request.path, error)
                return _refused(_NotNow(retry_after_seconds=2), language)

        return access.signed(wrapper)  # type: ignore[no-any-return]

    return wrap


def _refused(error: Refused, language: str, **more: object) -> HttpResponse:
    with translation.override(language):
        response = HttpResponse(refusal_body(error, **more), status=error.status, content_type="application/json")
    if isinstance(error, TooMany) or error.retry_after_seconds:
        response["Retry-After"] = str(error.retry_after_seconds or 1)
    return response


@answered("POST")
async def open_epoch(request: HttpRequest, bearer: Bearer, broadcast_id: UUID) -> HttpResponse:
    said = _json(request)
    if bearer.broadcast_id != broadcast_id:
        raise Unreadable
    try:
        epoch_id, captured_at = UUID(str(said["epoch"])), int(said["captured_at"])
        media_type, kind = str(said["media_type"]), str(said.get("kind", EpochKind.BROWSER))
    except (KeyError, ValueError, TypeError) as error:
        raise Unreadable from error
    if kind not in (EpochKind.BROWSER, EpochKind.UPLOAD) or not 0 <= captured_at < 1 << 53:
        raise Unreadable
    epoch, new = await in_thread(
        pen.open_epoch, bearer, epoch_id, media_type=media_type, captured_at=captured_at, kind=kind
    )
    reached, finished = (0, False) if new else await in_thread(receiver().where, bearer, epoch.pk)
    return JsonResponse({"next": reached, "finished": finished}, status=201 if new else 200)


@answered("PUT")
async def put_chunk(request: HttpRequest, bearer: Bearer, epoch_id: UUID, n: int) -> HttpResponse:
    captured = request.headers.get("Newleaf-Captured-At", "0")
    if not captured.isdigit() or int(captured) >= 1 << 53 or n >= _MAX_CHUNKS:
        raise Unreadable
    reached = await in_thread(receiver().put, bearer, epoch_id, n, request.body, int(captured))
    faultpoint("streaming.ingest.before_ack")
    return JsonResponse({"next": reached})


@answered("POST")
async def finish_epoch(request: HttpRequest, bearer: Bearer, epoch_id: UUID) -> HttpResponse:
    try:
        chunks = int(_json(request)["chunks"])
    except (KeyError, ValueError, TypeError) as error:
        raise Unreadable from error
    reached, complete = await in_thread(receiver().finish, bearer, epoch_id, chunks)
    if not complete:
        raise Hole(reached)
    return JsonResponse({"next": reached, "finished": True})


@answered("GET")
async def see_epoch(request: HttpRequest, bearer: Bearer, epoch_id: UUID) -> HttpResponse:
    reached, finished = await in_thread(receiver().where, bearer, epoch_id)
    return JsonResponse({"next": reached, "finished": finished})


async def _health(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True})


health = access.public("says only that the process answers")(_health)


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except ValueError as error:
        raise Unreadable from error
    if not isinstance(said, dict):
        raise Unreadable
    return said
