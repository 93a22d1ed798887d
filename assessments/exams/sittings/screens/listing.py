"""The list of sittings: what is coming, what is under way, what is past; with filters, search and pages."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people import access
from lms.people.pages import page_frame

from ...models import Sitting
from ..permissions import VIEWERS, can_plan, sittings_for
from ..states import SittingState
from .frame import ICON, officer_of

PER_PAGE = 30
S = SittingState
SHOWN = {
    "ahead": (gettext_lazy("Coming"), (S.PLANNED, S.SEALED)),
    "open": (gettext_lazy("Under way"), (S.OPEN,)),
    "past": (gettext_lazy("Past"), (S.ENDED, S.MARKED, S.MODERATED, S.RELEASED, S.CANCELLED)),
}


@access.officers(*VIEWERS)
def sittings(request: HttpRequest) -> HttpResponse:
    """`show`: ahead | open | past; `state`, `room`, `on` (a day) and `q` (title, room, officer) narrow it."""
    officer = officer_of(request)
    mine = sittings_for(officer)
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "state", "room", "on")}
    counts = {key: mine.filter(state__in=states).count() for key, (_label, states) in SHOWN.items()}
    show = request.GET.get("show", "")
    if show not in SHOWN:
        show = "open" if counts["open"] else "ahead"
    found = _narrowed(mine.filter(state__in=SHOWN[show][1]), asked)
    found = found.order_by("-planned_start" if show == "past" else "planned_start", "pk")
    page = Paginator(found.annotate(count=Count("seats")), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "show": show,
        "views": [(key, label, counts[key]) for key, (label, _states) in SHOWN.items()],
        "states": [(state.value, state.label) for state in SHOWN[show][1]],
        "rooms": _rooms(mine),
        "asked": asked,
        "narrowed": any(asked.values()),
        "paging": urlencode({"show": show, **{key: value for key, value in asked.items() if value}}),
        "today": timezone.localdate(),
        "can_plan": can_plan(officer),
        "several": len({one.prison_id for one in page}) > 1,
    }
    return TemplateResponse(request, "assessments/sittings/list.html", context | page_frame(_("Sittings"), ICON))


def _rooms(mine: QuerySet[Sitting]) -> list[str]:
    return list(mine.order_by("room").values_list("room", flat=True).distinct()[:200])


def _narrowed(found: QuerySet[Sitting], asked: dict[str, str]) -> QuerySet[Sitting]:
    wanted: dict[str, Any] = {}
    if asked["state"] in S.values:
        wanted["state"] = asked["state"]
    if asked["room"]:
        wanted["room"] = asked["room"]
    found = found.filter(**wanted)
    day = _day(asked["on"])
    if day is not None:
        found = found.filter(planned_start__gte=day, planned_start__lt=day + timedelta(days=1))
    for word in asked["q"].replace("\x00", "").split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(room__icontains=word) | Q(invigilator__name__icontains=word))
    return found


def _day(text: str) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(day, time())) if day and 1970 < day.year < 2200 else None
