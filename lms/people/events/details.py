"""The detail of an event as lines that a person reads: a label and what it says. Fingerprints and keys are kept apart."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ..models import Device, Learner, LearnerSecret, Officer
from ..roles import Role
from . import words

_KEY = re.compile(r"^[0-9a-f]{8}-[0-9a-f-]{27}$")
_MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*$")
_LABEL = re.compile(r"^[a-z]+:\S+ (.+)$", re.DOTALL)
TECHNICAL = frozenset(
    ["sha256", "package", "instead_of", "manifest", "iri", "thumbprint", "statement", "epoch", "database_sha256"]
)
LISTS = frozenset(["serials", "learners", "wards", "alarms"])  # of any length; other pairs are before and after
SHOWN_NAMES = 20


@dataclass(frozen=True)
class Line:
    label: str
    value: str


def lines_of(detail: str) -> list[Line]:
    """What a person wants to know; nothing for an event without details."""
    return [Line(_label(key), _value(key, value)) for key, value in _tree(detail).items() if _worth_it(key, value)]


def technical_lines(detail: str) -> list[Line]:
    """Keys and fingerprints, for whoever compares them."""
    return [Line(_label(key), str(value)) for key, value in _tree(detail).items() if key in TECHNICAL and value]


def _tree(detail: str) -> dict[str, Any]:
    try:
        tree = json.loads(detail) if detail else {}
    except ValueError:
        return {"note": detail}
    return tree if isinstance(tree, dict) else {"note": tree}


def _worth_it(key: str, value: Any) -> bool:
    return key not in TECHNICAL and value not in ("", None, [], {})


def _label(key: str) -> str:
    known = {
        "added": _("Added"),
        "after": _("After"),
        "again": _("Asked again"),
        "before": _("Before"),
        "blobs": _("Files"),
        "changed": _("Changed"),
        "comment": pgettext("audit", "Comment"),
        "conflict": _("In conflict"),
        "count": _("How many"),
        "cues": _("Lines of captions"),
        "database_sha256": _("Fingerprint of the database"),
        "date": _("Date"),
        "date_cancelled": _("Cancelled the date"),
        "due_on": _("Due"),
        "epoch": _("Epoch"),
        "error": _("Refused lines"),
        "factor": _("Second factor"),
        "file": _("File"),
        "first_officer": _("First officer"),
        "from": _("From"),
        "instead_of": _("Instead of"),
        "iri": _("Address"),
        "key": _("Key"),
        "kind": _("Kind"),
        "language": _("Language"),
        "learners": _("Learners"),
        "lost": _("Not brought over"),
        "made_at": _("Made at"),
        "manifest": _("Manifest"),
        "moved": pgettext("audit", "Moved"),
        "name": _("Name"),
        "new": pgettext("audit", "New"),
        "note": _("Note"),
        "package": _("Package"),
        "place": _("Place"),
        "prison": _("Prison"),
        "reason": _("Reason"),
        "receipt": _("Receipt"),
        "removed": _("Removed"),
        "retire_missing": _("Who is missing in the file has left"),
        "retired": _("Left"),
        "role": _("Role"),
        "safe_through": _("Safe up to"),
        "serial": _("Serial number"),
        "serials": _("Serial numbers"),
        "sha256": _("Fingerprint of the file"),
        "slips": _("Slips"),
        "statement": _("Record"),
        "statements": _("Records"),
        "thumbprint": _("Fingerprint of the tablet's key"),
        "title": _("Title"),
        "to": _("To"),
        "unchanged": _("Unchanged"),
        "undone": _("Taken back"),
        "version": _("Version"),
        "ward": _("Ward"),
    }
    if key in known:
        return known[key]
    if label := words.label_of(key):
        return str(label)
    for model in (Learner, Officer):
        for field in model._meta.fields:
            if field.name == key:
                return str(field.verbose_name)
    return key.replace("_", " ")


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{_label(name)}: {_value(name, inner)}" for name, inner in value.items() if inner)
    if isinstance(value, list):
        return _listed(key, value)
    return _coded(key, str(value))


def _listed(key: str, values: list[Any]) -> str:
    """Two texts are before and after; keys are counted; names are listed, the first twenty of them."""
    if values and all(isinstance(one, str) and _KEY.match(one) for one in values):
        return ngettext("%(n)s learner", "%(n)s learners", len(values)) % {"n": len(values)}
    if key == "changed":
        return ", ".join(_label(str(one)) for one in values)
    if len(values) == 2 and all(isinstance(one, str) for one in values) and key not in LISTS:
        return f"{values[0] or '–'} → {values[1] or '–'}"
    names = [str(one[0]) if isinstance(one, list) and one else str(one) for one in values]
    more = len(names) - SHOWN_NAMES
    shown = ", ".join(names[:SHOWN_NAMES])
    return shown + (" " + ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more > 0 else "")


def _coded(key: str, text: str) -> str:
    codes: dict[str, dict[str, Any]] = {
        "role": dict(Role.choices),
        "kind": {**dict(Device.Kind.choices), **dict(LearnerSecret.Kind.choices)},
        "language": dict(settings.LANGUAGES),
        "reason": {"dormant": _("not here for 90 days"), "demo": _("set up for the demo")},
        "factor": {
            "key": _("security key"),
            "token": _("code token"),
            "list": _("list of one-time codes"),
            "none": _("none"),
        },
    }
    if text in codes.get(key, {}):
        return str(codes[key][text])
    if _MOMENT.match(text) and (moment := parse_datetime(text)):
        return date_format(timezone.localtime(moment) if timezone.is_aware(moment) else moment, "Y-m-d H:i")
    match = _LABEL.match(text) if key in ("to", "from") else None
    return match[1] if match else text
