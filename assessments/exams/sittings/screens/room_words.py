"""The words of the room screen's script, in the officer's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...models import Incident, Seat
from ..states import SittingState


def room_words() -> dict[str, object]:
    """`{n}` and the like are filled in by the script."""
    return {
        "states": {value: str(label) for value, label in SittingState.choices},
        "kinds": {value: str(label) for value, label in Incident.Kind.choices},
        "attendance": {value or "none": str(label) for value, label in Seat.Attendance.choices},
        "waiting": str(Seat.State.WAITING.label),
        "answering": str(Seat.State.ANSWERING.label),
        "submitted": str(Seat.State.SUBMITTED.label),
        "ended": pgettext("seat", "Ended"),
        "paused": pgettext("seat", "Paused"),
        "quiet": pgettext("seat", "Not heard from"),
        "flags": {
            "clock": _("Clock in doubt"),
            "lost": _("A tablet was lost"),
            "late": _("Answered after the end"),
            "free": _("Another tablet may come"),
            "extra": _("Extra time"),
            "aloud": _("Read aloud"),
        },
        "answered": _("{answered} of {of} answered"),
        "received": _("{received} received here"),
        "left": _("{time} left"),
        "seat": _("Seat {number}"),
        "counts": {
            "waiting": _("{n} not begun"),
            "answering": _("{n} answering"),
            "submitted": _("{n} handed in"),
            "quiet": _("{n} not heard from"),
            "ended": _("{n} ended"),
        },
        "here": _("{present} present, {absent} absent, {excused} excused, {none} not noted"),
        "roomPaused": _("The room is paused. All clocks stand."),
        "line": {
            "open": _("Updates by itself"),
            "asking": _("Updates every few seconds"),
            "away": _("No connection to the server. What you see may be old."),
        },
        "say": {
            "submitted": _("{who} has handed in."),
            "quiet": _("{who} is no longer heard from."),
            "back": _("{who} is heard from again."),
            "lost": _("{who} lost a tablet."),
            "clock": _("{who}: clock in doubt."),
            "state": _("The sitting: {state}."),
            "paused": _("The room is paused."),
            "resumed": _("The room goes on."),
            "found": _("{n} seats shown."),
            "allPresent": _("{n} set to present."),
            "undone": _("Undone."),
        },
        "endNames": _("{n} candidates are still answering:"),
        "endNobody": _("Nobody is answering any more."),
        "failed": _("This did not reach the server. Try again."),
        "minutes": _("{n} min"),
        "roomName": pgettext("exam", "Room"),
        "nobody": _("No seat matches."),
    }
