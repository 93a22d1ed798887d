"""What the teacher does in the classroom, and the page of the attendance."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from lms.lib.errors import Invalid
from lms.lib.tables import table_response
from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame
from streaming.models import Attendance
from streaming.permissions import PLANNERS, VIEWERS, broadcast_for

from . import attendance, polls, questions


@access.officers(*PLANNERS)
@require_POST
def settle(request: HttpRequest, broadcast_id: UUID, question_id: UUID) -> HttpResponse:
    """{state, answer}"""
    said, officer = _said(request), _officer(request)
    broadcast = broadcast_for(officer, broadcast_id)
    questions.settle(broadcast, question_id, str(said.get("state")), by=officer, answer=str(said.get("answer", "")))
    return JsonResponse({})


@access.officers(*PLANNERS)
@require_POST
def open_poll(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """{question, options, right}"""
    said, officer = _said(request), _officer(request)
    options, right = said.get("options"), said.get("right")
    if not isinstance(options, list) or not (right is None or isinstance(right, int)):
        raise Invalid
    broadcast = broadcast_for(officer, broadcast_id)
    poll = polls.open_poll(broadcast, str(said.get("question", "")), [str(one) for one in options], by=officer, right=right)  # fmt: skip
    return JsonResponse({"poll": str(poll.pk)})


@access.officers(*PLANNERS)
@require_POST
def close_poll(request: HttpRequest, broadcast_id: UUID, poll_id: UUID) -> HttpResponse:
    """{show}"""
    said, officer = _said(request), _officer(request)
    polls.close_poll(broadcast_for(officer, broadcast_id), poll_id, by=officer, show=bool(said.get("show")))
    return JsonResponse({})


@access.officers(*VIEWERS)
def register(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """Everybody who was invited: what the players said, and what an officer says."""
    broadcast = broadcast_for(_officer(request), broadcast_id)
    rows = attendance.register(broadcast)
    context = {
        "broadcast": broadcast,
        "rows": rows,
        "present": sum(row is not None and row.is_present for _learner, row in rows),
        "verdicts": Attendance.Verdict.choices,
    }
    frame = page_frame(
        _("Attendance: %(title)s") % {"title": broadcast.title}, "group", (_("Live lessons"), "streaming_schedule")
    )
    return TemplateResponse(request, "streaming/room/register.html", context | frame)


@access.officers(*VIEWERS)
def export(request: HttpRequest, broadcast_id: UUID) -> HttpResponseBase:
    """The same as an Excel file."""
    broadcast = broadcast_for(_officer(request), broadcast_id)
    head = [
        _("Ward"),
        _("Number"),
        pgettext("person", "Name"),
        _("Attendance"),
        _("Minutes watched"),
        _("Corrected by"),
    ]
    body = [
        [learner.ward.name, learner.number, learner.name, _verdict(row), row.seconds // 60 if row else 0, str(row.corrected_by or "") if row else ""]
        for learner, row in attendance.register(broadcast)
    ]  # fmt: skip
    return table_response("xlsx", f"{_('Attendance')} {broadcast.title}", head, body)


def _verdict(row: Attendance | None) -> str:
    if row is not None and row.verdict:
        return str(row.get_verdict_display())
    present = row is not None and row.is_present
    return str((Attendance.Verdict.PRESENT if present else Attendance.Verdict.ABSENT).label)


@access.officers(*VIEWERS)
@require_POST
def correct(request: HttpRequest, broadcast_id: UUID, learner_id: UUID) -> HttpResponse:
    """{verdict}; empty: what the players said."""
    said, officer = _said(request), _officer(request)
    broadcast = broadcast_for(officer, broadcast_id)
    row = attendance.correct(broadcast, learner_id, str(said.get("verdict", "")), by=officer)
    return JsonResponse({"present": row.is_present})


def admin_patterns() -> list[URLPattern | URLResolver]:
    one = "live/<uuid:broadcast_id>/"
    return [
        path(one + "questions/<uuid:question_id>/", settle, name="streaming_settle"),
        path(one + "polls/", open_poll, name="streaming_open_poll"),
        path(one + "polls/<uuid:poll_id>/close/", close_poll, name="streaming_close_poll"),
        path(one + "attendance/", register, name="streaming_attendance"),
        path(one + "attendance/export/", export, name="streaming_attendance_export"),
        path(one + "attendance/<uuid:learner_id>/", correct, name="streaming_correct"),
    ]


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except ValueError as error:
        raise Invalid from error
    if not isinstance(said, dict):
        raise Invalid
    return said


def _officer(request: HttpRequest) -> Officer:
    return request.user  # type: ignore[return-value]
