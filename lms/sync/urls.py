"""What sync adds to the tablet origin: the API under /api/v1/, blobs under signed paths. Each route with its access rule."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from lms.people import access

from . import tus
from .blob_view import blob
from .http import api

RULES = {
    "pair": access.public("a tablet has no token before it is paired; a one-time code and a proof of its key stand in"),
    "batches": access.public(
        "a tablet that was taken out of use may still deliver: signed by its key, into quarantine"
    ),
}


def _declared(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            rule = RULES.get(str(pattern.name or ""), access.device)
            pattern.callback = rule(pattern.callback)
    return patterns


_api_patterns, _app_name, _namespace = api.urls
urlpatterns = [
    path("api/v1/uploads", tus.create, name="uploads"),
    path("api/v1/uploads/<uuid:upload_id>", tus.one, name="upload"),
    path("api/v1/", include((_declared(list(_api_patterns)), _app_name), namespace=_namespace)),
    re_path(
        r"^blobs/(?P<device>[0-9a-f-]{36})/(?P<expires>[0-9]{1,12})/(?P<signature>[A-Za-z0-9_-]{22})/(?P<sha256>[0-9a-f]{64})$",
        blob,
        name="blob",
    ),
]
