"""Live lessons on the tablet origin, below /api/v1/live."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from lms.people import access

from .tablet import api

_patterns, _app_name, _namespace = api.urls
for _pattern in _patterns:
    _pattern.callback = access.device(_pattern.callback)  # type: ignore[arg-type]
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/live/", include((_patterns, _app_name), namespace=_namespace)),
]
