"""The first-run guide: from an empty prison to the first receipt. Each step looks at what is really there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from lms.people.models import Officer, Prison
from lms.people.permissions import held_roles
from lms.people.roles import Role


@dataclass(frozen=True)
class GuideStep:
    """`done` asks the apps below about one prison; `roles` are those who can do it; `url_name` takes no arguments."""

    key: str
    order: int
    label: Any
    text: Any
    url_name: str
    roles: frozenset[Role]
    done: Callable[[Prison], bool]


@dataclass(frozen=True)
class StepState:
    step: GuideStep
    number: int
    done: bool
    is_next: bool
    url: str


_STEPS: dict[str, GuideStep] = {}


def register_guide_step(
    key: str,
    order: int,
    label: Any,
    text: Any,
    *,
    url_name: str,
    roles: tuple[Role, ...],
    done: Callable[[Prison], bool],
    default: bool = False,
) -> None:
    """Add a step, or replace the one with the same key; a `default` one never replaces (an app above knows better)."""
    if not (default and key in _STEPS):
        _STEPS[key] = GuideStep(key, order, label, text, url_name, frozenset(roles), done)


def guide_for(officer: Officer, prison: Prison) -> list[StepState]:
    """All steps for the prison, the first undone one marked; without a link where the officer's roles do not do it."""
    states: list[StepState] = []
    held, found_next = held_roles(officer), False
    for number, step in enumerate(sorted(_STEPS.values(), key=lambda step: step.order), 1):
        done = step.done(prison)
        is_next = not done and not found_next
        found_next = found_next or is_next
        url = "" if held.isdisjoint(step.roles) else _url(step.url_name)
        states.append(StepState(step, number, done, is_next, url))
    return states


def guide_prison(officer: Officer) -> Prison | None:
    """The prison that the guide speaks of: the officer's own, or the only one that there is."""
    if officer.prison:
        return officer.prison
    prisons = list(Prison.objects.all()[:2])
    return prisons[0] if len(prisons) == 1 else None


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
