"""One thing found, and the sentences for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Severity = Literal["blocker", "warning", "info"]
_WEIGHT = {"info": 0, "warning": 1, "blocker": 2}

# code → (severity, sentence). {detail} is what was found, shortened.
CODES: dict[str, tuple[Severity, Any]] = {
    "outside_link": (
        "blocker",
        _("A link leads outside: {detail}. Nothing on a tablet may lead outside; take the link out."),
    ),
    "address_in_text": ("warning", _("An internet address stands in the text: {detail}. Tablets cannot open it.")),
    "outside_source": (
        "blocker",
        _("A part is loaded from outside: {detail}. Put the picture or file itself into the lesson."),
    ),
    "script": ("blocker", _("There is a script in it: {detail}.")),
    "event_handler": ("blocker", _("There is a script in an attribute: {detail}.")),
    "active_element": ("blocker", _("There is an element that can load or send something: {detail}.")),
    "gps": ("blocker", _("The picture says where it was taken.")),
    "camera_data": ("warning", _("The picture says with what and when it was taken: {detail}.")),
    "too_many_pixels": ("blocker", _("The picture is too large: {detail} pixels.")),
    "unreadable": ("blocker", _("This file cannot be read, so it cannot be checked. It may be damaged.")),
    "encrypted": ("blocker", _("This file is locked with a password, so it cannot be checked.")),
    "embedded_file": ("blocker", _("Another file is hidden in it: {detail}.")),
    "launch_action": ("blocker", _("It wants to do something when it is opened: {detail}.")),
    "author": ("warning", _("It names its author: {detail}.")),
    "comments": ("warning", _("There are comments in it.")),
    "tracked_changes": ("warning", _("Deleted text is still in it (tracked changes).")),
    "hidden_layers": ("warning", _("There are hidden layers in it.")),
    "hidden_slides": ("warning", _("There are hidden slides in it: {detail}.")),
    "macros": ("blocker", _("There are macros in it. Save it without macros.")),
    "executable": ("blocker", _("This is a program, or holds one: {detail}.")),
    "archive": ("blocker", _("This is a packed archive. Unpack it and add the files themselves.")),
    "archive_bomb": ("blocker", _("This file would unpack to far more than its size. It is not opened.")),
    "wrong_type": ("blocker", _("The file is not what its name says: {detail}.")),
    "two_files_in_one": ("blocker", _("A second file is hidden behind the first: {detail}.")),
    "id_number": ("blocker", _("There is an identity card number in it: {detail}.")),
    "mobile_number": ("warning", _("There is a mobile phone number in it: {detail}.")),
}


@dataclass(frozen=True)
class Finding:
    """`where`: the file, and the place in it. `detail` is cut short, and personal numbers are masked."""

    code: str
    severity: Severity
    where: str
    sentence: str | Promise
    detail: str = ""


def found(code: str, where: str, detail: object = "") -> Finding:
    severity, sentence = CODES[code]
    short = " ".join(str(detail).split())[:120]
    return Finding(
        code,
        severity,
        where[:200],
        format_lazy(sentence, detail=short) if "{detail}" in str(sentence) else sentence,
        short,
    )


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The heaviest severity among the findings; None when there are none."""
    return max((finding.severity for finding in findings), key=lambda severity: _WEIGHT[severity], default=None)


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Each thing in each place only once, blockers first."""
    kept = {(finding.code, finding.where, finding.detail): finding for finding in findings}
    return sorted(kept.values(), key=lambda finding: -_WEIGHT[finding.severity])
