"""Menu items, start-page tasks and what needs attention of live lessons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import URLPattern, URLResolver, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from lms.people.menu import RoleMenuItem
from lms.people.models import Officer
from lms.people.roles import Role
from lms.people.start import Attention, register_attention, register_tasks

from ..permissions import PLANNERS, VIEWERS, broadcasts_for
from ..states import RUNNING, BroadcastState
from . import urls
from .health import health_of


@hooks.register("register_admin_urls")
def studio_urls() -> list[URLPattern | URLResolver]:
    return urls.admin_patterns()


_menu = Menu(
    register_hook_name="register_live_menu_item",
    items=[
        RoleMenuItem(
            _("Live lessons"),
            reverse_lazy("streaming_schedule"),
            roles=VIEWERS,
            icon_name="calendar-alt",
            order=10,
            name="live-schedule",
        ),
        RoleMenuItem(
            _("Live watch"), reverse_lazy("streaming_duty"), roles=VIEWERS, icon_name="view", order=20, name="live-duty"
        ),
    ],
)


@hooks.register("register_admin_menu_item")
def live_menu() -> MenuItem:
    return SubmenuMenuItem(pgettext_lazy("menu", "Live"), _menu, name="live", icon_name="media", order=145)


register_tasks(
    Role.TEACHER,
    20,
    _("Go live"),
    "streaming_next",
    "media",
    _("Your next lesson: check picture and sound, then press one button."),
)


@register_attention(*PLANNERS)
def soon(officer: Officer) -> Iterator[Attention]:
    """The officer's own lessons of the next hour, and those that should have begun."""
    now = timezone.now()
    mine = broadcasts_for(officer).filter(teacher=officer, state=BroadcastState.SCHEDULED)
    for broadcast in mine.filter(
        planned_start__gt=now - timedelta(hours=2), planned_start__lt=now + timedelta(hours=1)
    ):
        words = (
            _("Live at %(time)s: %(title)s")
            if broadcast.planned_start > now
            else _("Should be live since %(time)s: %(title)s")
        )
        text = str(words) % {"time": f"{timezone.localtime(broadcast.planned_start):%H:%M}", "title": broadcast.title}
        yield Attention(text, reverse("streaming_studio", args=[broadcast.pk]), urgent=broadcast.planned_start <= now)


@register_attention(*PLANNERS)
def trouble(officer: Officer) -> Iterator[Attention]:
    for broadcast in broadcasts_for(officer).filter(state__in=RUNNING):
        for sentence in health_of(broadcast).troubles.values():
            text = f"{broadcast.title}: {sentence}"
            yield Attention(text, reverse("streaming_studio", args=[broadcast.pk]), urgent=True)


@register_attention(*PLANNERS)
def unasked(officer: Officer) -> Iterator[Attention]:
    """Lessons that are over and of which nobody has said yet whether learners are seen or heard."""
    mine = broadcasts_for(officer).filter(teacher=officer, state=BroadcastState.ENDED, learners_seen=None)
    for broadcast in mine.order_by("-planned_start")[:3]:
        text = str(_("Are learners seen or heard in “%(title)s”?")) % {"title": broadcast.title}
        yield Attention(text, reverse("streaming_after", args=[broadcast.pk]))
