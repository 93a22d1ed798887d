"""Questions to the teacher and contested records: made from statements, answered by officers, brought back to the learner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.people.models import Learner, Officer
from lms.people.permissions import scope_q
from lms.people.roles import Role
from lms.records import api as records
from lms.records.api import Statement, verbs

from .completion import dig
from .errors import AlreadyAnswered, NothingWritten
from .models import Contest, Question, Reply
from .models.letters import Letter
from .versions import bump

Answering = Callable[..., Reply]
AnyLetter = TypeVar("AnyLetter", bound=Letter)
_KINDS: dict[str, type[Letter]] = {verbs.ASKED: Question, verbs.CONTESTED: Contest}
EXAMS = "urn:newleaf:sitting:"  # what is asked or contested about an exam is answered by those who hold exams


@dataclass(frozen=True)
class AnswerView:
    """A teacher's answer as the tablet shows it."""

    question: UUID  # statement id
    lesson: str
    asked: str
    answer: str
    answered_by: str
    answered_at: datetime


def write_letters(statements: Sequence[Statement]) -> set[UUID]:
    """Part of the projection: letters of these statements appear, those taken back go. Returns the learners concerned."""
    changed: set[UUID] = set()
    own = [one for one in statements if one.verb in _KINDS and not one.object_iri.startswith(EXAMS)]
    voided = records.voided_among(own)
    for statement in own:
        kind = _KINDS[statement.verb]
        if statement.id in voided:
            gone, _rows = kind._default_manager.filter(pk=statement.id).delete()
            changed |= {statement.learner_id} if gone else set()
        else:
            kind._default_manager.bulk_create([_letter(kind, statement)], ignore_conflicts=True)
    return changed


def rewrite_letters(learner_id: UUID) -> set[UUID]:
    """Make a learner's letters again from the log."""
    own = list(Statement.objects.filter(learner_id=learner_id, verb__in=_KINDS))
    ids = {one.id for one in own}
    for kind in _KINDS.values():
        kind._default_manager.filter(learner_id=learner_id).exclude(pk__in=ids).delete()
    return write_letters(own)


def _letter(kind: type[Letter], statement: Statement) -> Letter:
    text = dig(statement.body, "result", "response")
    fields = {"object_iri": statement.object_iri} if kind is Contest else {}
    return kind(
        statement_id=statement.id,
        learner_id=statement.learner_id,
        lesson_iri=statement.lesson_iri,
        course_iri=statement.course_iri,
        text=text.replace("\x00", "") if isinstance(text, str) else "",
        written_at=statement.at,
        **fields,
    )


def questions_for(officer: Officer, *, answered: bool = False) -> QuerySet[Question]:
    """Questions of the learners whom the officer teaches, the one that has waited longest first; each has `reply`."""
    return _in_reach(Question.objects.all(), officer, answered, Role.TEACHER)


def contests_for(officer: Officer, *, answered: bool = False) -> QuerySet[Contest]:
    """Contested records, for the education office."""
    return _in_reach(Contest.objects.all(), officer, answered, Role.EDUCATION_OFFICE)


def _in_reach(letters: QuerySet[AnyLetter], officer: Officer, answered: bool, *roles: Role) -> QuerySet[AnyLetter]:
    reach = scope_q(officer, *roles, prison_field="learner__prison", ward_field="learner__ward")
    replies = Reply.objects.filter(pk=OuterRef("pk"))
    found = letters.filter(reach, Exists(replies) if answered else ~Exists(replies)).select_related("learner__ward")
    return found.order_by("-written_at" if answered else "written_at", "pk")


def replies_to(letters: Iterable[Letter]) -> dict[UUID, Reply]:
    """The answers, by statement id."""
    return Reply.objects.select_related("answered_by").in_bulk([letter.pk for letter in letters])


def answer_question(question_id: UUID, text: str, *, by: Officer) -> Reply:
    """Answer once. Raises NotFoundHere (also out of the officer's reach), AlreadyAnswered, NothingWritten."""
    return _answer(questions_for(by), questions_for(by, answered=True), question_id, text, by, "question")


def answer_contest(contest_id: UUID, text: str, *, by: Officer) -> Reply:
    """The education office's answer; a change of the record itself is a statement of its own. Raises as answer_question."""
    return _answer(contests_for(by), contests_for(by, answered=True), contest_id, text, by, "contest")


@transaction.atomic
def _answer(
    waiting: QuerySet[AnyLetter], dealt_with: QuerySet[AnyLetter], letter_id: UUID, text: str, by: Officer, noun: str
) -> Reply:
    letter = waiting.filter(pk=letter_id).first()
    if letter is None:
        raise AlreadyAnswered if dealt_with.filter(pk=letter_id).exists() else NotFoundHere
    if not text.strip():
        raise NothingWritten
    reply = Reply(pk=letter.pk, learner=letter.learner, text=text.strip(), answered_by=by, answered_at=timezone.now())
    try:
        with transaction.atomic():
            reply.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAnswered from error
    audit.log(by=by, verb=f"learning.{noun}.answered", target=letter.learner, detail={"statement": str(letter.pk)})
    bump([letter.learner_id])
    return reply


def answers_of(learner: Learner) -> list[AnswerView]:
    """All answers that this learner has got, to questions and to contested records, the newest first."""
    replies = Reply.objects.filter(learner=learner).select_related("answered_by").order_by("-answered_at")
    letters: dict[UUID, Letter] = {}
    for kind in _KINDS.values():
        letters.update({letter.pk: letter for letter in kind._default_manager.filter(learner=learner)})
    return [
        AnswerView(reply.pk, letter.lesson_iri, letter.text, reply.text, str(reply.answered_by), reply.answered_at)
        for reply in replies
        if (letter := letters.get(reply.pk))
    ]
