"""What the classroom's script in the studio needs to know, as JSON in the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from streaming.models import Broadcast, LiveQuestion

register = template.Library()
UNKNOWN = "00000000-0000-7000-8000-000000000000"  # stands for a question or poll in an address that the script fills in


@register.simple_tag
def room_config(broadcast: Broadcast) -> SafeString:
    urls = {
        "settle": _pattern("streaming_settle", broadcast, "{question}"),
        "closePoll": _pattern("streaming_close_poll", broadcast, "{poll}"),
        "openPoll": reverse("streaming_open_poll", args=[broadcast.pk]),
    }
    return json_script({"urls": urls, "words": _words()}, "room-config")


def _pattern(name: str, broadcast: Broadcast, place: str) -> str:
    return reverse(name, args=[broadcast.pk, UNKNOWN]).replace(UNKNOWN, place)


def _words() -> dict[str, Any]:
    return {
        "away": _("The classroom's line is down. It comes back by itself; the lesson goes on."),
        "lineDown": _("No line to the server at the moment. Try again."),
        "pollOpen": _("{n} answers so far"),
        "pollClosed": _("Closed with {n} answers"),
        "noPicture": _("{n} without picture"),
        "noSound": _("{n} without sound"),
        "questionStates": {value: str(label) for value, label in LiveQuestion.State.choices},
    }
