"""What officers ask: who has done what, and who is stuck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from lms.packages import api as packages
from lms.people.learners import search_learners
from lms.people.models import Learner, Officer, Prison, Ward
from lms.people.permissions import ward_and_below
from lms.people.roles import Role

from .models import CourseProgress, Group, Outcome, Progress
from .permissions import READERS, learners_in_reach
from .plan import assignments_of_many

QUIET_DAYS = 14  # nothing for so long on something begun
TRIES = 3  # so many answers to one question, none of them right
DUE_DAYS = 7  # due within so many days and not begun


@dataclass(frozen=True)
class Cell:
    """One learner, one course. `given`: in the plan; the lessons of a course that has changed never count twice."""

    completed: int
    started: int
    total: int
    given: bool

    @property
    def state(self) -> Literal["none", "given", "started", "completed"]:
        if self.total and self.completed >= self.total:
            return "completed"
        return "started" if self.started else "given" if self.given else "none"


@dataclass(frozen=True)
class Matrix:
    """Learners down, courses across; `cells[learner][course]`, all of them present."""

    courses: list[packages.CourseView]
    learners: list[Learner]
    cells: dict[UUID, dict[str, Cell]]


def who_has_done_what(
    officer: Officer, prison: Prison, *, ward: Ward | None = None, group: Group | None = None
) -> Matrix:
    """The active learners in the officer's reach against the courses of their prison."""
    return matrix_of(roll(officer, prison, ward=ward, group=group), packages.list_courses(prison))


def matrix_of(learners: Iterable[Learner], courses: Iterable[packages.CourseView]) -> Matrix:
    """These learners against these courses. A handful of queries."""
    chosen, learners = list(courses), list(learners)
    plans = assignments_of_many(learners)
    ids = [learner.pk for learner in learners]
    counts = {
        (learner_id, course): (completed, started)
        for learner_id, course, completed, started in CourseProgress.objects.filter(
            learner__in=ids, course_iri__in=[course.iri for course in chosen]
        ).values_list("learner_id", "course_iri", "completed", "started")
    }
    cells: dict[UUID, dict[str, Cell]] = {}
    for learner in learners:
        planned = {view.course for view in plans[learner.pk]}
        row = cells[learner.pk] = {}
        for course in chosen:
            completed, started = counts.get((learner.pk, course.iri), (0, 0))
            total = len(course.lessons)
            row[course.iri] = Cell(min(completed, total), min(started, total), total, course.iri in planned)
    return Matrix(chosen, learners, cells)


def completed_by(learners: QuerySet[Learner], courses: Iterable[packages.CourseView]) -> dict[str, int]:
    """How many of these learners have completed each course, by its IRI; counted by the database, however many they are."""
    needed = {course.iri: len(course.lessons) for course in courses}
    rows = CourseProgress.objects.filter(learner__in=learners.order_by(), course_iri__in=list(needed))
    found = dict.fromkeys(needed, 0)
    for course_iri, completed, count in rows.values_list("course_iri", "completed").annotate(count=Count("pk")):
        if needed[course_iri] and completed >= needed[course_iri]:
            found[course_iri] += count
    return found


def roll(
    officer: Officer,
    prison: Prison,
    *,
    ward: Ward | None = None,
    group: Group | None = None,
    text: str = "",
    roles: Sequence[Role] = READERS,
) -> QuerySet[Learner]:
    """The active learners of a prison whom the officer may see, of a ward (and below) or a group when named.

    `text`: a part of the name, its pinyin, or the beginning of the number.
    """
    learners = learners_in_reach(officer, *roles).filter(prison=prison, state=Learner.State.ACTIVE)
    if ward is not None:
        learners = learners.filter(ward__in=ward_and_below(ward))
    if group is not None:
        learners = learners.filter(group_memberships__group=group)
    return search_learners(learners, text).select_related("ward").order_by("ward__code", "number")


@dataclass(frozen=True)
class Stuck:
    """One learner who may need help, and why. A hint for a teacher's visit, never a mark against anybody."""

    learner: Learner
    reason: Literal["tries", "quiet", "due"]
    course: str  # IRI
    lesson: str = ""
    item: str = ""
    count: int = 0  # tries, days of silence, or days left

    @property
    def rank(self) -> tuple[int, int]:
        return ({"tries": 0, "due": 1, "quiet": 2}[self.reason], self.count if self.reason == "due" else -self.count)


def who_is_stuck(
    officer: Officer, prison: Prison, *, ward: Ward | None = None, group: Group | None = None
) -> list[Stuck]:
    """Learners who have answered one question wrongly several times, who stopped in the middle, or whose due date is near."""
    learners = {one.pk: one for one in roll(officer, prison, ward=ward, group=group)}
    courses = {course.iri: course for course in packages.list_courses(prison)}
    found = [*_many_tries(learners), *_gone_quiet(learners, courses), *_due_soon(learners)]
    return sorted(found, key=lambda stuck: (*stuck.rank, stuck.learner.number))


def _many_tries(learners: dict[UUID, Learner]) -> list[Stuck]:
    """Questions of lessons that are not completed yet."""
    tried = Outcome.objects.filter(learner__in=list(learners)).values("learner_id", "lesson_iri", "item_iri")
    tried = tried.annotate(tries=Count("pk"), best=Max("scaled")).filter(tries__gte=TRIES, best__lt=1.0)
    lessons = Progress.objects.filter(learner__in=list(learners), state=Progress.State.STARTED)
    open_lessons = {(one.learner_id, one.lesson_iri): one.course_iri for one in lessons}
    return [
        Stuck(
            learners[row["learner_id"]],
            "tries",
            open_lessons[key],
            lesson=row["lesson_iri"],
            item=row["item_iri"],
            count=row["tries"],
        )
        for row in tried
        if (key := (row["learner_id"], row["lesson_iri"])) in open_lessons
    ]


def _gone_quiet(learners: dict[UUID, Learner], courses: dict[str, packages.CourseView]) -> list[Stuck]:
    now = timezone.now()
    counted = CourseProgress.objects.filter(
        learner__in=list(learners), course_iri__in=list(courses), last_at__lt=now - timedelta(days=QUIET_DAYS)
    )
    return [
        Stuck(learners[row.learner_id], "quiet", row.course_iri, count=(now - row.last_at).days)
        for row in counted
        if row.completed < len(courses[row.course_iri].lessons)
    ]


def _due_soon(learners: dict[UUID, Learner]) -> list[Stuck]:
    today = timezone.localdate()
    begun = set(CourseProgress.objects.filter(learner__in=list(learners)).values_list("learner_id", "course_iri"))
    found = []
    for learner_id, plan in assignments_of_many(list(learners.values())).items():
        for view in plan:
            left = (view.due_on - today).days if view.due_on else None
            if left is not None and 0 <= left <= DUE_DAYS and (learner_id, view.course) not in begun:
                found.append(Stuck(learners[learner_id], "due", view.course, count=left))
    return found
