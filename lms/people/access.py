"""The declared access rule of every route. A contract test walks all URL tables and fails on a route without one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _

from .models import Officer
from .permissions import has_role
from .roles import Role


@dataclass(frozen=True)
class AccessRule:
    """`kind`: officer (signed in, one of `roles`, any when empty), half_officer (a right password, no session yet), device (DPoP), guest (a guest teacher's cookie for one broadcast), signed (a signed path), public."""

    kind: str
    roles: frozenset[Role] = frozenset()
    reason: str = ""


View = Callable[..., Any]


class OfficerRequest(HttpRequest):
    """For annotations only: what reaches a view behind `officers(…)` has an officer for its user."""

    user: Officer  # type: ignore[assignment]


def officers(*roles: Role) -> Callable[[View], View]:
    """Only signed-in officers who hold one of the roles somewhere; which rows they see is the view's `x_for(…)`."""
    rule = AccessRule("officer", frozenset(roles))
    return lambda view: _guarded(view, rule)


def public(reason: str) -> Callable[[View], View]:
    """Everybody, for a reason that stands in the code."""
    return lambda view: _declared(view, AccessRule("public", reason=reason))


def half_signed_in(view: View) -> View:
    """Somebody who has given the password but not yet the second factor; the view asks `flow.pending_officer`."""
    return _declared(view, AccessRule("half_officer"))


def device(view: View) -> View:
    """A paired tablet: the endpoint's own authentication has checked its key (lms/sync)."""
    return _declared(view, AccessRule("device"))


def guest(view: View) -> View:
    """A guest teacher without an account: the view asks for the signed cookie of the one broadcast in its path (streaming)."""
    return _declared(view, AccessRule("guest"))


def signed(view: View) -> View:
    """An expiring signed path."""
    return _declared(view, AccessRule("signed"))


def guard(patterns: Iterable[URLPattern | URLResolver], *roles: Role) -> list[URLPattern | URLResolver]:
    """The same URL patterns with every view behind `officers(*roles)`: for viewsets, whose views are made elsewhere."""
    patterns = list(patterns)
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            guard(pattern.url_patterns, *roles)
        elif not hasattr(pattern.callback, "access_rule"):
            pattern.callback = officers(*roles)(pattern.callback)
    return patterns


def _declared(view: View, rule: AccessRule) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


def _guarded(view: View, rule: AccessRule) -> View:
    @functools.wraps(view)
    def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not (has_role(request.user, *(rule.roles or Role))):
            raise PermissionDenied(_("Your account may not do this here."))
        return view(request, *args, **kwargs)

    return _declared(wrapper, rule)
