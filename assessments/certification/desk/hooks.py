"""The desk's addresses, and that evaluators start on it."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from assessments.exams.permissions import EXAMINERS
from lms.people.menu import RoleMenuItem
from lms.people.start import register_own_page, register_tasks

from ..permissions import VIEWERS
from .screens import desk, figures, people

register_own_page(*EXAMINERS, panel=desk.DeskPanel)

for _role in EXAMINERS:
    register_tasks(
        _role,
        5,
        _("Evaluator's desk"),
        "evaluator_desk",
        "clipboard-list",
        _("What waits for you, and where every candidate stands"),
    )


@hooks.register("register_certification_menu_item")
def figures_item() -> RoleMenuItem:
    label, icon = _("Figures of certification"), "order"
    return RoleMenuItem(
        label, reverse_lazy("desk_figures"), roles=VIEWERS, icon_name=icon, order=50, name="desk-figures"
    )


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    return [
        path("evaluator-desk/", desk.desk, name="evaluator_desk"),
        path("evaluator-desk/figures/", figures.figures, name="desk_figures"),
        path("evaluator-desk/people/", people.people, name="desk_people"),
    ]
