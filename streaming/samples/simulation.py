"""A simulated live lesson: planned for the demo's teacher and ward, a camera plays into the ingest until the time is over or somebody ends it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone, translation

from content.samples.words import T

from .. import api
from ..errors import NotRunning
from ..models import Broadcast
from ..states import OVER, RUNNING, BroadcastState
from .camera import Camera
from .cast import Cast, find_cast
from .lesson import LANGUAGE, Slide
from .rendering import render
from .sending import Refused, Sender, Unreachable
from .status import SIMULATION, read_status, write_status

TITLE = "模拟直播课 Simulated live lesson"
SLIDES = [
    Slide(
        T("这是一堂模拟的直播课", "This live lesson is simulated"),
        "直播",
        ["时钟走的是真实时间", "平板上马上能看到", "可以提问，可以投票", "结束以后自动变成录像"],
        [
            "各位学员，大家好，这是一堂模拟的直播课。",
            "右上角的时钟，走的是真实的时间。",
            "在平板上，您比老师晚看到几秒钟。",
            "有不明白的地方，请按提问，写给老师。",
            "只有老师能看到您的问题。",
            "没有赶上开头，可以从头看起。",
        ],
    ),
    Slide(
        T("动手以前，先做四步", "Four steps before you touch"),
        "停验接挂",
        ["停电", "验电", "接地", "挂牌"],
        [
            "现在我们复习停电检修的四步。",
            "第一步，停电，看得见断开点。",
            "第二步，验电，先在有电的地方试一试笔。",
            "第三步，接地，先接地端，后接导线。",
            "第四步，挂牌，写上有人工作，禁止合闸。",
            "四步没有做完，不要动手。",
        ],
    ),
]
_LOOK_SECONDS = 2.0  # how often the broadcast is asked whether somebody has ended it


def simulate(stopping: Callable[[], bool], *, minutes: float) -> Broadcast:
    """Play until `stopping` says so, the minutes are over, or the lesson was ended or taken over. Killed and begun again, it is the same lesson."""
    with translation.override(LANGUAGE):
        cast = find_cast()
        broadcast = _broadcast(cast, minutes)
        _say(broadcast, "starting")
        film = render(SLIDES).film
        if not stopping():
            _play(broadcast, cast, film, stopping, minutes)
        _end(broadcast, cast)
        _say(broadcast, "over")
    return broadcast


def _broadcast(cast: Cast, minutes: float) -> Broadcast:
    """The one that a killed run left, as long as its time is not over; else a new one."""
    known = Broadcast.objects.filter(pk=_last(), teacher=cast.teacher).first()
    if known and known.state not in OVER:
        if timezone.now() < _until(known):
            return known
        _end(known, cast)
    return api.plan_broadcast(
        cast.prison,
        by=cast.teacher,
        title=TITLE,
        planned_start=timezone.now().replace(microsecond=0),
        planned_minutes=max(1, round(minutes)),
        wards=[cast.ward],
        course=cast.course,
        language=LANGUAGE,
    )


def end_left_over() -> None:
    """A killed run could not end its lesson: do it now, so that its recording is made."""
    known = Broadcast.objects.filter(pk=_last()).first()
    if known:
        _end(known, find_cast())
        _say(known, "over")


def _last() -> UUID:
    """The lesson of the last run; a number that no lesson has when there was none."""
    return UUID(read_status(SIMULATION).get("broadcast") or "00000000-0000-0000-0000-000000000000")


def _until(broadcast: Broadcast) -> datetime:
    return broadcast.planned_start + timedelta(minutes=broadcast.planned_minutes)


def _play(broadcast: Broadcast, cast: Cast, film: Path, stopping: Callable[[], bool], minutes: float) -> None:
    token = api.sender_token(broadcast, cast.teacher)
    sender = Sender(broadcast.pk, token, uuid4(), time.time_ns() // 1_000_000, stopping=stopping)
    ends, look, stopped = time.monotonic() + 60 * minutes, 0.0, False
    with Camera(film) as camera, contextlib.suppress(Refused, Unreachable):  # taken over, or the demo ends
        while (data := camera.chunk(0.5)) is not None:
            if data:
                sender.put(sender.next, data)
            if not stopped and time.monotonic() >= look:
                look = time.monotonic() + _LOOK_SECONDS
                stopped = _is_over(broadcast)
                if broadcast.state == BroadcastState.LIVE:
                    _say(broadcast, "live")
            if not stopped and (stopping() or time.monotonic() > ends):
                stopped = True
            if stopped:
                camera.stop()
        sender.finish()


def _is_over(broadcast: Broadcast) -> bool:
    close_old_connections()
    broadcast.refresh_from_db()
    return broadcast.state in OVER


def _end(broadcast: Broadcast, cast: Cast) -> None:
    """A lesson that never began is taken off the timetable, unless something has been recorded of it."""
    broadcast.refresh_from_db()
    if broadcast.state in RUNNING:
        with contextlib.suppress(NotRunning):
            api.end_broadcast(broadcast.pk, by=cast.teacher)
    elif broadcast.state == BroadcastState.SCHEDULED and not broadcast.epochs.filter(next_chunk__gt=0).exists():
        api.cancel_broadcast(broadcast.pk, by=cast.teacher)
    broadcast.refresh_from_db()


def _say(broadcast: Broadcast, state: str) -> None:
    """For the start page: which pages show it."""
    if read_status(SIMULATION) == (said := _pages(broadcast) | {"state": state}):
        return
    write_status(SIMULATION, **said)


def _pages(broadcast: Broadcast) -> dict[str, object]:
    one = [broadcast.pk]
    return {
        "broadcast": str(broadcast.pk),
        "pages": {
            "studio": reverse("streaming_studio", args=one),
            "watch": reverse("streaming_duty"),
            "after": reverse("streaming_after", args=one),
        },
    }
