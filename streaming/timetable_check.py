"""The timetable against what arrived: whoever teaches is told within minutes when a lesson, its picture or its time is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.models import Officer

from .models import Broadcast
from .permissions import broadcasts_for
from .states import BroadcastState

LATE = timedelta(minutes=3)
_SILENT = timedelta(minutes=1)
_LOOK_BACK = timedelta(hours=12)


def missing(broadcast: Broadcast) -> str:
    """A sentence about what is missing; "" when all is well. Picture and sound are the packager's to judge (health)."""
    now = timezone.now()
    if broadcast.state == BroadcastState.SCHEDULED:
        if now - broadcast.planned_start < LATE:
            return ""
        minutes = int((now - broadcast.planned_start).total_seconds() // 60)
        return _("“%(title)s” should have begun %(minutes)s minutes ago. Nothing has arrived yet.") % {
            "title": broadcast.title,
            "minutes": minutes,
        }
    if broadcast.state == BroadcastState.INTERRUPTED and broadcast.interrupted_at:
        if now - broadcast.interrupted_at < _SILENT:
            return ""
        return _("“%(title)s” is interrupted since %(time)s. What was recorded is safe.") % {
            "title": broadcast.title,
            "time": f"{timezone.localtime(broadcast.interrupted_at):%H:%M}",
        }
    if broadcast.state == BroadcastState.ENDED:
        return _short(broadcast)
    return ""


def _short(broadcast: Broadcast) -> str:
    """Nothing at all, or much less than the time between beginning and end: parts may still wait in a browser."""
    if not broadcast.epochs.filter(next_chunk__gt=0).exists():
        return _("“%(title)s” has ended, but no recording has arrived.") % {"title": broadcast.title}
    waiting = broadcast.epochs.filter(finished_at=None, kind="browser").exists()
    if waiting and broadcast.ended_at and timezone.now() - broadcast.ended_at > LATE:
        return _(
            "Parts of “%(title)s” may still wait on the computer that recorded it. Open the studio page there, and they go up by themselves."
        ) % {"title": broadcast.title}
    return ""


def missing_for(officer: Officer) -> Iterator[tuple[Broadcast, str]]:
    """Of today's broadcasts that this officer may see: those with something missing."""
    now = timezone.now()
    near = broadcasts_for(officer).filter(planned_start__gt=now - _LOOK_BACK, planned_start__lt=now)
    for broadcast in near.exclude(state=BroadcastState.CANCELLED).order_by("planned_start"):
        if sentence := missing(broadcast):
            yield broadcast, sentence
