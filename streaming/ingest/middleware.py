"""Refusals as JSON, and who else may read the answers: the pages of the staff origin, nobody else."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import async_only_middleware

from lms.lib.errors import Refused

Next = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


def headers_for(origin: str) -> dict[str, str]:
    headers = {"Vary": "Origin", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if origin == settings.ORIGIN_URLS["staff"]:
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, POST, PUT",
            "Access-Control-Allow-Headers": "authorization, content-type, newleaf-captured-at",
            "Access-Control-Expose-Headers": "retry-after",
            "Access-Control-Max-Age": "7200",
        }
    return headers


def refusal_body(error: Refused, **more: object) -> bytes:
    return json.dumps({"code": error.code, "sentence": str(error), **more}, ensure_ascii=False).encode()


@async_only_middleware
def ingest_middleware(get_response: Next) -> Next:
    async def middleware(request: HttpRequest) -> HttpResponseBase:
        response = HttpResponse(status=204) if request.method == "OPTIONS" else await get_response(request)
        for name, value in headers_for(request.headers.get("Origin", "")).items():
            response.headers.setdefault(name, value)
        return response

    return middleware
