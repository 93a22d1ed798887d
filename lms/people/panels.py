"""What other apps show on a learner's page: each registers a function that gives a card, or None when it has nothing to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .models import Learner
from .permissions import has_role
from .roles import Role


@dataclass(frozen=True)
class Panel:
    """One card. `template` is rendered with `context` and with `learner`."""

    title: Any
    template: str
    context: dict[str, Any]


Provider = Callable[[HttpRequest, Learner], Panel | None]
_PROVIDERS: dict[str, tuple[int, frozenset[Role], Provider]] = {}


def register_learner_panel(order: int, *roles: Role) -> Callable[[Provider], Provider]:
    """Mark a provider; it is asked only for officers who hold one of the roles in the learner's ward."""

    def register(provider: Provider) -> Provider:
        _PROVIDERS[f"{provider.__module__}.{provider.__qualname__}"] = (order, frozenset(roles), provider)
        return provider

    return register


def panels_of(request: HttpRequest, learner: Learner) -> list[Panel]:
    found = []
    for _order, roles, provider in sorted(_PROVIDERS.values(), key=lambda entry: entry[0]):
        if has_role(request.user, *roles, ward=learner.ward) and (panel := provider(request, learner)):
            found.append(panel)
    return found
