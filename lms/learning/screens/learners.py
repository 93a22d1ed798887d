"""One learner's record in sentences, and who is stuck."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.lib.errors import NotFoundHere
from lms.people import access
from lms.people.pages import page_frame
from lms.people.permissions import has_role
from lms.records import api as records

from ..corrections import NOT_TAKEN_BACK
from ..permissions import READERS, RECORD_READERS, learners_in_reach
from ..plan import assignments_of, progress_of
from ..reports import QUIET_DAYS, Stuck, who_is_stuck
from ..sentences import line, marks_of, titles_of
from .scope import officer_of, scope_of


@access.officers(*RECORD_READERS)
def record(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    """The plan, what is completed, and every statement, newest first."""
    learner = (
        learners_in_reach(officer_of(request), *RECORD_READERS).filter(pk=learner_id).select_related("ward").first()
    )
    if learner is None:
        raise NotFoundHere
    titles = titles_of(learner.prison_id)
    pages = Paginator(records.statements_for(learner.pk).order_by("-seq"), 100)
    page = pages.get_page(request.GET.get("p"))
    statements = list(page)
    marks, voided = marks_of(statements), records.voided_among(statements)
    context = {
        "learner": learner,
        "plan": [(view, titles.get(view.course, view.course)) for view in assignments_of(learner)],
        "progress": [(row, titles[row.lesson_iri]) for row in progress_of(learner) if row.lesson_iri in titles],
        "lines": [
            (line(one, titles, marks, voided), one.id not in voided and one.verb not in NOT_TAKEN_BACK)
            for one in statements
        ],
        "page": page,
    }
    frame = page_frame(
        _("Record of %(name)s") % {"name": learner}, "list-ul", (_("Who has done what"), "learning_matrix")
    )
    return TemplateResponse(request, "learning/record.html", context | frame)


@access.officers(*READERS)
def stuck(request: HttpRequest) -> HttpResponse:
    """Whom to visit first, and why."""
    scope = scope_of(request)
    titles = titles_of(scope.prison)
    found = who_is_stuck(officer_of(request), scope.prison, ward=scope.ward, group=scope.group)
    rows = [(one, titles.get(one.lesson) or titles.get(one.course, ""), _why(one)) for one in found[:300]]
    linked = has_role(officer_of(request), *RECORD_READERS)
    context = {"scope": scope, "rows": rows, "quiet_days": QUIET_DAYS, "linked": linked}
    return TemplateResponse(request, "learning/stuck.html", context | page_frame(_("Who is stuck"), "help"))


def _why(stuck: Stuck) -> str:
    if stuck.reason == "tries":
        return ngettext(
            "One question was tried %(n)s time, not right yet",
            "One question was tried %(n)s times, not right yet",
            stuck.count,
        ) % {"n": stuck.count}
    if stuck.reason == "due":
        return ngettext("Due in %(n)s day, not begun", "Due in %(n)s days, not begun", stuck.count) % {"n": stuck.count}
    return ngettext(
        "Nothing new for %(n)s day, not finished", "Nothing new for %(n)s days, not finished", stuck.count
    ) % {"n": stuck.count}
