"""The schedule: lessons by day or week, what is on now, what is over; with search and pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from ..models import Broadcast
from ..permissions import PLANNERS, VIEWERS, broadcasts_for, can_change, can_send
from ..states import RUNNING, BroadcastState
from .conflicts import conflicts_of
from .forms import planning_prisons
from .page import patterns
from .words import pending_words

_PER_PAGE = 30


@dataclass
class Row:
    broadcast: Broadcast
    day: date
    url: str
    wards: str
    course: str
    prison: str
    conflicts: list[str]
    may_teach: bool
    may_change: bool


@access.officers(*VIEWERS)
def schedule(request: HttpRequest) -> HttpResponse:
    """`show`: day | week (from `from`), over; `q` searches titles, courses, teachers and wards."""
    officer: Officer = request.user  # type: ignore[assignment]
    show = request.GET.get("show", "week")
    show = show if show in ("day", "week", "over") else "week"
    query = request.GET.get("q", "").strip()[:100]
    first, last = _span(show, request.GET.get("from", ""))
    rows = _found(_in_time(broadcasts_for(officer), show, first, last), query)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("p"))
    several = len({broadcast.prison_id for broadcast in page}) > 1
    page.object_list = [row_of(officer, one, several=several) for one in page]  # type: ignore[misc]
    context = {
        "page": page,
        "show": show,
        "query": query,
        "views": [("day", _("Day")), ("week", _("Week")), ("over", _("Over"))],
        "first": first,
        "last": last,
        "before": first - (last - first) - timedelta(days=1),
        "after": last + timedelta(days=1),
        "today": timezone.localdate(),
        "paging": urlencode({"show": show, "q": query, "from": first.isoformat()}),
        "can_plan": bool(planning_prisons(officer)),
        "page_config": pending_config(request),
    }
    return TemplateResponse(request, "streaming/studio/schedule.html", context | page_frame(_("Live lessons"), "media"))


def pending_config(request: HttpRequest) -> dict[str, Any]:
    """What the panel of waiting recordings needs (pending.js)."""
    owner = f"officer:{request.user.pk}"
    return {"words": pending_words(), "owner": owner, "csrf": get_token(request), "patterns": patterns()}


def row_of(officer: Officer, broadcast: Broadcast, *, several: bool) -> Row:
    wards = list(broadcast.wards.all())
    planned = broadcast.state == BroadcastState.SCHEDULED
    ended = broadcast.state == BroadcastState.ENDED
    return Row(
        broadcast=broadcast,
        day=timezone.localdate(broadcast.planned_start),
        url=reverse("streaming_after" if ended else "streaming_studio", args=[broadcast.pk]),
        wards=", ".join(ward.name for ward in wards) or _("The whole prison"),
        course=broadcast.course.draft_title if broadcast.course else "",
        prison=broadcast.prison.name if several else "",
        conflicts=conflicts_of(broadcast, wards) if planned else [],
        may_teach=broadcast.state != BroadcastState.CANCELLED and can_send(officer, broadcast),
        may_change=planned and can_change(officer, broadcast),
    )


def _span(show: str, asked: str) -> tuple[date, date]:
    """The first and the last day that are shown; a week begins on Monday."""
    try:
        first = parse_date(asked) or timezone.localdate()
    except ValueError:
        first = timezone.localdate()
    first = min(max(first, date(2000, 1, 1)), date(2200, 1, 1))
    if show != "week":
        return first, first
    first -= timedelta(days=first.weekday())
    return first, first + timedelta(days=6)


def _in_time(rows: QuerySet[Broadcast], show: str, first: date, last: date) -> QuerySet[Broadcast]:
    rows = rows.select_related("teacher", "prison", "course").prefetch_related("wards")
    if show == "over":
        return rows.filter(state=BroadcastState.ENDED).order_by("-planned_start")
    begin, end = (timezone.make_aware(datetime.combine(day, time())) for day in (first, last + timedelta(days=1)))
    inside = Q(planned_start__gte=begin, planned_start__lt=end)
    if first <= timezone.localdate() <= last:
        inside |= Q(state__in=RUNNING)  # what is on now is never hidden
    return rows.filter(inside).order_by("planned_start")


def _found(rows: QuerySet[Broadcast], query: str) -> QuerySet[Broadcast]:
    for word in query.split():
        hit = Q(title__icontains=word) | Q(teacher__name__icontains=word) | Q(course__draft_title__icontains=word)
        rows = rows.filter(hit | Q(pk__in=Broadcast.objects.filter(wards__name__icontains=word).values("pk")))
    return rows


@access.officers(*PLANNERS)
def next_lesson(request: HttpRequest) -> HttpResponse:
    """The teacher's big button: the lesson that is running or comes next within a day, else the schedule."""
    officer: Officer = request.user  # type: ignore[assignment]
    now = timezone.now()
    mine = broadcasts_for(officer, *PLANNERS).filter(teacher=officer)
    running = mine.filter(state__in=RUNNING).order_by("-started_at").first()
    near = mine.filter(state=BroadcastState.SCHEDULED, planned_start__gt=now - timedelta(hours=6))
    chosen = running or near.filter(planned_start__lt=now + timedelta(days=1)).order_by("planned_start").first()
    return redirect("streaming_studio", chosen.pk) if chosen else redirect("streaming_schedule")
