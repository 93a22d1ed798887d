"""Menu item, start-page tasks and what needs attention of sittings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from lms.people.menu import RoleMenuItem
from lms.people.models import Officer
from lms.people.roles import Role
from lms.people.start import Attention, register_attention, register_tasks

from ..models import Incident, Sitting
from ..paper.screens import urls as sheets
from .permissions import INVIGILATORS, VIEWERS, sittings_for
from .screens import urls
from .states import SittingState

SHOWN = 5
RECENT = timedelta(days=7)


@hooks.register("register_admin_urls")
def sitting_urls() -> list[URLPattern | URLResolver]:
    return [*urls.admin_patterns, *sheets.admin_patterns]


@hooks.register("insert_global_admin_css")
def sitting_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("assessments/sittings.css"))


exams = Menu(register_hook_name="register_exams_menu_item")


@hooks.register("register_admin_menu_item")
def exams_menu() -> MenuItem:
    """From the plan to the appeal; papers and questions stand beside it."""
    return SubmenuMenuItem(gettext_lazy("Examinations"), exams, name="exams", icon_name="calendar-check", order=262)


@hooks.register("register_exams_menu_item")
def sittings_item() -> RoleMenuItem:
    return RoleMenuItem(
        gettext_lazy("Sittings"),
        reverse_lazy("sittings"),
        roles=VIEWERS,
        icon_name="calendar-check",
        order=262,
        name="sittings",
    )


for _role in (Role.EVALUATOR, Role.CHIEF_EVALUATOR, Role.INVIGILATOR):
    register_tasks(
        _role,
        20,
        gettext_lazy("Sittings"),
        "sittings",
        "calendar-check",
        gettext_lazy("Exams: who sits them, where and when, and how they went"),
    )


@register_attention(*INVIGILATORS)
def sittings_today(officer: Officer) -> Iterator[Attention]:
    """What is under way, and what the officer invigilates today."""
    mine = sittings_for(officer)
    for one in mine.filter(state=SittingState.OPEN).order_by("opened_at")[:SHOWN]:
        text = _("“%(title)s” is under way in %(room)s") % {"title": one.title, "room": one.room}
        yield Attention(text, reverse("sitting_room", args=[one.pk]), urgent=True)
    start = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    ahead = mine.filter(
        invigilator=officer,
        state__in=(SittingState.PLANNED, SittingState.SEALED),
        planned_start__range=(start, start + timedelta(days=1)),
    )
    for one in ahead.order_by("planned_start")[:SHOWN]:
        clock = timezone.localtime(one.planned_start).strftime("%H:%M")
        said = {"title": one.title, "room": one.room, "time": clock}
        yield Attention(_("Today at %(time)s: “%(title)s” in %(room)s") % said, _page_of(one))


@register_attention(*INVIGILATORS)
def kept_out_lately(officer: Officer) -> Iterator[Attention]:
    """Answers that came after the end, and tablets that were lost: of exams that ended within a week."""
    kinds = (Incident.Kind.LATE, Incident.Kind.TABLET_LOST)
    mine = sittings_for(officer).filter(state=SittingState.ENDED, ended_at__gt=timezone.now() - RECENT)
    for one in mine.order_by("-ended_at")[:SHOWN]:
        found = list(one.incidents.filter(kind__in=kinds).values_list("kind", flat=True))
        late, lost = found.count(Incident.Kind.LATE), found.count(Incident.Kind.TABLET_LOST)
        if late:
            text = ngettext(
                "%(n)s answer came after the end of “%(title)s”",
                "%(n)s answers came after the end of “%(title)s”",
                late,
            )
            yield Attention(text % {"n": late, "title": one.title}, reverse("sitting", args=[one.pk]))
        if lost:
            text = ngettext("%(n)s tablet was lost in “%(title)s”", "%(n)s tablets were lost in “%(title)s”", lost)
            yield Attention(text % {"n": lost, "title": one.title}, reverse("sitting", args=[one.pk]))


def _page_of(one: Sitting) -> str:
    return reverse("sitting_room" if one.state == SittingState.SEALED else "sitting", args=[one.pk])
