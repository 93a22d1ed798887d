"""学习计划: what a learner has to learn and may choose, from assignments, enrolments and the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Q

from lms.packages import api as packages
from lms.people.models import Learner, Ward

from .models import Assignment, CourseProgress, Enrolment, GroupMember, Progress

CHOSEN_AFTER = 1000  # chosen courses come after assigned ones in every list and download


@dataclass(frozen=True)
class AssignmentView:
    """One course of a learner's plan. `waits_for`: courses that the learner should complete first."""

    course: str
    source: Literal["assigned", "chosen"]
    due_on: date | None
    priority: int
    waits_for: tuple[str, ...] = ()


def assignments_of(learner: Learner) -> list[AssignmentView]:
    return assignments_of_many([learner])[learner.pk]


def assignments_of_many(learners: Sequence[Learner]) -> dict[UUID, list[AssignmentView]]:
    """The plan of each learner, most urgent first. A handful of queries however many learners."""
    plans: dict[UUID, list[AssignmentView]] = {}
    by_prison: dict[UUID, list[Learner]] = defaultdict(list)
    for learner in learners:
        by_prison[learner.prison_id].append(learner)
    for prison_id, members in by_prison.items():
        courses = {course.iri: course for course in packages.list_courses(prison_id)}
        given = _given_to(prison_id, members)
        chosen = _chosen_by(members, {iri for iri, course in courses.items() if course.open_enrolment})
        completed = _completed_courses(members, courses)
        for learner in members:
            plans[learner.pk] = _plan(courses, given[learner.pk], chosen[learner.pk], completed[learner.pk])
    return plans


def courses_of(learner: Learner) -> list[packages.CourseView]:
    """The courses of the plan, in its order."""
    courses = {course.iri: course for course in packages.list_courses(learner.prison_id)}
    return [courses[view.course] for view in assignments_of(learner)]


def open_courses(learner: Learner) -> list[packages.CourseView]:
    """What the learner may choose and has not got yet."""
    planned = {view.course for view in assignments_of(learner)}
    return [one for one in packages.list_courses(learner.prison_id) if one.open_enrolment and one.iri not in planned]


def _plan(
    courses: Mapping[str, packages.CourseView], given: dict[str, date | None], chosen: set[str], completed: set[str]
) -> list[AssignmentView]:
    views = []
    for iri, course in courses.items():
        waits_for = tuple(one for one in course.requires if one in courses and one not in completed)
        if iri in given:
            views.append(AssignmentView(iri, "assigned", given[iri], course.priority, waits_for))
        elif iri in chosen:
            views.append(AssignmentView(iri, "chosen", None, CHOSEN_AFTER + course.priority, waits_for))
    return sorted(views, key=lambda view: (bool(view.waits_for), view.due_on or date.max, view.priority, view.course))


def _given_to(prison_id: UUID, learners: Sequence[Learner]) -> dict[UUID, dict[str, date | None]]:
    """Per learner: course → due date. The closest assignment decides: the learner's own, then the group's, then the ward's."""
    above = _wards_above(prison_id)
    groups: dict[UUID, set[UUID]] = defaultdict(set)
    memberships = GroupMember.objects.filter(learner__in=learners).values_list("learner_id", "group_id")
    for learner_id, group_id in memberships:
        groups[learner_id].add(group_id)
    standing = Assignment.objects.filter(prison_id=prison_id, withdrawn_at=None)
    standing = standing.filter(Q(learner=None) | Q(learner__in=learners))
    by_target: dict[UUID, list[Assignment]] = defaultdict(list)
    for assignment in standing:
        by_target[assignment.learner_id or assignment.group_id or assignment.ward_id].append(assignment)  # type: ignore[index]
    given: dict[UUID, dict[str, date | None]] = {}
    for learner in learners:
        own: dict[str, date | None] = {}
        wards = above.get(learner.ward_id, [])
        for targets in ([learner.pk], sorted(groups[learner.pk]), *([ward] for ward in wards)):
            level: dict[str, date | None] = {}
            for assignment in (one for target in targets for one in by_target.get(target, [])):
                dates = [one for one in (level.get(assignment.course_iri), assignment.due_on) if one]
                level[assignment.course_iri] = min(dates, default=None)  # of two groups the earlier date
            own = {**level, **own}
        given[learner.pk] = own
    return given


def _wards_above(prison_id: UUID) -> dict[UUID, list[UUID]]:
    """Each ward of a prison with those above it, the closest first."""
    parents = dict(Ward.objects.filter(prison_id=prison_id).values_list("pk", "parent_id"))
    chains: dict[UUID, list[UUID]] = {}
    for ward in parents:
        chain: list[UUID] = []
        current: UUID | None = ward
        while current is not None and current not in chain:
            chain.append(current)
            current = parents.get(current)
        chains[ward] = chain
    return chains


def _chosen_by(learners: Sequence[Learner], open_now: set[str]) -> dict[UUID, set[str]]:
    """Courses that a learner chose: those open now, and those begun while they were."""
    chosen: dict[UUID, set[str]] = defaultdict(set)
    begun = set(CourseProgress.objects.filter(learner__in=learners).values_list("learner_id", "course_iri"))
    enrolled = Enrolment.objects.filter(learner__in=learners, active=True).values_list("learner_id", "course_iri")
    for learner_id, iri in enrolled:
        if iri in open_now or (learner_id, iri) in begun:
            chosen[learner_id].add(iri)
    return chosen


def _completed_courses(learners: Sequence[Learner], courses: Mapping[str, packages.CourseView]) -> dict[UUID, set[str]]:
    """Courses of which a learner has completed every lesson; asked only for those that another course waits for."""
    required = {iri for course in courses.values() for iri in course.requires if iri in courses}
    completed: dict[UUID, set[str]] = defaultdict(set)
    if not required:
        return completed
    lessons = {iri: {ref.lesson for ref in courses[iri].lessons} for iri in required}
    rows = Progress.objects.filter(
        learner__in=learners, state=Progress.State.COMPLETED, lesson_iri__in=set().union(*lessons.values())
    )
    done: dict[UUID, set[str]] = defaultdict(set)
    for learner_id, lesson in rows.values_list("learner_id", "lesson_iri"):
        done[learner_id].add(lesson)
    for learner_id, finished in done.items():
        completed[learner_id] = {iri for iri, needed in lessons.items() if needed and needed <= finished}
    return completed


def progress_of(learner: Learner) -> list[Progress]:
    """The state of every lesson that the learner has begun, in a stable order."""
    return progress_of_many([learner.pk])[learner.pk]


def progress_of_many(learner_ids: Iterable[UUID]) -> dict[UUID, list[Progress]]:
    """The same for many learners, in one query."""
    found: dict[UUID, list[Progress]] = {learner_id: [] for learner_id in learner_ids}
    for row in Progress.objects.filter(learner__in=list(found)).order_by("course_iri", "lesson_iri"):
        found[row.learner_id].append(row)
    return found


def in_the_middle_of(lesson_iris: Iterable[str], *, prison: UUID | None = None) -> dict[str, set[UUID]]:
    """Learners who have begun these lessons and not completed them, by lesson; of one prison, or of all. Lessons without any are left out."""
    begun = Progress.objects.filter(
        lesson_iri__in=list(lesson_iris), state=Progress.State.STARTED, learner__state=Learner.State.ACTIVE
    )
    if prison is not None:
        begun = begun.filter(learner__prison=prison)
    found: dict[str, set[UUID]] = defaultdict(set)
    for lesson, learner_id in begun.values_list("lesson_iri", "learner_id"):
        found[lesson].add(learner_id)
    return dict(found)
