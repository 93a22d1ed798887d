"""Three host names, one process: each origin has its own URL table, cookie names and content security policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

_STRICT = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors {ancestors}; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; worker-src 'self' blob:; "
)


@dataclass(frozen=True)
class Origin:
    name: str
    urlconf: str
    policy: str


STAFF = Origin(
    "staff",
    "lms.urls.staff",
    # Wagtail's admin still has inline styles and a few inline scripts; nothing may be loaded from elsewhere.
    _STRICT.format(ancestors="'self'") + "connect-src 'self' {ingest}; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; frame-src 'self'",
)
TABLET = Origin(
    "tablet",
    "lms.urls.tablet",
    _STRICT.format(ancestors="'none'")
    + "connect-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; frame-src {content}",
)
CONTENT = Origin(
    "content",
    "lms.urls.content",
    "default-src 'self' data: blob: 'unsafe-inline'; connect-src 'none'; form-action 'none'; frame-ancestors {tablet} {staff}",
)
DEMO = Origin(
    "demo",
    "lms.urls.demo",
    # its buttons lead on to the other two origins
    _STRICT.format(ancestors="'none'").replace("form-action 'self'", "form-action 'self' {staff} {tablet}")
    + "connect-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'",
)
ORIGINS = {origin.name: origin for origin in (STAFF, TABLET, CONTENT, DEMO)}


def origin_of(request: HttpRequest) -> Origin | None:
    """The origin that the request's host name belongs to; None when it is none of ours."""
    host = request.get_host().rsplit(":", 1)[0].lower()
    return ORIGINS.get(settings.ORIGIN_HOSTS.get(host, ""))


class OriginMiddleware:
    """Picks the URL table by host, and puts the origin's headers on every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = origin_of(request)
        if origin is None:
            return HttpResponseNotFound(b"No such host.")
        request.origin = origin  # type: ignore[attr-defined]
        request.urlconf = origin.urlconf  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault(
            "Content-Security-Policy", origin.policy.format(**settings.ORIGIN_URLS, ingest=settings.INGEST_URL)
        )
        response.headers.setdefault("Origin-Agent-Cluster", "?1")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "geolocation=(), payment=(), usb=(), serial=()")
        if origin in (TABLET, CONTENT):
            response.cookies.clear()  # neither origin may ever set a cookie: a learner is not a Django user
        return response
