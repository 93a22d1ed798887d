"""The access rules of routes that come with Wagtail and Django: they guard themselves, and stand here so that no route is without a rule."""

from __future__ import annotations

import re

from lms.people.access import AccessRule

# (URL table, pattern of the whole route, rule); the first match counts.
RULES: list[tuple[str, re.Pattern[str], AccessRule]] = [
    ("staff", re.compile(r"^admin/(login|logout)/"), AccessRule("public", reason="the way in and out")),
    ("staff", re.compile(r"^admin/(jsi18n|sprite)"), AccessRule("public", reason="scripts and icons without data")),
    (
        "staff",
        re.compile(r"^admin/"),
        AccessRule(
            "officer", reason="Wagtail asks for access_admin, then for its own permission on the page, image or snippet"
        ),
    ),
    ("staff", re.compile(r"^documents/"), AccessRule("officer", reason="Wagtail's collection permissions")),
    ("staff", re.compile(r"^$"), AccessRule("public", reason="leads to the admin, which asks who is there")),
]


def rule_for(origin: str, route: str) -> AccessRule | None:
    """The rule of a route that is not ours; None when nobody has thought about it."""
    return next((rule for name, pattern, rule in RULES if name == origin and pattern.match(route)), None)
