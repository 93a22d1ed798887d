"""What did not arrive as the timetable says, on the start pages of those who can do something about it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from lms.people.models import Officer
from lms.people.start import Attention, register_attention

from ..permissions import OVERSEERS, PLANNERS
from ..states import BroadcastState
from ..timetable_check import missing_for


@register_attention(*{*PLANNERS, *OVERSEERS})
def missing(officer: Officer) -> Iterator[Attention]:
    """A teacher's own lessons that have not begun stand under "soon" already (streaming/studio/hooks.py)."""
    for broadcast, sentence in missing_for(officer):
        if broadcast.state == BroadcastState.SCHEDULED and broadcast.teacher_id == officer.pk:
            continue
        yield Attention(sentence, reverse("streaming_schedule"), urgent=True)
