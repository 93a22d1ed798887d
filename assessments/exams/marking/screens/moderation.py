"""The chief evaluator's screens: how far marking is, what the figures say, approve, send back, release."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people.access import OfficerRequest
from lms.people.grants import check_two_people
from lms.people.pages import page_frame

from ...models import ItemScore, Mark, Outcome, Sitting
from ...sittings.states import SittingState
from .. import api as marking
from ..analysis import Analysed, analysis_of, words_of
from ..closing import left_to_do
from ..moderation import open_approval
from ..permissions import READERS, can_moderate, can_release, marked_sitting_for, marked_sittings_for
from . import plots

SHOWN = 100
LIST = (SittingState.ENDED, SittingState.MARKED, SittingState.MODERATED, SittingState.RELEASED)


@access.officers(*READERS)
def sittings(request: OfficerRequest) -> HttpResponse:
    """Sittings from their end to the release, what waits first."""
    found = marked_sittings_for(request.user).filter(state__in=LIST)
    waiting = found.exclude(state=SittingState.RELEASED).order_by("ended_at")[:SHOWN]
    released = found.filter(state=SittingState.RELEASED).order_by("-released_at")[:SHOWN]
    frame = page_frame(_("Exam marks"), "clipboard-list")
    context = {"waiting": waiting, "released": released}
    return TemplateResponse(request, "assessments/marking/sittings.html", context | frame)


@access.officers(*READERS)
def sitting(request: OfficerRequest, sitting_id: UUID) -> HttpResponse:
    """One sitting: progress while it is marked, then the figures and the decision."""
    found = marked_sitting_for(request.user, sitting_id)
    approval = open_approval(found)
    context: dict[str, Any] = {
        "sitting": found,
        "state": found.state,
        "may_moderate": can_moderate(request.user, found),
        "may_release": can_release(request.user, found),
        "approval": approval,
        "why_not_release": _why_not(approval.approved_by, request.user) if approval else "",
        "history": found.moderations.filter(sent_back_at__isnull=False).select_related("approved_by", "sent_back_by"),
        "counts": _counts(found),
    }
    if found.state == SittingState.ENDED:
        context |= {"left": left_to_do(found), "progress": progress(found)}
    else:
        context |= figures(found)
    frame = page_frame(found.title, "clipboard-list", (_("Exam marks"), "exam_marks"))
    return TemplateResponse(request, "assessments/marking/sitting.html", context | frame)


def _why_not(first: Any, second: Any) -> str:
    try:
        check_two_people(first, second)
    except Refused as refused:
        return str(refused)
    return ""


def _counts(sitting: Sitting) -> dict[str, int]:
    return Outcome.objects.filter(seat__sitting=sitting).aggregate(
        seats=Count("pk"),
        attended=Count("pk", filter=Q(attended=True)),
        passed=Count("pk", filter=Q(passed=True)),
    )


def progress(sitting: Sitting) -> list[dict[str, Any]]:
    """By question that officers mark: answers, first and second marks given, third marks given and due, done."""
    rows = (
        ItemScore.objects.filter(seat__sitting=sitting, source=ItemScore.Source.OFFICERS, seat__outcome__attended=True)
        .values("item_id", "item__document")
        .order_by("item_id")
        .annotate(
            answers=Count("pk", distinct=True),
            done=Count("pk", distinct=True, filter=Q(points__isnull=False)),
            thirds=Count("pk", distinct=True, filter=Q(needs_third=True)),
        )
    )
    given = Mark.objects.filter(score__seat__sitting=sitting, withdrawn_at=None, given_at__isnull=False)
    turns = {
        (item, turn): count
        for item, turn, count in given.values_list("score__item_id", "turn").annotate(count=Count("pk")).order_by()
    }
    return [
        {
            "words": words_of(row["item__document"]),
            "first": turns.get((row["item_id"], 1), 0),
            "second": turns.get((row["item_id"], 2), 0),
            "third": turns.get((row["item_id"], 3), 0),
            **{name: row[name] for name in ("answers", "done", "thirds")},
        }
        for row in rows
    ]


def figures(sitting: Sitting) -> dict[str, Any]:
    """Plots, reliability, what should be looked at, and a line for each question."""
    analysed = analysis_of(sitting)
    if analysed is None:
        return {"analysed": None, "rulings": _rulings(sitting)}
    paper = analysed.analysis.paper
    share = float(sitting.version.pass_mark / sitting.version.points) if sitting.version.points else None
    return {
        "analysed": analysed,
        "paper": paper,
        "reliability": reliability_in_words(analysed),
        "of_paper": [one for one in analysed.findings if not one.item],
        "questions": questions(analysed),
        "distribution": plots.distribution(analysed.analysis, pass_share=share),
        "scatter": plots.scatter(analysed.analysis, analysed.findings),
        "rulings": _rulings(sitting),
    }


def reliability_in_words(analysed: Analysed) -> str:
    paper = analysed.analysis.paper
    if paper.alpha is None or paper.sem is None:
        return ""
    numbers = {"name": "KR-20" if paper.is_kr20 else "α", "alpha": f"{paper.alpha:.2f}", "sem": f"{paper.sem:.1f}"}
    return (
        _(
            "Reliability %(name)s = %(alpha)s, standard error of measurement %(sem)s points: in two of three cases the mark lies within %(sem)s points of what the candidate can do."
        )
        % numbers
    )


def questions(analysed: Analysed) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "figures": one,
            "item": analysed.items[one.key],
            "words": words_of(analysed.items[one.key].document),
            "findings": [finding for finding in analysed.findings if finding.item == one.key],
        }
        for number, one in enumerate(analysed.analysis.items, 1)
    ]


def _rulings(sitting: Sitting) -> list[dict[str, Any]]:
    """Decisions on questions, each with its table before and after."""
    rows = sitting.rulings.select_related("item", "by", "taken_back_by").order_by("at")
    return [
        {
            "ruling": row,
            "words": words_of(row.item.document),
            "changes": row.changes.select_related("outcome__seat__learner").order_by("at", "outcome__seat__number"),
        }
        for row in rows
    ]


@access.officers(*READERS)
@require_POST
def act(request: OfficerRequest, sitting_id: UUID, action: str) -> HttpResponse:
    """`close`, `reopen`, `approve`, `send-back`, `release`."""
    officer, reason = request.user, request.POST.get("reason", "")
    verbs: dict[str, tuple[Any, str]] = {
        "close": (lambda: marking.close_marking(sitting_id, by=officer), _("Marking is closed. Look at the figures.")),
        "reopen": (
            lambda: marking.reopen_marking(sitting_id, by=officer, reason=reason),
            _("Marking is open again."),
        ),
        "approve": (
            lambda: marking.approve_marks(sitting_id, by=officer),
            _("Approved. A second officer releases the marks."),
        ),
        "send-back": (lambda: marking.send_back(sitting_id, by=officer, reason=reason), _("Sent back.")),
        "release": (
            lambda: marking.release_marks(sitting_id, by=officer),
            _("Released. Learners see their results with the next synchronisation."),
        ),
    }
    if action not in verbs:
        raise NotFoundHere
    verb, done = verbs[action]
    try:
        verb()
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("exam_marks_of", sitting_id)
