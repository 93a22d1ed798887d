"""Who has done what: learners down, courses across; on the screen, on paper, in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lms.lib.tables import table_response
from lms.packages import api as packages
from lms.people import access
from lms.people.models import Learner
from lms.people.pages import page_frame
from lms.people.permissions import has_role
from lms.people.roster.jobs import batches

from ..permissions import COUNTERS, RECORD_READERS
from ..reports import Cell, Matrix, completed_by, matrix_of, roll
from .scope import officer_of, scope_of

PER_PAGE = 50
PORTION = 500  # learners an export holds in memory at once


@access.officers(*COUNTERS)
def who_has_done_what_page(request: HttpRequest) -> HttpResponseBase:
    """The table for the ward or group that is chosen, `?q=` narrows it; `?export=xlsx` (or csv) downloads all of it."""
    officer, scope = officer_of(request), scope_of(request, *COUNTERS)
    text = request.GET.get("q", "").strip()[:100]
    learners = roll(officer, scope.prison, ward=scope.ward, group=scope.group, text=text, roles=COUNTERS)
    courses = packages.list_courses(scope.prison)
    titles = [course.title(get_language() or "zh-hans") for course in courses]
    kind = request.GET.get("export", "")
    if kind in ("xlsx", "csv"):
        name = f"{_('Who has done what')} {scope.place}"
        return table_response(
            kind, name, [_("Number"), pgettext("person", "Name"), _("Ward"), *titles], _lines(learners, courses)
        )
    page = Paginator(learners, PER_PAGE).get_page(request.GET.get("p"))
    done = completed_by(learners, courses)
    context = {
        "scope": scope,
        "q": text,
        "titles": titles,
        "body": _body(matrix_of(page, courses), linked=has_role(officer, *RECORD_READERS)),
        "page": page,
        "done": format_html_join("", "<td>{}</td>", ((done[course.iri],) for course in courses)),
    }
    frame = page_frame(_("Who has done what"), "table")
    return TemplateResponse(request, "learning/matrix.html", context | frame)


def _lines(learners: QuerySet[Learner], courses: Sequence[packages.CourseView]) -> Iterator[list[object]]:
    """Row by row, a few hundred learners at a time: a prison of 5,000 is downloaded in constant memory."""
    for portion in batches(learners.iterator(PORTION), PORTION):
        cells = matrix_of(portion, courses).cells
        for one in portion:
            row = cells[one.pk]
            yield [one.number, one.name, one.ward.name, *(_text(row[course.iri]) for course in courses)]


def _text(cell: Cell) -> str:
    """For Excel: "3 of 5" rather than "3/5", which it would take for a date."""
    if cell.state == "none":
        return ""
    return _("%(done)s of %(total)s") % {"done": cell.completed, "total": cell.total}


def _body(matrix: Matrix, *, linked: bool) -> SafeString:
    """The table's rows, written here and not in the template, whose tags cost ten times as much."""
    cells: dict[Cell, str] = {}
    rows: list[SafeString] = []
    for learner in matrix.learners:
        row = matrix.cells[learner.pk]
        made = mark_safe("".join(cells.get(cell) or cells.setdefault(cell, _cell(cell)) for cell in row.values()))  # noqa: S308
        name = format_html("<bdi>{}</bdi>", learner.name)
        if linked:
            name = format_html('<a href="{}">{}</a>', reverse("learning_record", args=[learner.pk]), name)
        head = format_html('<th scope="row">{} <span>{} · {}</span></th>', name, learner.number, learner.ward.name)
        rows.append(format_html("<tr>{}{}</tr>", head, made))
    return mark_safe("".join(rows))  # noqa: S308  (every part went through format_html)


def _cell(cell: Cell) -> SafeString:
    words = {
        "none": "",
        "given": _("assigned, not begun"),
        "started": _("%(done)s of %(total)s lessons") % {"done": cell.completed, "total": cell.total},
        "completed": _("completed"),
    }[cell.state]
    shown = {"none": "", "given": "–", "started": f"{cell.completed}/{cell.total}", "completed": "✓"}[cell.state]
    if not shown:
        return mark_safe("<td></td>")
    return format_html(
        '<td class="nl-{}"><span aria-hidden="true">{}</span><span class="w-sr-only">{}</span></td>',
        cell.state,
        shown,
        words,
    )
