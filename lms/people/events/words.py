"""What apps say about their own events: a sentence for each verb, where the pages of a thing lie, what an address is called.

The log itself keeps codes and labels; everything here can be changed at any time without touching what was logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from ..roles import Role

Sentence = Any  # text or lazy text with %(who)s and, mostly, %(what)s


@dataclass(frozen=True)
class Named:
    """What a key is called (empty: as the log has it), and where it can be looked at (empty: nowhere).

    `roles`: who may look; without them the rule of the route decides.
    """

    text: str = ""
    url: str = ""
    roles: frozenset[Role] = frozenset()


Finder = Callable[[set[str]], Mapping[str, Named]]  # keys → those that are there

_AREAS: dict[str, tuple[Any, dict[str, Sentence]]] = {}
_FINDERS: dict[str, Finder] = {}
_LABELS: dict[str, Any] = {}


def register_events(area: str, label: Any, sentences: Mapping[str, Sentence]) -> None:
    """`area` is the first part of the verbs (`people`), `label` its heading in the filter. A second call adds to the first."""
    _AREAS.setdefault(area, (label, {}))[1].update(sentences)


def register_details(labels: Mapping[str, Any]) -> None:
    """What the keys of an app's own details are called."""
    _LABELS.update(labels)


def label_of(key: str) -> Any | None:
    return _LABELS.get(key)


def register_finder(kinds: Iterable[str], finder: Finder) -> None:
    """For labels such as `learner:<key> …` (kind `learner`) and addresses such as `urn:newleaf:lesson:<key>` (the part before the key)."""
    for kind in kinds:
        _FINDERS[kind] = finder


def register_pages(model: type[Model], url_of: Callable[[str], str]) -> None:
    """The page of every row of a model that is still there, from its key."""

    def find(keys: set[str]) -> dict[str, Named]:
        return {str(key): Named(url=url_of(str(key))) for key in _there(model, keys)}

    register_finder([str(model._meta.model_name)], find)


def _there(model: type[Model], keys: set[str]) -> Iterable[Any]:
    try:
        return list(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
    except (ValueError, ValidationError):  # no keys of this model
        return []


def sentence_of(verb: str) -> Sentence | None:
    for _label, sentences in _AREAS.values():
        if verb in sentences:
            return sentences[verb]
    return None


def areas() -> list[tuple[Any, dict[str, Sentence]]]:
    """Heading and sentences of every area, in the order of their names."""
    return [_AREAS[area] for area in sorted(_AREAS)]


def find(kind: str, keys: set[str]) -> Mapping[str, Named]:
    finder = _FINDERS.get(kind)
    return finder(keys) if finder else {}
