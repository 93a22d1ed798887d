"""The appeals desk: what is contested with its clock, the decision and its confirmation, and what comes on paper."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import Invalid, NotFoundHere, Refused
from lms.people import access
from lms.people.access import OfficerRequest
from lms.people.pages import page_frame

from ...models import Appeal, ItemScore, Outcome, Response, Seat
from .. import api as marking
from ..analysis import words_of
from ..permissions import DECIDERS, READERS, appeal_for, appeals_for, why_not_decide
from ..queue import points_typed
from ..words import in_words, key_in_words

SHOWN = 200
WAITING = (Appeal.State.OPEN, Appeal.State.PROPOSED)


@access.officers(*DECIDERS)
def appeals(request: OfficerRequest) -> HttpResponse:
    """What waits, the longest overdue first; below it what was decided last."""
    found = appeals_for(request.user)
    now = timezone.now()
    waiting = found.filter(state__in=WAITING).order_by("due_at")[:SHOWN]
    context = {
        "waiting": [(one, days_left(one), one.due_at < now) for one in waiting],
        "decided": found.exclude(state__in=WAITING).order_by("-decided_at")[:SHOWN],
    }
    return TemplateResponse(request, "assessments/marking/appeals.html", context | page_frame(_("Appeals"), "comment"))


def days_left(appeal: Appeal) -> int:
    """Whole days until it is due; below 0 once it is overdue."""
    return (timezone.localdate(appeal.due_at) - timezone.localdate()).days


@access.officers(*DECIDERS)
def appeal(request: OfficerRequest, appeal_id: UUID) -> HttpResponse:
    one = appeal_for(request.user, appeal_id)
    context: dict[str, Any] = {
        "one": one,
        "seat": one.seat,
        "days": days_left(one),
        "overdue": one.state in WAITING and one.due_at < timezone.now(),
        "outcome": Outcome.objects.filter(pk=one.seat_id).first(),
        "questions": _questions(one),
        "proposed": one.scores.select_related("score").order_by("score__number"),
        "why_not": _why_not(request.user, one),
        "attendances": [choice for choice in Seat.Attendance.choices if choice[0]],
    }
    frame = page_frame(str(one.seat.learner), "comment", (_("Appeals"), "exam_appeals"))
    return TemplateResponse(request, "assessments/marking/appeal.html", context | frame)


def _why_not(officer: Any, one: Appeal) -> str:
    if one.state == Appeal.State.PROPOSED and one.decided_by_id == officer.pk:
        return _("A second officer has to do this.")
    return why_not_decide(officer, one) if one.state in WAITING else ""


def _questions(one: Appeal) -> list[dict[str, Any]]:
    """The contested question, or all of them, where marks are contested."""
    if one.kind != Appeal.Kind.MARKS:
        return []
    rows = ItemScore.objects.filter(seat=one.seat).select_related("item").order_by("number")
    if one.question:
        rows = rows.filter(number=one.question)
    given = dict(Response.objects.filter(seat=one.seat).values_list("item_id", "response"))
    return [
        {
            "score": row,
            "words": words_of(row.item.document),
            "answer": in_words(row.item.document, given.get(row.item_id, "")),
            "key": key_in_words(row.item.document),
        }
        for row in rows
    ]


@access.officers(*DECIDERS)
@require_POST
def act(request: OfficerRequest, appeal_id: UUID, action: str) -> HttpResponse:
    """`decide`, `confirm` or `return`."""
    reason = request.POST.get("reason", "")
    try:
        if action == "decide":
            made = marking.decide_appeal(
                appeal_id,
                by=request.user,
                upheld=_upheld(request),
                reason=reason,
                points=_points(request, appeal_for(request.user, appeal_id)),
                attendance=request.POST.get("attendance", ""),
            )
            waits = made.state == Appeal.State.PROPOSED
            words = _("Proposed. A second officer has to confirm it.") if waits else _("Decided. The learner reads it.")
        elif action == "confirm":
            marking.confirm_appeal(appeal_id, by=request.user)
            words = _("Confirmed. The change is on the record, and the learner reads it.")
        elif action == "return":
            marking.return_appeal(appeal_id, by=request.user, reason=reason)
            words = _("Not confirmed. The appeal is open again.")
        else:
            raise NotFoundHere
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
        return redirect("exam_appeal", appeal_id)
    messages.success(request, words)
    return redirect("exam_appeals")


def _upheld(request: HttpRequest) -> bool:
    """Raises Invalid where neither was chosen."""
    chosen = request.POST.get("upheld", "")
    if chosen not in ("yes", "no"):
        raise Invalid(_("Choose whether the appeal is upheld."))
    return chosen == "yes"


def _points(request: HttpRequest, one: Appeal) -> dict[int, Decimal]:
    """Points that differ from what a question has now. Raises Invalid."""
    found = {}
    for row in ItemScore.objects.filter(seat=one.seat, dropped=False):
        text = request.POST.get(f"points-{row.number}", "")
        points = points_typed(text, row.out_of) if text.strip() else None
        if points is not None and points != row.counted:
            found[row.number] = points
    return found


@access.officers(*READERS)
@require_POST
def enter(request: OfficerRequest, seat_id: UUID) -> HttpResponse:
    """An appeal on paper."""
    number = request.POST.get("question", "").strip()
    try:
        if number and not (number.isdecimal() and len(number) < 4):
            raise Invalid(_("Write the number of the question."))
        marking.enter_paper_appeal(
            seat_id,
            request.POST.get("kind", ""),
            request.POST.get("text", ""),
            by=request.user,
            question=int(number) if number else None,
        )
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
        return redirect("exam_result", seat_id)
    messages.success(request, _("Entered. Another officer decides it within seven days."))
    return redirect("exam_appeals")
