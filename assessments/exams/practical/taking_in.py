"""What tablets of evaluators deliver: each record by itself, checked, kept once, never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from pydantic import TypeAdapter, ValidationError

from lms.audit import api as audit
from lms.lib.canonical import canonical_json, sha256_hex
from lms.lib.errors import NotFoundHere, Refused
from lms.lib.faults import faultpoint
from lms.people.models import Officer
from lms.people.permissions import has_role

from ..models import ItemVersion, Performance, PracticalAssessment, PracticalSignature, Seat
from ..permissions import EXAMINERS
from ..sittings.states import SittingState
from .errors import BadRecord, LevelsMissing, NoEvaluator, Taken, UnknownTask, Unread
from .permissions import check_can_assess, practical_sitting_for
from .shapes import MOST_RECORDS, AssessmentRecord, Content, SignatureRecord, Verdict
from .signing import Checked, check_signature

IN_TIME = (SittingState.SEALED, SittingState.OPEN, SittingState.ENDED)
_RECORD: TypeAdapter[AssessmentRecord | SignatureRecord] = TypeAdapter(AssessmentRecord | SignatureRecord)


def take_in(records: Sequence[Any], *, by: Officer) -> list[Verdict]:
    """One verdict for each record, in their order. `by` only delivers: who assessed is who signed. Raises NoEvaluator, BadRecord."""
    if not has_role(by, *EXAMINERS):
        raise NoEvaluator
    if len(records) > MOST_RECORDS:
        raise BadRecord
    first = [place for place, one in enumerate(records) if isinstance(one, dict) and one.get("kind") == "assessment"]
    order = first + [place for place in range(len(records)) if place not in set(first)]
    verdicts = {place: _verdict(records[place], by) for place in order}
    return [verdicts[place] for place in range(len(records))]


def _verdict(record: Any, by: Officer) -> Verdict:
    name = str(record.get("id", ""))[:40] if isinstance(record, dict) else ""
    try:
        with transaction.atomic():
            new = _take(record, by)
        faultpoint("practical.record.kept")
    except Unread as error:
        return Verdict(id=name, state="wait", code=error.code, sentence=str(error))
    except Refused as error:
        return Verdict(id=name, state="refused", code=error.code, sentence=str(error))
    return Verdict(id=name, state="stored" if new else "known")


def _take(record: Any, by: Officer) -> bool:
    """Whether it is new."""
    try:
        read = _RECORD.validate_python(record)
    except ValidationError as error:
        raise BadRecord from error
    return _take_assessment(read, by) if isinstance(read, AssessmentRecord) else _take_signature(read, by)


@dataclass(frozen=True)
class _Task:
    """A seat and one practical item of its form."""

    seat: Seat
    item: ItemVersion


def _take_assessment(record: AssessmentRecord, by: Officer) -> bool:
    content, sha256 = _content(record)
    known = PracticalAssessment.objects.filter(pk=record.id).first()
    if known is not None and known.sha256 != sha256:
        raise Taken
    task = _task(content, by)
    signed = check_signature(record.jws, assessment=record.id, sha256=sha256)
    if signed.officer.pk != content.assessor:
        raise BadRecord
    check_can_assess(signed.officer, task.seat.sitting, task.seat.learner)
    if known is not None:
        return False
    performance, _created = Performance.objects.get_or_create(seat=task.seat, item=task.item)
    late = task.seat.sitting.state not in IN_TIME
    assessment = PracticalAssessment.objects.create(
        pk=record.id,
        performance=performance,
        assessor=signed.officer,
        content=record.content,
        sha256=sha256,
        replaces=content.replaces,
        late=late,
    )
    _sign(assessment, signed, record.jws, late=late)
    detail = {"learner": audit.label(task.seat.learner), "late": late, "delivered_by": audit.label(by)}
    audit.log(by=signed.officer, verb="assessments.practical.assessed", target=task.seat.sitting, detail=detail)
    return True


def _take_signature(record: SignatureRecord, by: Officer) -> bool:
    rows = PracticalAssessment.objects.select_related(
        "performance__seat__sitting__prison", "performance__seat__learner"
    )
    assessment = rows.filter(pk=record.assessment).first()
    if assessment is None:
        raise Unread
    seat = assessment.performance.seat
    _check_delivers(by, seat.sitting_id)
    signed = check_signature(record.jws, assessment=assessment.pk, sha256=assessment.sha256)
    if signed.said.id != record.id:
        raise BadRecord
    check_can_assess(signed.officer, seat.sitting, seat.learner)
    if PracticalSignature.objects.filter(assessment=assessment, officer=signed.officer).exists():
        return False
    if PracticalSignature.objects.filter(pk=record.id).exists():
        raise Taken
    late = seat.sitting.state not in IN_TIME
    _sign(assessment, signed, record.jws, late=late)
    detail = {"learner": audit.label(seat.learner), "late": late, "delivered_by": audit.label(by)}
    audit.log(by=signed.officer, verb="assessments.practical.signed", target=seat.sitting, detail=detail)
    return True


def _sign(assessment: PracticalAssessment, signed: Checked, token: str, *, late: bool) -> None:
    if PracticalSignature.objects.filter(pk=signed.said.id).exists():
        raise Taken
    PracticalSignature.objects.create(
        pk=signed.said.id,
        assessment=assessment,
        officer=signed.officer,
        key=signed.key,
        jws=token,
        signed_at=signed.said.signed_at,
        late=late,
    )


def _content(record: AssessmentRecord) -> tuple[Content, str]:
    try:
        content, sha256 = Content.model_validate(record.content), sha256_hex(canonical_json(record.content))
    except ValueError as error:  # also pydantic's, and a number that JSON cannot hold
        raise BadRecord from error
    if content.assessment != record.id or content.replaces == record.id or content.ended_at < content.began_at:
        raise BadRecord
    return content, sha256


def _task(content: Content, by: Officer) -> _Task:
    _check_delivers(by, content.sitting)
    rows = Seat.objects.select_related("sitting__prison", "learner")
    seat = rows.filter(pk=content.seat, sitting=content.sitting).first()
    if seat is None or content.item not in {place["item"] for place in seat.form}:
        raise UnknownTask
    item = ItemVersion.objects.get(pk=content.item)
    if item.document["kind"] != "practical":
        raise UnknownTask
    rubric = {one["id"]: len(one["levels"]) for one in item.document["rubric"]}
    if rubric.keys() != content.levels.keys() or any(content.levels[key] >= most for key, most in rubric.items()):
        raise LevelsMissing
    return _Task(seat, item)


def _check_delivers(by: Officer, sitting_id: UUID) -> None:
    """Raises UnknownTask, also for a sitting of another prison."""
    try:
        practical_sitting_for(by, sitting_id)
    except NotFoundHere as error:
        raise UnknownTask from error
