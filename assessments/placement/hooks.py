"""Menu items, start-page tasks and what needs attention of placement."""

from __future__ import annotations

from collections.abc import Iterator

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from lms.people.menu import RoleMenuItem
from lms.people.models import Officer
from lms.people.roles import Role
from lms.people.start import Attention, register_attention

from . import events, urls
from .permissions import HOLDERS, READERS, placements_for
from .states import PlacementState

events.register()


@hooks.register("register_admin_urls")
def placement_urls() -> list[URLPattern | URLResolver]:
    return urls.admin_patterns


@hooks.register("insert_global_admin_css")
def placement_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("assessments/placement.css"))


@hooks.register("register_teaching_menu_item")
def placements_item() -> RoleMenuItem:
    return RoleMenuItem(
        _("Placement"), reverse_lazy("placements"), roles=HOLDERS, icon_name="order", order=80, name="placements"
    )


@hooks.register("register_admin_menu_item")
def tests_item() -> RoleMenuItem:
    return RoleMenuItem(
        _("Placement tests"),
        reverse_lazy("placement_tests"),
        roles=READERS,
        icon_name="list-ol",
        order=265,
        name="placement-tests",
    )


@register_attention(Role.TEACHER, Role.EDUCATION_OFFICE)
def waiting_placements(officer: Officer) -> Iterator[Attention]:
    count = placements_for(officer).filter(state=PlacementState.PROPOSED).count()
    if count:
        text = ngettext("%(n)s proposed level waits for a teacher", "%(n)s proposed levels wait for a teacher", count)
        yield Attention(text % {"n": count}, reverse("placements"))
