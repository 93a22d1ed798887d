"""How much of which course somebody has learnt, for those who ask for hours: certification.

An hour is an hour of the catalogue: a lesson counts with the minutes that its authors gave it, once it is completed.
What a tablet says of the time for which it was open is never read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from lms.packages import api as packages

from .models import Progress

PACE_WEEKS = 8


@dataclass(frozen=True)
class Learnt:
    """One learner, one course. `minutes`: of completed lessons; `minutes_in_all`: of the course as it stands; `left`: lessons to go."""

    minutes: int = 0
    minutes_in_all: int = 0
    left: int = 0
    completed: bool = False


def learnt_of_many(
    prisons: Mapping[UUID, UUID], courses: Collection[str], *, since: Mapping[UUID, datetime] | None = None
) -> dict[UUID, dict[str, Learnt]]:
    """Learner → course → how far. `prisons`: the prison of each learner; `since`: only what this learner completed from then on.

    A handful of queries however many learners.
    """
    if not courses:
        return {learner: {} for learner in prisons}
    known = {prison: _courses(prison, courses) for prison in set(prisons.values())}
    done: dict[UUID, dict[str, str]] = defaultdict(dict)  # learner → lesson → course
    rows = Progress.objects.filter(learner__in=list(prisons), state=Progress.State.COMPLETED)
    lessons = {lesson for course in known.values() for minutes in course.values() for lesson in minutes}
    wanted = set(courses)
    for learner, lesson, course, at in rows.values_list("learner_id", "lesson_iri", "course_iri", "completed_at"):
        if since and learner in since and (at is None or at < since[learner]):
            continue
        if course in wanted or lesson in lessons:
            done[learner][lesson] = course
    gone = {lesson for own in done.values() for lesson in own} - lessons
    minutes_gone = packages.minutes_of(gone)
    return {
        learner: {
            course: _learnt(course, known[prison].get(course, {}), done[learner], minutes_gone) for course in wanted
        }
        for learner, prison in prisons.items()
    }


def pace_of_many(prisons: Mapping[UUID, UUID]) -> dict[UUID, float]:
    """Learner → hours a week, over the last weeks and all courses."""
    since = timezone.now() - timedelta(weeks=PACE_WEEKS)
    rows = Progress.objects.filter(learner__in=list(prisons), completed_at__gte=since)
    found = list(rows.values_list("learner_id", "lesson_iri"))
    minutes = packages.minutes_of({lesson for _learner, lesson in found})
    total: dict[UUID, int] = defaultdict(int)
    for learner, lesson in found:
        total[learner] += minutes.get(lesson, 0)
    return {learner: total[learner] / 60 / PACE_WEEKS for learner in prisons}


def _courses(prison: UUID, wanted: Collection[str]) -> dict[str, dict[str, int]]:
    """Course → lesson → minutes, as this prison sees them; a course that was withdrawn as it last was."""
    found = {one.iri: one for one in packages.list_courses(prison) if one.iri in wanted}
    for iri in set(wanted) - set(found):
        try:
            found[iri] = packages.course(iri, prison)
        except packages.CourseUnknown:
            continue
    return {iri: {ref.lesson: ref.minutes for ref in one.lessons} for iri, one in found.items()}


def _learnt(course: str, lessons: Mapping[str, int], done: Mapping[str, str], gone: Mapping[str, int]) -> Learnt:
    minutes = sum(length for lesson, length in lessons.items() if lesson in done)
    minutes += sum(gone.get(lesson, 0) for lesson, of in done.items() if of == course and lesson not in lessons)
    left = sum(lesson not in done for lesson in lessons)
    return Learnt(minutes, sum(lessons.values()), left, bool(lessons) and not left)
