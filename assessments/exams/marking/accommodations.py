"""What learners ask for in an exam, and the answer with its reason. Granting sets the seat, so it comes before the sealing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.people.models import Officer
from lms.people.permissions import scope_q

from ..models import AccommodationRequest, Seat
from ..sittings.permissions import PLANNERS
from ..sittings.planning import grant_accommodation
from ..texts import plain
from .errors import RequestAnswered

LONGEST = 4000
Kind, State = AccommodationRequest.Kind, AccommodationRequest.State


def requests_for(officer: Any) -> QuerySet[AccommodationRequest]:
    """Of the prisons where the officer plans exams."""
    found = AccommodationRequest.objects.select_related("seat__learner__ward", "seat__sitting", "answered_by")
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return found.none()
    return found.filter(scope_q(officer, *PLANNERS, prison_field="seat__sitting__prison", ward_field="pk"))


@transaction.atomic
def file_request(
    seat: Seat, kind: str, text: str, *, at: datetime, statement_id: UUID | None = None
) -> AccommodationRequest:
    """From the learner's tablet; safe to say twice."""
    known = AccommodationRequest.objects.filter(statement_id=statement_id).first() if statement_id else None
    return known or _filed(seat, kind, text, at, statement_id=statement_id)


@transaction.atomic
def enter_paper_request(seat_id: UUID | str, kind: str, text: str, *, by: Officer) -> AccommodationRequest:
    """Raises NotFoundHere, Invalid."""
    places = scope_q(by, *PLANNERS, prison_field="sitting__prison", ward_field="pk")
    seat = Seat.objects.filter(places, pk=seat_id).select_related("sitting", "learner").first()
    if seat is None:
        raise NotFoundHere
    if kind not in Kind.values:
        raise Invalid(_("Choose what is asked for."))
    return _filed(seat, kind, text, timezone.now(), entered_by=by)


def _filed(seat: Seat, kind: str, text: str, at: datetime, **more: Any) -> AccommodationRequest:
    made = AccommodationRequest.objects.create(seat=seat, kind=kind, text=plain(text)[:LONGEST], asked_at=at, **more)
    detail = {"accommodation": kind, "learner": audit.label(seat.learner)}
    audit.log(by=more.get("entered_by"), verb="assessments.accommodation.asked", target=seat.sitting, detail=detail)
    return made


@transaction.atomic
def answer_request(
    request_id: UUID | str, *, by: Officer, granted: bool, reason: str, extra_minutes: int = 0, language: str = ""
) -> AccommodationRequest:
    """With a reason either way. Granting changes the seat by the planner's own verb.

    Raises NotFoundHere, PermissionDenied, AlreadySealed, RequestAnswered, Invalid.
    """
    found = requests_for(by).filter(pk=request_id).first()
    if found is None:
        raise NotFoundHere
    request = AccommodationRequest.objects.select_for_update().get(pk=found.pk)
    if request.state != State.WAITING:
        raise RequestAnswered
    if not plain(reason):
        raise Invalid(_("Say why: the learner reads it."))
    seat = found.seat
    if granted:
        _grant(found, seat, by, extra_minutes, language)
    request.state = State.GRANTED if granted else State.REFUSED
    request.reason, request.answered_by, request.answered_at = plain(reason)[:LONGEST], by, timezone.now()
    request.save()
    detail = {"accommodation": request.kind, "state": request.state, "learner": audit.label(seat.learner)}
    audit.log(by=by, verb="assessments.accommodation.answered", target=seat.sitting, detail=detail)
    return request


def _grant(request: AccommodationRequest, seat: Seat, by: Officer, extra_minutes: int, language: str) -> None:
    """What the seat has already stays."""
    minutes, read_aloud = seat.extra_seconds // 60, seat.read_aloud
    if request.kind == Kind.EXTRA_TIME:
        if extra_minutes < 1:
            raise Invalid(_("Write how many minutes more."))
        minutes = extra_minutes
    if request.kind == Kind.LANGUAGE and not language:
        raise Invalid(_("Choose the language."))
    grant_accommodation(
        seat.sitting_id,
        seat.pk,
        by=by,
        extra_minutes=minutes,
        read_aloud=read_aloud or request.kind == Kind.READ_ALOUD,
        language=language or seat.language,
    )
