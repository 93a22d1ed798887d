"""What stands in a learner's record: courses with hours and days, certificates. What tells of custody is set apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lms.learning import api as learning
from lms.packages import api as packages
from lms.people.models import Learner, Prison, Ward

from ...credentials.documents import CHINA
from ...credentials.facts import Words
from ...custody import betrays
from ...models import Candidacy, Certificate

KINDS = {
    "civic": Words("思政与法治", "Civics and law"),
    "vocational": Words("职业技能", "Vocational skills"),
    "cultural": Words("文化教育", "General education"),
    "language": Words("语言", "Languages"),
    "wellbeing": Words("心理健康", "Well-being"),
}
PRIVATE_KINDS = {
    "induction": Words("入监教育", "Induction"),
    "release": Words("出监教育", "Preparation for release"),
}


@dataclass(frozen=True)
class CourseLine:
    """One course. `minutes`: of the lessons completed, as they are planned; `completed_on`: the last of them, none: not all yet."""

    title: Words
    kind: Words
    done: int
    lessons: int
    minutes: int
    last_on: date
    completed: bool

    @property
    def hours(self) -> str:
        """In hours of sixty minutes, rounded to a half."""
        halves = max(1, round(self.minutes / 30))
        return f"{halves / 2:g}"


@dataclass(frozen=True)
class Contents:
    """`public` may be shown to anybody; `private` is the learner's own."""

    name: str
    latin_name: str
    public: list[CourseLine] = field(default_factory=list)
    private: list[CourseLine] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)

    @property
    def hours(self) -> str:
        return f"{sum(float(line.hours) for line in self.public):g}"


def contents_of(learner: Learner) -> Contents:
    """All certificates that still stand, and all courses of which at least one lesson is completed."""
    certificates = certificates_of(learner)
    candidacy = Candidacy.objects.filter(learner=learner).order_by("-registered_on", "-pk").first()
    public: list[CourseLine] = []
    private: list[CourseLine] = []
    places = _places(learner)
    for kind, line in _courses(learner):
        told = kind in PRIVATE_KINDS or betrays(f"{line.title.zh}\n{line.title.en}", places)
        (private if told else public).append(line)
    return Contents(
        name=candidacy.holder_name if candidacy else learner.name,
        latin_name=candidacy.holder_latin if candidacy else "",
        public=public,
        private=private,
        certificates=certificates,
    )


def certificates_of(learner: Learner) -> list[Certificate]:
    """Those that were neither revoked nor replaced, the newest first; expired ones too."""
    found = Certificate.objects.filter(candidacy__learner=learner, state=Certificate.State.ISSUED)
    return list(found.select_related("body", "candidacy__scheme").order_by("-issued_at", "number"))


def _places(learner: Learner) -> set[str]:
    """Names of all places here, with and without what they are: a course may bear one."""
    names = {*Prison.objects.values_list("name", flat=True), *Ward.objects.values_list("name", flat=True)}
    names |= {name.removesuffix("监狱").removesuffix("监区") for name in names}
    return {name for name in names if len(name) > 1} | {learner.number}


def _courses(learner: Learner) -> list[tuple[str, CourseLine]]:
    """(kind, line), the course that was completed last first."""
    rows = defaultdict(list)
    for row in learning.progress_of(learner):
        if row.completed_at:
            rows[row.course_iri].append(row)
    found = []
    for iri, done in rows.items():
        course = _course(iri, learner.prison_id)
        minutes = {ref.lesson: ref.minutes for ref in course.lessons}
        finished = [row for row in done if row.lesson_iri in minutes]
        last = max(row.completed_at.astimezone(CHINA).date() for row in done if row.completed_at)
        line = CourseLine(
            title=Words(course.title("zh-hans"), course.titles.get("en", "")),
            kind=(KINDS | PRIVATE_KINDS).get(course.kind, Words("课程", "Course")),
            done=len(finished),
            lessons=len(minutes),
            minutes=sum(minutes[row.lesson_iri] for row in finished),
            last_on=last,
            completed=bool(minutes) and len(finished) == len(minutes),
        )
        if finished:
            found.append((course.kind, line))
    return sorted(found, key=lambda pair: (-pair[1].last_on.toordinal(), pair[1].title.zh))


def _course(iri: str, prison_id: UUID) -> packages.CourseView:
    """As this place teaches it, else as another does: the learner may have come from there."""
    try:
        return packages.course(iri, prison_id)
    except packages.CourseUnknown:
        return packages.course(iri)
