"""Results: the list of a sitting to print or to download, and one candidate's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.lib.errors import NotFoundHere
from lms.lib.tables import table_response
from lms.people import access
from lms.people.access import OfficerRequest
from lms.people.pages import page_frame

from ...models import Appeal, ItemScore, Outcome, Response, Seat, Sitting
from ...sittings.states import SittingState
from ..analysis import words_of
from ..permissions import READERS, can_release, marked_sitting_for
from ..words import in_words, key_in_words


@access.officers(*READERS)
def results(request: OfficerRequest, sitting_id: UUID) -> HttpResponseBase:
    """Everybody's marks; `?export=xlsx` or csv downloads them."""
    sitting = marked_sitting_for(request.user, sitting_id)
    if sitting.state == SittingState.ENDED:
        raise NotFoundHere(_("The marking is not closed yet."))
    rows = _rows(sitting)
    kind = request.GET.get("export", "")
    if kind in ("xlsx", "csv"):
        headers = [
            _("Seat"), _("Number"), pgettext("person", "Name"), _("Ward"), _("Attendance"),
            _("Points"), _("Out of"), _("Pass mark"), _("Result"), _("First mark"),
        ]  # fmt: skip
        return table_response(kind, f"{sitting.title} {_('Marks')}", headers, (_line(row) for row in rows))
    context = {"sitting": sitting, "rows": rows, "released": sitting.state == SittingState.RELEASED}
    frame = page_frame(
        _("Marks: %(title)s") % {"title": sitting.title}, "clipboard-list", (_("Exam marks"), "exam_marks")
    )
    return TemplateResponse(request, "assessments/marking/results.html", context | frame)


def _rows(sitting: Sitting) -> list[Outcome]:
    found = Outcome.objects.filter(seat__sitting=sitting).select_related("seat__learner__ward")
    return list(found.order_by("seat__number"))


def in_word(outcome: Outcome) -> str:
    if not outcome.attended:
        return _("Not there")
    return _("Passed") if outcome.passed else _("Not passed")


def _line(row: Outcome) -> list[Any]:
    learner = row.seat.learner
    return [
        row.seat.number, learner.number, learner.name, learner.ward.name, row.seat.get_attendance_display(),
        row.points if row.attended else "", row.out_of, row.pass_mark, in_word(row),
        row.first_points if row.first_points is not None and row.first_points != row.points else "",
    ]  # fmt: skip


@access.officers(*READERS)
def result(request: OfficerRequest, seat_id: UUID) -> HttpResponseBase:
    """One candidate: every question with its answer, points, comments, marks behind them, and every change."""
    seat = Seat.objects.select_related("learner__ward", "sitting__version").filter(pk=seat_id).first()
    if seat is None:
        raise NotFoundHere
    seat.sitting = marked_sitting_for(request.user, seat.sitting_id)
    if seat.sitting.state == SittingState.ENDED:
        raise NotFoundHere(_("The marking is not closed yet."))
    outcome = Outcome.objects.filter(pk=seat.pk).first()
    context: dict[str, Any] = {
        "seat": seat,
        "sitting": seat.sitting,
        "outcome": outcome,
        "word": in_word(outcome) if outcome else "",
        "questions": _questions(seat),
        "changes": outcome.changes.select_related("ruling", "appeal") if outcome else [],
        "appeals": seat.appeals.order_by("filed_at"),
        "kinds": Appeal.Kind.choices,
        "may_enter": can_release(request.user, seat.sitting) or seat.sitting.state == SittingState.RELEASED,
    }
    frame = page_frame(str(seat.learner), "user", (_("Exam marks"), "exam_marks"))
    return TemplateResponse(request, "assessments/marking/result.html", context | frame)


def _questions(seat: Seat) -> list[dict[str, Any]]:
    given = dict(Response.objects.filter(seat=seat).values_list("item_id", "response"))
    rows = ItemScore.objects.filter(seat=seat).select_related("item").prefetch_related("marks").order_by("number")
    return [
        {
            "score": row,
            "words": words_of(row.item.document),
            "answer": in_words(row.item.document, given.get(row.item_id, "")),
            "key": key_in_words(row.item.document),
            "marks": sorted(
                (one for one in row.marks.all() if one.given_at and not one.withdrawn_at), key=lambda one: one.turn
            ),
        }
        for row in rows
    ]
