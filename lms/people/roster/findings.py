"""What was found in a row: codes with values, so that they can be kept, and their sentences in the reader's language."""

from __future__ import annotations

from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .columns import BY_FIELD


class Finding(TypedDict, total=False):
    code: str
    field: str
    value: str
    before: str
    after: str


ERRORS = {
    "missing": gettext_lazy("%(field)s is missing."),
    "unclear_date": gettext_lazy("%(field)s: “%(value)s” is not a clear date. Write it like 2026-03-01."),
    "unclear_truth": gettext_lazy("%(field)s: write yes or no instead of “%(value)s”."),
    "unclear_language": gettext_lazy(
        "Language “%(value)s” is not known. Write its name or its code, such as 中文 or zh."
    ),
    "too_long": gettext_lazy("%(field)s is too long: “%(value)s…”."),
    "formula": gettext_lazy("%(field)s: “%(value)s” looks like a formula. Write the value itself."),
    "duplicate": gettext_lazy("The number %(value)s stands more than once in this file."),
    "unknown_ward": gettext_lazy("There is no ward “%(value)s”. Correct the name, or have the ward entered first."),
    "unclear_ward": gettext_lazy(
        "More than one ward is called “%(value)s”. Write its code, or the wards above it with a slash."
    ),
    "foreign_ward": gettext_lazy("You do not look after the ward “%(value)s”."),
    "foreign_learner": gettext_lazy("The number belongs to a learner in a ward that you do not look after."),
    "dates_crossed": gettext_lazy("The expected release lies before the admission."),
}
NOTES = {
    "other_name": gettext_lazy("Another name under the same number: is this the same person?"),
    "returns": gettext_lazy("Had left and is taken back."),
    "moves": gettext_lazy("From %(before)s to %(after)s."),
    "changes": gettext_lazy("%(field)s: %(before)s → %(after)s."),
}
LONGEST_VALUE = 60


def finding(code: str, *, field: str = "", value: object = "", before: object = "", after: object = "") -> Finding:
    """Values are cut: they are for reading, not for keeping."""
    parts = {"field": field, "value": value, "before": before, "after": after}
    return Finding(code=code, **{name: str(part)[:LONGEST_VALUE] for name, part in parts.items() if part != ""})  # type: ignore[typeddict-item]


def sentence(found: Finding) -> str:
    field = BY_FIELD[found["field"]].label if found.get("field") in BY_FIELD else ""
    values = {
        "field": field,
        "value": found.get("value", ""),
        "before": _value(found, "before"),
        "after": _value(found, "after"),
    }
    return str((ERRORS | NOTES)[found["code"]]) % values


def is_error(found: Finding) -> bool:
    return found["code"] in ERRORS


def _value(found: Finding, side: str) -> str:
    value = found.get(side, "")  # type: ignore[misc]
    if found.get("field") == "literacy_help":
        return _("yes") if value == "True" else _("no")
    return str(value) or "—"
