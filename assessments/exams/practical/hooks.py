"""Menu item, addresses, what needs attention of practical exams."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from lms.people.menu import RoleMenuItem
from lms.people.models import Officer
from lms.people.roles import Role
from lms.people.start import Attention, register_attention

from ..permissions import EXAMINERS
from ..sittings.states import SittingState
from . import urls
from .permissions import practical_sittings_for
from .reading import states_of
from .standing import State


@hooks.register("register_admin_urls")
def practical_urls() -> list[URLPattern | URLResolver]:
    return urls.admin_patterns


@hooks.register("register_exams_menu_item")
def practicals_item() -> RoleMenuItem:
    return RoleMenuItem(
        _("Practical exams"),
        reverse_lazy("practicals"),
        roles=EXAMINERS,
        icon_name="clipboard-list",
        order=263,
        name="practicals",
    )


@register_attention(Role.EVALUATOR, Role.CHIEF_EVALUATOR)
def open_performances(officer: Officer) -> Iterator[Attention]:
    """Of sittings that still can be marked and of which something has come."""
    marking = practical_sittings_for(officer).filter(state__in=(SittingState.OPEN, SittingState.ENDED))
    sittings = list(marking.filter(seats__performances__isnull=False).distinct()[:10])
    states = states_of(sittings)
    for sitting in sittings:
        torn, half = states[sitting.pk][State.CONTRADICTION], states[sitting.pk][State.HALF]
        url = reverse("practical_sitting", args=[sitting.pk])
        if torn:
            text = ngettext(
                "%(title)s: in %(n)s task evaluators contradict each other",
                "%(title)s: in %(n)s tasks evaluators contradict each other",
                torn,
            )
            yield Attention(text % {"title": sitting.title, "n": torn}, url, urgent=True)
        if half:
            text = ngettext(
                "%(title)s: %(n)s practical task lacks the second signature",
                "%(title)s: %(n)s practical tasks lack the second signature",
                half,
            )
            yield Attention(text % {"title": sitting.title, "n": half}, url)
