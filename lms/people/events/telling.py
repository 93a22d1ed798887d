"""One event as a sentence: who, what, with links that the reader may follow, and its details as labelled lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lms.audit.models import AuditEvent

from ..models import Officer
from ..permissions import has_role
from ..roles import Role
from . import words
from .details import Line, lines_of, technical_lines
from .words import Named

_LABEL = re.compile(r"^([a-z_]+):(\S+)(?: (.*))?$", re.DOTALL)
_ADDRESS = re.compile(r"^(urn:newleaf:[a-z]+):(\S+)$")


@dataclass(frozen=True)
class Thing:
    """A label taken apart. `kind` and `key` are empty for plain texts."""

    kind: str
    key: str
    text: str
    url: str = ""

    @property
    def token(self) -> str:
        """What finds every event of this thing: the start of its label, or the whole text."""
        if not self.key:
            return self.text
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Told:
    """One event for the screen."""

    event: AuditEvent
    who: Thing
    what: Thing
    sentence: SafeString
    text: str  # the same without links
    details: list[Line]
    technical: list[Line]


def tell(events: Iterable[AuditEvent], reader: Officer) -> list[Told]:
    """The events in words, in the same order; names and pages of a kind are looked up together."""
    events = list(events)
    found = _look_up([label for event in events for label in (event.actor, event.target)])
    may = _Doors(reader)
    return [_tell(event, _thing(event.actor, found, may), _thing(event.target, found, may)) for event in events]


def events_about(field: str, text: str) -> Q:
    """Events whose label (`actor` or `target`) belongs to one key (`learner:<id>`), or says the text anywhere."""
    if _LABEL.match(text) or _ADDRESS.match(text):
        return Q(**{field: text}) | Q(**{f"{field}__startswith": f"{text} "})
    return Q(**{f"{field}__icontains": text})


def _tell(event: AuditEvent, who: Thing, what: Thing) -> Told:
    sentence = words.sentence_of(event.verb)
    template = str(sentence) if sentence else _("%(who)s: %(verb)s, %(what)s")
    plain = {"who": who.text, "what": what.text, "verb": event.verb}
    rich = {"who": _shown(who), "what": _shown(what), "verb": conditional_escape(event.verb)}
    return Told(
        event=event,
        who=who,
        what=what,
        sentence=mark_safe(conditional_escape(template) % rich),  # noqa: S308  (every part is escaped)
        text=template % plain,
        details=lines_of(event.detail),
        technical=technical_lines(event.detail),
    )


def _shown(thing: Thing) -> SafeString:
    name = format_html('<bdi class="newleaf-thing">{}</bdi>', thing.text)
    return format_html('<a href="{}">{}</a>', thing.url, name) if thing.url else name


def parse(label: str) -> Thing:
    if match := _ADDRESS.match(label):
        return Thing(match[1], match[2], _unnamed(match[1]))
    if match := _LABEL.match(label):
        return Thing(match[1], match[2], match[3] or _unnamed(match[1]))
    return Thing(
        "", "", {"system": _("The server"), "console": _("Somebody at the server's console")}.get(label, label)
    )


def _unnamed(kind: str) -> str:
    return {
        "statement": _("a record"),
        "urn:newleaf:lesson": _("a lesson that is no longer here"),
        "urn:newleaf:course": _("a course that is no longer here"),
    }.get(kind, kind)


def _look_up(labels: list[str]) -> dict[str, Mapping[str, Named]]:
    keys: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        thing = parse(label)
        if thing.key:
            keys[thing.kind].add(thing.key)
    return {kind: words.find(kind, wanted) for kind, wanted in keys.items()}


def _thing(label: str, found: Mapping[str, Mapping[str, Named]], may: _Doors) -> Thing:
    thing = parse(label)
    named = found.get(thing.kind, {}).get(thing.key)
    if named is None:
        return thing
    return Thing(thing.kind, thing.key, named.text or thing.text, named.url if may.open(named) else "")


class _Doors:
    """Which pages the reader's roles open, by the rule that the route declares; asked once a rule."""

    def __init__(self, reader: Officer) -> None:
        self._reader = reader
        self._known: dict[frozenset[Role], bool] = {}

    def open(self, named: Named) -> bool:
        if not named.url:
            return False
        roles = named.roles or self._rule_of(named.url)
        if roles not in self._known:
            self._known[roles] = bool(roles) and has_role(self._reader, *roles)
        return self._known[roles]

    @staticmethod
    def _rule_of(url: str) -> frozenset[Role]:
        """Roles that the route names; none when it names none, for then nobody has said who may look."""
        try:
            view: Any = resolve(urlsplit(url).path, urlconf="lms.urls.staff").func
        except Resolver404:
            return frozenset()
        rule = getattr(view, "access_rule", None)
        return rule.roles if rule else frozenset()
