"""Following the statement log: progress, enrolments, questions and contested records are made from it, and only from it.

Each touched learner × lesson is computed afresh from all its statements, so order, repetition and late voiding cannot matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q

from lms.records import api as records
from lms.records.api import Statement, verbs

from .completion import LessonState, dig, lesson_state
from .lessons import facts_for
from .letters import rewrite_letters, write_letters
from .models import CourseProgress, Enrolment, Outcome, PaperAttendance, Progress
from .versions import bump

FOLLOWER = "learning"


def project_progress(*, limit: int = 500) -> int:
    """Catch up with the log; returns how many statements were new. Safe to run any number of times, by several processes."""
    return records.follow(FOLLOWER, apply_batch, limit=limit)


def apply_batch(batch: Sequence[Statement]) -> None:
    touched = [*batch, *_targets_of_voidings(batch)]
    changed = write_letters(touched)
    changed |= refresh_lessons({(one.learner_id, one.lesson_iri) for one in touched if one.lesson_iri})
    choices = (verbs.ENROLLED, verbs.WITHDREW)
    changed |= refresh_enrolments({(one.learner_id, one.course_iri) for one in touched if one.verb in choices})
    bump(changed)


def _targets_of_voidings(batch: Sequence[Statement]) -> list[Statement]:
    targets = [one.object_iri.removeprefix("urn:uuid:") for one in batch if one.verb == verbs.VOIDED]
    return list(Statement.objects.filter(id__in=[UUID(one) for one in targets if _is_uuid(one)])) if targets else []


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def refresh_lessons(pairs: Iterable[tuple[UUID, str]]) -> set[UUID]:
    """Compute progress of these learner × lesson pairs from their statements; returns the learners for whom something changed."""
    by_learner: dict[UUID, set[str]] = defaultdict(set)
    for learner_id, lesson_iri in pairs:
        by_learner[learner_id].add(lesson_iri)
    return {learner_id for learner_id, lessons in by_learner.items() if _refresh(learner_id, lessons)}


def _refresh(learner_id: UUID, lessons: set[str]) -> bool:
    states = lesson_states(learner_id, lessons)
    stored = {row.lesson_iri: row for row in Progress.objects.filter(learner_id=learner_id, lesson_iri__in=lessons)}
    courses: set[str] = set()
    for lesson_iri in lessons:
        row, state = stored.get(lesson_iri), states.get(lesson_iri)
        fresh = _row(learner_id, lesson_iri, state) if state else None
        if _same(row, fresh):
            continue
        courses |= {one.course_iri for one in (row, fresh) if one}
        if fresh is None:
            Progress.objects.filter(learner_id=learner_id, lesson_iri=lesson_iri).delete()
        else:
            fresh.pk = row.pk if row else None
            fresh.save()
    for course_iri in courses:
        _count_course(learner_id, course_iri)
    return bool(courses)


def lesson_states(learner_id: UUID, lessons: set[str]) -> dict[str, LessonState]:
    statements = list(Statement.objects.filter(learner_id=learner_id, lesson_iri__in=lessons))
    voided = records.voided_among(statements)
    marks = dict(
        Outcome.objects.filter(learner_id=learner_id, lesson_iri__in=lessons).values_list("statement_id", "scaled")
    )
    on_paper = PaperAttendance.objects.filter(learner_id=learner_id, lesson_iri__in=lessons)
    attended = set(on_paper.values_list("statement_id", flat=True))
    by_lesson: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.id not in voided:
            by_lesson[statement.lesson_iri].append(statement)
    found: dict[str, LessonState] = {}
    for lesson_iri, own in by_lesson.items():
        packages = {str(dig(one.body, "context", "extensions", verbs.PACKAGE) or "") for one in own}
        state = lesson_state(own, marks, facts_for(lesson_iri, packages), attended)
        if state:
            found[lesson_iri] = state
    return found


def _row(learner_id: UUID, lesson_iri: str, state: LessonState) -> Progress:
    return Progress(
        learner_id=learner_id,
        lesson_iri=lesson_iri,
        course_iri=state.course_iri,
        state=Progress.State.COMPLETED if state.completed_at else Progress.State.STARTED,
        fraction=state.fraction,
        opened_at=state.opened_at,
        last_at=state.last_at,
        completed_at=state.completed_at,
    )


_FIELDS = ("course_iri", "state", "fraction", "opened_at", "last_at", "completed_at")


def _same(row: Progress | None, fresh: Progress | None) -> bool:
    if row is None or fresh is None:
        return row is fresh
    return all(getattr(row, name) == getattr(fresh, name) for name in _FIELDS)


def _count_course(learner_id: UUID, course_iri: str) -> bool:
    counted = Progress.objects.filter(learner_id=learner_id, course_iri=course_iri).aggregate(
        started=Count("pk"), completed=Count("pk", filter=Q(state=Progress.State.COMPLETED)), last_at=Max("last_at")
    )
    where: dict[str, Any] = {"learner_id": learner_id, "course_iri": course_iri}
    if not counted["started"]:
        return bool(CourseProgress.objects.filter(**where).delete()[0])
    if CourseProgress.objects.filter(**where, **counted).exists():
        return False
    CourseProgress.objects.update_or_create(**where, defaults=counted)
    return True


def refresh_enrolments(pairs: Iterable[tuple[UUID, str]]) -> set[UUID]:
    """The last word of each learner about each course."""
    changed: set[UUID] = set()
    for learner_id, course_iri in pairs:
        said = list(
            Statement.objects.of(learner_id, course=course_iri).filter(verb__in=(verbs.ENROLLED, verbs.WITHDREW))
        )
        voided = records.voided_among(said)
        standing = [one for one in said if one.id not in voided]
        where: dict[str, Any] = {"learner_id": learner_id, "course_iri": course_iri}
        if not standing:
            gone, _ = Enrolment.objects.filter(**where).delete()
            changed |= {learner_id} if gone else set()
            continue
        last = max(standing, key=lambda one: one.order)
        fresh = {"active": last.verb == verbs.ENROLLED, "decided_at": last.at}
        if not Enrolment.objects.filter(**where, **fresh).exists():
            Enrolment.objects.update_or_create(**where, defaults=fresh)
            changed.add(learner_id)
    return changed


def rebuild_progress(learner_id: UUID | None = None) -> int:
    """Make every projection again from the statements; returns how many learners it changed, which should be 0."""
    ids = {learner_id} if learner_id else _everybody()
    changed: set[UUID] = set()
    for one in sorted(ids):
        with transaction.atomic():
            lessons, choices = _places_of(one)
            mended = refresh_lessons((one, lesson_iri) for lesson_iri in lessons)
            mended |= refresh_enrolments((one, course_iri) for course_iri in choices)
            mended |= rewrite_letters(one)
            for rows in (Progress, CourseProgress):
                for course_iri in set(rows.objects.filter(learner_id=one).values_list("course_iri", flat=True)):
                    mended |= {one} if _count_course(one, course_iri) else set()
            bump(mended)
            changed |= mended
    return len(changed)


def _everybody() -> set[UUID]:
    ids: set[UUID] = set(Statement.objects.order_by().values_list("learner_id", flat=True).distinct())
    for rows in (Progress, CourseProgress, Enrolment):
        ids |= set(rows.objects.values_list("learner_id", flat=True).distinct())
    return ids


def _places_of(learner_id: UUID) -> tuple[set[str], set[str]]:
    """The lessons a learner has statements or progress of, and the courses chosen or left."""
    own = Statement.objects.filter(learner_id=learner_id).order_by()
    lessons = set(own.exclude(lesson_iri="").values_list("lesson_iri", flat=True).distinct())
    lessons |= set(Progress.objects.filter(learner_id=learner_id).values_list("lesson_iri", flat=True))
    chosen = own.filter(verb__in=(verbs.ENROLLED, verbs.WITHDREW))
    courses = set(chosen.values_list("course_iri", flat=True).distinct())
    courses |= set(Enrolment.objects.filter(learner_id=learner_id).values_list("course_iri", flat=True))
    return lessons, courses
