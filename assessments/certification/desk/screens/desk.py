"""The evaluator's desk: what waits today, the ways to the daily work, the last year at a glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from assessments.exams.marking.hooks import answers_to_mark, appeals_to_decide
from assessments.exams.marking.hooks import sittings_to_move_on as marked_sittings
from assessments.exams.permissions import EXAMINERS
from assessments.exams.sittings.hooks import sittings_today
from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame
from lms.people.permissions import held_roles
from lms.people.start import attention_of, tasks_of
from lms.staff.start import buttons_of

from ...certificates.hooks import awarded_waiting, certificates_ending, orders_waiting
from .. import charts
from ..figures import Selection, steps, tallies, total
from ..work import work_of
from .filters import YEAR, Filters

SHOWN_ITSELF = (
    answers_to_mark,
    appeals_to_decide,
    awarded_waiting,
    certificates_ending,
    marked_sittings,
    orders_waiting,
    sittings_today,
)


class DeskPanel(Component):
    """The start page of evaluators."""

    name = "newleaf_desk"
    order = 10
    template_name = "assessments/certification/desk/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        officer: Officer = parent_context["request"].user
        today = timezone.localdate()
        filters = Filters(Selection(today - YEAR, today), "", [], [])
        whole = total(tallies(filters.selection.of(officer), "scheme").values())
        work = work_of(officer)
        lines = attention_of(officer, besides=SHOWN_ITSELF)
        made = steps(whole)
        return {
            "work": [one for one in work if not one.with_others],
            "with_others": [one for one in work if one.with_others] + [line for line in lines if line.with_others],
            "attention": [line for line in lines if not line.with_others],
            "buttons": _buttons(officer),
            "registered": whole.registered,
            "steps": made,
            "funnel": charts.funnel(made),
            "query": filters.query(),
            "people": reverse("desk_people"),
        }


def _buttons(officer: Officer) -> list[dict[str, Any]]:
    """The tasks of both roles, each once, without the desk itself."""
    found: dict[str, dict[str, Any]] = {}
    for role in EXAMINERS:
        if role in held_roles(officer):
            tasks = [task for task in tasks_of(role) if task.url_name != "evaluator_desk"]
            found |= {one["url"]: one for one in buttons_of(tasks)}
    return list(found.values())


@access.officers(*EXAMINERS)
def desk(request: HttpRequest) -> HttpResponse:
    """The same for officers who have other roles too: one click from their start page."""
    context = page_frame(_("Evaluator's desk"), "clipboard-list") | {"panel": DeskPanel()}
    return TemplateResponse(request, "assessments/certification/desk/desk.html", context)
