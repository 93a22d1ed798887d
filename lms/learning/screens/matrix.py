"""Who has done what: learners down, courses across; on the screen, on paper, in Excel."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.lib.tables import table_response
from lms.people import access
from lms.people.pages import page_frame

from ..permissions import READERS
from ..reports import Cell, Matrix, who_has_done_what
from .scope import officer_of, scope_of


@access.officers(*READERS)
def who_has_done_what_page(request: HttpRequest) -> HttpResponseBase:
    """The table for the ward or group that is chosen; `?export=xlsx` (or csv) downloads it."""
    scope = scope_of(request)
    matrix = who_has_done_what(officer_of(request), scope.prison, ward=scope.ward, group=scope.group)
    language = get_language() or "zh-hans"
    titles = [course.title(language) for course in matrix.courses]
    kind = request.GET.get("export", "")
    if kind in ("xlsx", "csv"):
        name = f"{_('Who has done what')} {scope.place}"
        return table_response(kind, name, [_("Number"), _("Name"), _("Ward"), *titles], _lines(matrix))
    context = {
        "scope": scope,
        "titles": titles,
        "body": _body(matrix),
        "count": len(matrix.learners),
        "done": _done_per_course(matrix),
    }
    frame = page_frame(_("Who has done what"), "table")
    return TemplateResponse(request, "learning/matrix.html", context | frame)


def _lines(matrix: Matrix) -> Iterator[list[object]]:
    for learner in matrix.learners:
        cells = matrix.cells[learner.pk]
        yield [learner.number, learner.name, learner.ward.name, *(_text(cells[one.iri]) for one in matrix.courses)]


def _text(cell: Cell) -> str:
    """For Excel: "3 of 5" rather than "3/5", which it would take for a date."""
    if cell.state == "none":
        return ""
    return _("%(done)s of %(total)s") % {"done": cell.completed, "total": cell.total}


def _body(matrix: Matrix) -> SafeString:
    """The table's rows. Written here, not in the template: 300 × 20 cells through template tags cost half a second."""
    cells: dict[Cell, str] = {}
    rows: list[str] = []
    record = reverse("learning_record", args=["00000000-0000-0000-0000-000000000000"])
    for learner in matrix.learners:
        url = record.replace("00000000-0000-0000-0000-000000000000", str(learner.pk))
        name, number, ward = (conditional_escape(text) for text in (learner.name, learner.number, learner.ward.name))
        row = matrix.cells[learner.pk]
        made = "".join(cells.get(cell) or cells.setdefault(cell, _cell(cell)) for cell in row.values())
        rows.append(f'<tr><th scope="row"><a href="{url}">{name}</a> <span>{number} · {ward}</span></th>{made}</tr>')
    return mark_safe("".join(rows))  # noqa: S308  (names are escaped above, the cells by format_html)


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


def _done_per_course(matrix: Matrix) -> SafeString:
    counts = [
        sum(matrix.cells[learner.pk][course.iri].state == "completed" for learner in matrix.learners)
        for course in matrix.courses
    ]
    return format_html_join("", "<td>{}</td>", ((count,) for count in counts))
