"""A follower of the statement log: what learners say about their exams. Seen, contested, asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lms.records import api as records

from ..models import AccommodationRequest, Appeal, Seat
from ..models.sittings import IRI
from ..sittings.attempts import NOW
from .accommodations import file_request
from .appeals import file_appeal, note_seen

FOLLOWER = "exam-letters"
CONTEST, QUESTION, ACCOMMODATION = "urn:newleaf:contest", "urn:newleaf:question", "urn:newleaf:accommodation"
RESULT, ASKED_FOR = "result", "accommodation"
verbs = records.verbs


def follow_letters(*, limit: int = 500) -> int:
    """Catch up with the log; returns how many statements were new."""
    return records.follow(FOLLOWER, take_in, limit=limit)


def take_in(batch: Sequence[records.Statement]) -> None:
    own = [one for one in batch if one.object_iri.startswith(IRI) and one.verb in _TAKEN]
    if not own:
        return
    gone = records.voided_among(own)
    for statement in own:
        if statement.id not in gone:
            _take(statement)


def _take(statement: records.Statement) -> None:
    context = _dict(statement.body.get("context"))
    place, _sign, part = statement.object_iri.removeprefix(IRI).partition("#")
    seat = _seat(context.get("registration"), place, statement.learner_id)
    if seat is not None:
        said = _dict(statement.body.get("result")).get("response", "")
        text = said.replace("\x00", "") if isinstance(said, str) else ""
        _TAKEN[statement.verb](statement, seat, part, _dict(context.get("extensions")), text)


def _seat(registration: Any, sitting: str, learner: UUID) -> Seat | None:
    """The learner's own seat in this sitting."""
    try:
        key, place = UUID(str(registration)), UUID(sitting)
    except ValueError:
        return None
    rows = Seat.objects.select_related("sitting", "learner").filter(pk=key, sitting=place, learner=learner)
    return rows.first()


def _seen(statement: records.Statement, seat: Seat, part: str, extensions: dict[str, Any], text: str) -> None:
    if part == RESULT:
        note_seen(seat, _moment(statement, extensions))


def _contested(statement: records.Statement, seat: Seat, part: str, extensions: dict[str, Any], text: str) -> None:
    """What cannot be read as one of the four is about marks: an officer reads it in any case."""
    kind = str(extensions.get(CONTEST, ""))
    number = extensions.get(QUESTION)
    file_appeal(
        seat,
        kind if kind in Appeal.Kind.values else Appeal.Kind.MARKS,
        text,
        at=_moment(statement, extensions),
        question=number if isinstance(number, int) and 1 <= number <= len(seat.form) else None,
        statement_id=statement.id,
    )


def _asked(statement: records.Statement, seat: Seat, part: str, extensions: dict[str, Any], text: str) -> None:
    if part == ASKED_FOR:
        kind = str(extensions.get(ACCOMMODATION, ""))
        known = kind if kind in AccommodationRequest.Kind.values else AccommodationRequest.Kind.OTHER
        file_request(seat, known, text, at=_moment(statement, extensions), statement_id=statement.id)


_TAKEN = {verbs.EXPERIENCED: _seen, verbs.CONTESTED: _contested, verbs.ASKED: _asked}


def _moment(statement: records.Statement, extensions: dict[str, Any]) -> datetime:
    """The tablet's clock as the server corrected it, never after the arrival."""
    try:
        moment = datetime.fromisoformat(str(extensions.get(NOW)))
    except ValueError:
        moment = statement.at
    return min(moment, statement.stored_at) if moment.tzinfo else statement.stored_at


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
