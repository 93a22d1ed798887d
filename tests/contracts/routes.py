"""Every route of an origin with its view and its declared rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from lms.people.access import AccessRule
from lms.urls.third_party import rule_for

ORIGINS = ("staff", "tablet", "content", "demo", "ingest")
OURS = ("lms.", "content.", "assessments.", "streaming.")


@dataclass(frozen=True)
class Route:
    origin: str
    route: str
    name: str
    view: object
    ours: bool
    rule: AccessRule | None
    converters: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.origin}: /{self.route}"


def all_routes(origin: str) -> list[Route]:
    table = import_module(f"lms.urls.{origin}").urlpatterns
    return list(_walk(origin, table, "", ""))


def _walk(origin: str, patterns, before: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        part = str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(origin, pattern.url_patterns, before + part, inner)
        elif isinstance(pattern, URLPattern):
            yield _route(origin, pattern, before + part, namespace)


def _route(origin: str, pattern: URLPattern, route: str, namespace: str) -> Route:
    view = pattern.callback
    module = getattr(getattr(view, "view_class", view), "__module__", "") or ""
    rule = getattr(view, "access_rule", None) or _ninja_rule(view) or rule_for(origin, route)
    converters = tuple(pattern.pattern.converters) if isinstance(pattern.pattern, RoutePattern) else ()
    return Route(origin, route, namespace + (pattern.name or ""), view, module.startswith(OURS), rule, converters)


def _ninja_rule(view) -> AccessRule | None:
    """django-ninja has one view a path with an operation for each method: every one of them must be declared."""
    operations = getattr(getattr(view, "__self__", None), "operations", None)
    if operations is None:
        for cell in getattr(view, "__closure__", None) or ():
            operations = getattr(cell.cell_contents, "operations", None) or operations
    if not operations:
        return None
    rules = [getattr(operation.view_func, "access_rule", None) for operation in operations]
    return None if None in rules else rules[0]
