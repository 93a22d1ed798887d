"""Loads the demo: people, the year, three published courses, plans, some weeks of history. What is there already is left as it is."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone, translation

from assessments.samples import loading as exams
from content import api as content
from lms.people.models import Device, Learner

from . import history, people, status, year
from .building import Builder
from .courses import chinese, constitution, electrician

Report = Callable[[int, str], None]
ORDER = [(constitution.COURSE, 15), (electrician.COURSE, 35), (chinese.COURSE, 55)]
EXAMS = 75


def load_samples(report: Report) -> None:
    """Safe to run again after it was killed: every step makes only what is missing. No transaction spans a step."""
    if status.read_status()["done"]:
        report(100, "演示数据已经在了")
        return
    with translation.override("zh-hans"):
        _load(report)
    status.write_status(done=True)


def _load(report: Report) -> None:
    today = timezone.localdate()
    report(1, "正在登记人员")
    cast = people.load_people(today)
    status.write_status(**people.cards(cast))
    content.ensure_libraries()
    groups = people.load_groups(cast)
    device = people.load_tablet(cast)
    report(10, "正在写入全年主题")
    officers = cast.officers
    topic = year.load_year(today, officers["province_author"], officers["province_reviewer"])
    iris = {}
    for course, percent in ORDER:
        names = (
            ("province_author", "province_reviewer", "province_clearance")
            if course.everywhere
            else ("author", "supervisor", "education_office")
        )
        builder = Builder(course, *(officers[name] for name in names))
        step = iter(range(percent, percent + 20))
        iris[course.name] = builder.build(
            lambda title, step=step: report(next(step, 99), f"正在发布：{title}"),  # type: ignore[misc]
            topic=topic if course.of_the_month else None,
            keep_last_in_review=not course.everywhere,
        )
    report(EXAMS - 1, "正在安排课程")
    history.load_plans(cast, groups, iris)
    history.load_history(cast, device, iris)
    _load_exams(cast, device, report)
    report(100, "演示数据已经准备好")


def _load_exams(cast: people.Cast, device: Device, report: Report) -> None:
    """The question bank, papers, one sitting that is over, one that the invigilator can open. The demo's learners sit in the second."""
    here = Learner.objects.filter(prison=cast.first, state=Learner.State.ACTIVE).order_by("number")
    officers = cast.officers
    sitting = exams.Cast(
        prison=cast.first,
        evaluator=officers["evaluator"],
        second=officers["evaluator2"],
        chief=officers["chief_evaluator"],
        invigilator=officers["invigilator"],
        office=officers["education_office"],
        device=device,
        past=[*here[:2], *here.exclude(ward=cast.wards[0])[: exams.PAST_CANDIDATES - 2]],
        ready=list(here.filter(ward=cast.wards[0])[: exams.READY_CANDIDATES]),
    )
    exams.load_exams(sitting, lambda percent, sentence: report(EXAMS + percent * 24 // 100, sentence))
