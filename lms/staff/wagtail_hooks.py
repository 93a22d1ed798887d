"""The frame of the staff pages: theme, start page, menus per role, language, guide."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.people.permissions import held_roles
from lms.people.roles import Role
from lms.people.start import own_page_of, register_note

from . import events, menus, panels, steps, views

steps.register()
events.register()
register_note(
    Role.EVALUATOR, _("Today's candidates, marking and the register stand here as soon as there are examinations.")
)
register_note(
    Role.CHIEF_EVALUATOR, _("Papers to approve, moderation and appeals stand here as soon as there are examinations.")
)
register_note(
    Role.INVIGILATOR,
    _("Your sittings of the day stand here as soon as there are examinations. Until then nothing is to be done."),
)


@hooks.register("insert_global_admin_css")
def theme() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("staff/newleaf.css"))


@hooks.register("insert_global_admin_js")
def names() -> str:
    return format_html('<script src="{}"></script>', static("staff/names.js"))


@hooks.register("construct_main_menu", order=10_000)
def keep_own_menus(request: Any, items: list[MenuItem]) -> None:
    menus.keep_own_menus(request, items)


@hooks.register("construct_reports_menu")
def keep_useful_reports(request: Any, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name in menus.REPORTS]


@hooks.register("register_admin_menu_item")
def language_switch() -> MenuItem:
    return menus.LanguageMenuItem()


@hooks.register("construct_homepage_panels", order=-10)
def start_page(request: Any, shown: list[Any]) -> None:
    """Ours first, or that of a role with its own; of Wagtail's only what somebody who writes or reviews needs."""
    if held_roles(request.user).isdisjoint(menus.WRITERS):
        shown.clear()
    shown[:0] = [panels.GuidePanel(), own_page_of(request.user) or panels.StartPanel()]


@hooks.register("construct_homepage_summary_items", order=10_000)
def no_summary(request: Any, items: list[Any]) -> None:
    items.clear()


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLPattern]:
    return [path("guide/", views.guide, name="first_run_guide")]
