"""The duty officer's page: every broadcast on the air with the age of its newest picture, its delay, and the disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from ..models import Broadcast
from ..permissions import VIEWERS, broadcasts_for
from ..states import RUNNING, BroadcastState
from .health import Health, disk, health_of

LATE = timedelta(minutes=3)


@dataclass
class Row:
    broadcast: Broadcast
    on_air: str
    health: Health
    troubles: list[str]


@access.officers(*VIEWERS)
def duty(request: HttpRequest) -> HttpResponse:
    frame = page_frame(_("Live watch"), "view", (_("Live lessons"), "streaming_schedule"))
    return TemplateResponse(request, "streaming/studio/duty.html", _now(request) | frame)


@access.officers(*VIEWERS)
def duty_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "streaming/studio/duty_rows.html", _now(request))


def _now(request: HttpRequest) -> dict[str, Any]:
    officer: Officer = request.user  # type: ignore[assignment]
    now = timezone.now()
    mine = broadcasts_for(officer).select_related("teacher", "prison")
    running = mine.filter(state__in=RUNNING).order_by("planned_start")
    late = mine.filter(state=BroadcastState.SCHEDULED, planned_start__lt=now - LATE, planned_start__gt=now - 20 * LATE)
    return {"rows": [_row(one) for one in [*running, *late.order_by("planned_start")]], "disk": disk(), "now": now}


def _row(broadcast: Broadcast) -> Row:
    health = health_of(broadcast) if broadcast.is_running else Health()
    troubles = list(health.troubles.values())
    if not broadcast.is_running:
        troubles.append(
            _("should have begun at %(time)s") % {"time": f"{timezone.localtime(broadcast.planned_start):%H:%M}"}
        )
    return Row(broadcast, _since(broadcast), health, troubles)


def _since(broadcast: Broadcast) -> str:
    if not (broadcast.is_running and broadcast.started_at):
        return ""
    return str(timezone.now() - broadcast.started_at).split(".")[0]
