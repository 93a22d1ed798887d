from datetime import timedelta

import pytest
from django.utils import timezone

from lms.learning import api as learning
from lms.learning.models import CourseProgress
from lms.learning.reports import who_has_done_what, who_is_stuck
from tests.factories import learning as a
from tests.factories import people


def test_each_learner_is_shown_against_each_course(teacher, education_office, prison, ward, learner):
    lessons = [a.a_lesson()]
    lessons.append(a.a_lesson(course=lessons[0].course))
    course, other = a.a_course(lessons), a.a_course([a.a_lesson()])
    learning.assign_course(course, by=education_office, ward=ward)
    a.opens(learner, lessons[0])
    learning.project_progress()
    matrix = who_has_done_what(teacher, prison)
    row = matrix.cells[learner.pk]
    assert (row[course].completed, row[course].total, row[course].state) == (1, 2, "started")
    assert row[other].state == "none"


def test_a_report_ends_where_the_officers_reach_ends(outsider, prison, ward, second_ward, learner):
    people.learner(second_ward, number="2001")
    officer = people.officer(prison, "teacher", username="t2", ward=ward)
    assert who_has_done_what(officer, prison).learners == [learner]
    assert who_has_done_what(outsider, prison).learners == []
    assert who_is_stuck(outsider, prison) == []


def test_a_learner_who_tries_again_and_again_is_stuck(teacher, prison, learner):
    lesson = a.a_lesson(rule="passed", items=1)
    a.a_course([lesson])
    item = a.items_of(lesson)[0]["id"]
    for minute in range(3):
        row = a.answers(learner, lesson, item, "b", minute=minute, at=timezone.now())
        learning.record_outcome(learner.pk, lesson.lesson, item, scaled=0.0, statement_id=row.id)
    assert [(one.learner, one.reason, one.count) for one in who_is_stuck(teacher, prison)] == [(learner, "tries", 3)]


def test_a_learner_who_went_quiet_in_the_middle_is_stuck(teacher, prison, learner):
    lessons = [a.a_lesson()]
    lessons.append(a.a_lesson(course=lessons[0].course))
    a.a_course(lessons)
    a.opens(learner, lessons[0])
    learning.project_progress()
    CourseProgress.objects.update(last_at=timezone.now() - timedelta(days=20))
    assert [(one.reason, one.count) for one in who_is_stuck(teacher, prison)] == [("quiet", 20)]
    CourseProgress.objects.update(completed=2)
    assert who_is_stuck(teacher, prison) == []


def test_a_course_that_is_due_soon_and_not_begun_is_a_hint(teacher, education_office, prison, ward, learner):
    course = a.a_course([a.a_lesson()])
    learning.assign_course(course, by=education_office, ward=ward, due_on=timezone.localdate() + timedelta(days=3))
    assert [(one.reason, one.count) for one in who_is_stuck(teacher, prison)] == [("due", 3)]


@pytest.mark.slow
def test_the_matrix_of_three_hundred_learners_and_twenty_courses_is_quick(client, education_office, prison, ward):
    import time

    for n in range(300):
        people.learner(ward, number=str(10_000 + n), name=f"学员{n}")
    courses = [a.a_course([a.a_lesson(title=f"课{n}")], title=f"课程{n}") for n in range(20)]
    learners = list(ward.learners.all())
    now = timezone.now()
    CourseProgress.objects.bulk_create(
        [
            CourseProgress(learner=one, course_iri=course, started=1, completed=n % 2, last_at=now)
            for n, one in enumerate(learners)
            for course in courses
        ]
    )
    for course in courses:
        learning.assign_course(course, by=education_office, ward=ward)
    from tests.lms.learning.pages import staff

    browser = staff(client, education_office)
    url = "/admin/who-has-done-what/"
    assert browser.get(url).content.count(b"<tr>") == 53  # a page of fifty, the heading, the sum, and one of the frame
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        browser.get(url)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.3
