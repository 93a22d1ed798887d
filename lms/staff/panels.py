"""The start page: what waits, the three big tasks of each role, and the guide of a new prison."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from wagtail.admin.ui.components import Component

from lms.people.models import Officer
from lms.people.permissions import held_roles
from lms.people.roles import Role
from lms.people.start import StartTask, attention_of, note_of, tasks_of

from .guide import guide_for, guide_prison

GUIDED = frozenset({Role.EDUCATION_OFFICE, Role.ADMINISTRATOR})
TASKS_PER_ROLE = 3


class StartPanel(Component):
    """Big buttons per role held, and what needs attention."""

    name = "newleaf_start"
    order = 10
    template_name = "staff/start_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        officer: Officer = parent_context["request"].user
        held = held_roles(officer)
        sections = [_section(role) for role in Role if role in held]
        lines = attention_of(officer)
        return {
            "officer": officer,
            "sections": [section for section in sections if section["buttons"] or section["note"]],
            "attention": [line for line in lines if not line.with_others],
            "with_others": [line for line in lines if line.with_others],
        }


class GuidePanel(Component):
    """The next step of the first-run guide, until the first receipt is there."""

    name = "newleaf_guide"
    order = 5
    template_name = "staff/guide_panel.html"

    def render_html(self, parent_context: Any = None) -> str:
        officer = parent_context["request"].user
        prison = guide_prison(officer)
        if prison is None or held_roles(officer).isdisjoint(GUIDED):
            return ""
        steps = guide_for(officer, prison)
        if all(state.done for state in steps):
            return ""
        parent_context["guide"] = {
            "prison": prison,
            "done": sum(state.done for state in steps),
            "total": len(steps),
            "next": next(state for state in steps if state.is_next),
        }
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"guide": parent_context["guide"]}


def _section(role: Role) -> dict[str, Any]:
    """The role's buttons; and while they are fewer than three, what it is told instead of them."""
    buttons = buttons_of(tasks_of(role))
    return {"label": role.label, "buttons": buttons, "note": note_of(role) if len(buttons) < TASKS_PER_ROLE else ""}


def buttons_of(tasks: list[StartTask]) -> list[dict[str, Any]]:
    """Tasks whose page exists, with their addresses."""
    buttons = []
    for task in tasks:
        try:
            url = reverse(task.url_name)
        except NoReverseMatch:
            continue
        buttons.append({"label": task.label, "url": url, "icon": task.icon, "description": task.description})
    return buttons[:TASKS_PER_ROLE]
