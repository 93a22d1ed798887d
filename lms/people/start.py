"""What each app puts on the start page of a role: its most frequent tasks, and what waits for the officer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from .models import Officer
from .permissions import held_roles
from .roles import Role


@dataclass(frozen=True)
class StartTask:
    """One big button. `url_name` is a name of the staff URL table that takes no arguments."""

    role: Role
    order: int
    label: Any
    url_name: str
    icon: str
    description: Any


@dataclass(frozen=True)
class Attention:
    """One line under "needs attention": a sentence and the page where it is dealt with; `with_others` when it is the officer's, but others must act."""

    text: str
    url: str
    urgent: bool = False
    with_others: bool = False


_TASKS: dict[tuple[Role, str], StartTask] = {}
_NOTES: dict[Role, Any] = {}
_OWN_PAGES: list[tuple[frozenset[Role], Callable[[], Any]]] = []
_PROVIDERS: dict[str, tuple[frozenset[Role], Callable[[Officer], Iterable[Attention]]]] = {}


def register_tasks(role: Role, order: int, label: Any, url_name: str, icon: str, description: Any) -> None:
    """Put one of the role's three most frequent tasks on its start page; a second call for the same page replaces the first."""
    _TASKS[role, url_name] = StartTask(role, order, label, url_name, icon, description)


def register_note(role: Role, sentence: Any) -> None:
    """What a role is told while it has fewer than three tasks: what will stand here, and until when there is nothing to do."""
    _NOTES[role] = sentence


def note_of(role: Role) -> Any:
    return _NOTES.get(role, "")


def register_own_page(*roles: Role, panel: Callable[[], Any]) -> None:
    """Officers who hold only these roles start on this panel (a Wagtail component) instead of the general start page."""
    _OWN_PAGES.append((frozenset(roles), panel))


def own_page_of(officer: Officer) -> Any:
    """A new panel, or None for whom the general start page is."""
    held = held_roles(officer)
    return next((panel() for roles, panel in _OWN_PAGES if held and held <= roles), None)


def register_attention(
    *roles: Role,
) -> Callable[[Callable[[Officer], Iterable[Attention]]], Callable[[Officer], Iterable[Attention]]]:
    """Mark a function that lists what waits for this officer; it is asked when one of the roles is held. It must be cheap."""

    def register(provider: Callable[[Officer], Iterable[Attention]]) -> Callable[[Officer], Iterable[Attention]]:
        _PROVIDERS[f"{provider.__module__}.{provider.__qualname__}"] = (frozenset(roles), provider)
        return provider

    return register


def tasks_of(role: Role) -> list[StartTask]:
    return sorted((task for task in _TASKS.values() if task.role == role), key=lambda task: task.order)


def attention_of(officer: Officer, *, besides: Collection[Callable[..., Any]] = ()) -> list[Attention]:
    """Everything that waits for the officer, urgent things first. `besides`: providers whose things the page shows itself."""
    found: list[Attention] = []
    for roles, provider in _PROVIDERS.values():
        if provider in besides:
            continue
        if not roles or not roles.isdisjoint(held_roles(officer)):
            found += provider(officer)
    return sorted(found, key=lambda attention: not attention.urgent)
