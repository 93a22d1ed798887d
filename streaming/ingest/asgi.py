"""The entry of the ingest process (ASGI). Sizes are checked here, before Django reads a body."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from django.core.asgi import get_asgi_application
from django.utils import translation

from lms.lib.errors import Refused

from .errors import ChunkTooLarge, LengthNeeded
from .limits import CHUNK_BYTES
from .middleware import headers_for, refusal_body

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

os.environ["DJANGO_SETTINGS_MODULE"] = "streaming.ingest.settings"
_django = get_asgi_application()

_DRAINED_BYTES = 256 * 1024 * 1024  # so much is read and thrown away, so that the sender hears why
_OTHER_BYTES = 64 * 1024


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    refusal = _refusal(scope)
    if refusal is None:
        await _django(scope, receive, send)
        return
    await _drain(receive)
    with translation.override(_language(scope)):
        body = refusal_body(refusal)
    headers = [
        (name.lower().encode(), value.encode()) for name, value in headers_for(_header(scope, b"origin")).items()
    ]
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _refusal(scope: Scope) -> Refused | None:
    if scope["method"] not in ("PUT", "POST"):
        return None
    length = _header(scope, b"content-length")
    if not length.isdigit():
        return LengthNeeded()
    return ChunkTooLarge() if int(length) > (CHUNK_BYTES if scope["method"] == "PUT" else _OTHER_BYTES) else None


async def _drain(receive: Receive) -> None:
    read = 0
    while read < _DRAINED_BYTES:
        message = await receive()
        read += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


def _header(scope: Scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == wanted), "")


def _language(scope: Scope) -> str:
    return "en" if _header(scope, b"accept-language").lower().startswith("en") else "zh-hans"
