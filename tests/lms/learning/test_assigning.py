from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.learning import api as learning
from lms.learning.models import Assignment
from lms.lib.errors import NotFoundHere
from lms.packages.api import CourseUnknown
from tests.factories import learning as a
from tests.factories import people


def plan(learner):
    return [(view.course, view.source, view.due_on) for view in learning.assignments_of(learner)]


@pytest.fixture
def course(db):
    return a.a_course([a.a_lesson()])


@pytest.fixture
def soon():
    return timezone.localdate() + timedelta(days=30)


def test_a_wards_course_is_in_the_plan_of_each_of_its_learners(
    education_office, ward, second_ward, learner, course, soon
):
    elsewhere = people.learner(second_ward, number="2001")
    learning.assign_course(course, by=education_office, ward=ward, due_on=soon)
    assert plan(learner) == [(course, "assigned", soon)]
    assert plan(elsewhere) == []


def test_a_wards_course_reaches_the_wards_below(education_office, ward, course):
    below = people.learner(people.ward(ward.prison, code="1-1", parent=ward), number="1101")
    learning.assign_course(course, by=education_office, ward=ward)
    assert plan(below) == [(course, "assigned", None)]


def test_the_closest_assignment_sets_the_date(education_office, ward, learner, course, soon):
    group = a.a_group(education_office, learner)
    learning.assign_course(course, by=education_office, ward=ward, due_on=soon)
    learning.assign_course(course, by=education_office, group=group, due_on=soon + timedelta(days=5))
    assert plan(learner) == [(course, "assigned", soon + timedelta(days=5))]
    learning.assign_course(course, by=education_office, learner=learner, due_on=soon + timedelta(days=9))
    assert plan(learner) == [(course, "assigned", soon + timedelta(days=9))]


def test_assigning_twice_is_one_assignment_with_the_new_date(education_office, ward, learner, course, soon):
    learning.assign_course(course, by=education_office, ward=ward)
    learning.assign_course(course, by=education_office, ward=ward, due_on=soon)
    assert Assignment.objects.count() == 1
    assert plan(learner) == [(course, "assigned", soon)]


def test_a_withdrawn_course_leaves_the_plan_and_the_row_stays(education_office, ward, learner, course):
    assignment = learning.assign_course(course, by=education_office, ward=ward)
    learning.withdraw_assignment(assignment.pk, by=education_office)
    assert plan(learner) == []
    assert Assignment.objects.get().withdrawn_by == education_office
    with pytest.raises(learning.AlreadyWithdrawn):
        learning.withdraw_assignment(assignment.pk, by=education_office)


def test_every_move_is_on_the_audit_log_and_reaches_the_tablets(education_office, ward, learner, course, soon):
    versions = [learning.state_versions([learner.pk])[learner.pk]]
    assignment = learning.assign_course(course, by=education_office, ward=ward)
    versions.append(learning.state_versions([learner.pk])[learner.pk])
    learning.extend_assignment(assignment.pk, due_on=soon, by=education_office)
    versions.append(learning.state_versions([learner.pk])[learner.pk])
    learning.withdraw_assignment(assignment.pk, by=education_office)
    versions.append(learning.state_versions([learner.pk])[learner.pk])
    assert versions == sorted(set(versions))
    verbs = (
        AuditEvent.objects.filter(verb__startswith="learning.assignment").order_by("seq").values_list("verb", flat=True)
    )
    assert [verb.rsplit(".", 1)[1] for verb in verbs] == ["assigned", "extended", "withdrawn"]


@pytest.mark.parametrize("who", ["outsider", "author", "device_keeper", "auditor"])
def test_only_planners_of_this_place_assign(request, who, ward, course):
    with pytest.raises(PermissionDenied):
        learning.assign_course(course, by=request.getfixturevalue(who), ward=ward)
    assert not Assignment.objects.exists()


def test_a_teacher_of_one_ward_plans_for_no_other_ward_and_no_group_across_wards(
    prison, ward, second_ward, education_office, learner, course
):
    officer = people.officer(prison, "teacher", username="t2", ward=ward)
    learning.assign_course(course, by=officer, ward=ward)
    across = a.a_group(education_office, learner)
    for target in ({"ward": second_ward}, {"group": across}):
        with pytest.raises(PermissionDenied):
            learning.assign_course(course, by=officer, **target)


def test_an_assignment_out_of_reach_is_not_found(education_office, outsider, ward, course):
    assignment = learning.assign_course(course, by=education_office, ward=ward)
    with pytest.raises(NotFoundHere):
        learning.withdraw_assignment(assignment.pk, by=outsider)
    with pytest.raises(NotFoundHere):
        learning.extend_assignment(assignment.pk, due_on=None, by=outsider)


def test_a_course_that_is_not_in_the_catalogue_is_refused(education_office, ward, other_prison):
    theirs = a.a_course([a.a_lesson()], prison=other_prison)
    for iri in ("urn:newleaf:course:none", theirs):
        with pytest.raises(CourseUnknown):
            learning.assign_course(iri, by=education_office, ward=ward)


def test_a_date_in_the_past_is_refused(education_office, ward, course):
    with pytest.raises(learning.DueInThePast):
        learning.assign_course(course, by=education_office, ward=ward, due_on=date(2020, 1, 1))


def test_last_years_assignments_are_repeated_once(education_office, ward, learner, course):
    old = learning.assign_course(course, by=education_office, ward=ward)
    year = timezone.localdate().year
    Assignment.objects.filter(pk=old.pk).update(
        assigned_at=old.assigned_at - timedelta(days=366), due_on=timezone.localdate() - timedelta(days=335)
    )
    learning.assign_course(course, by=education_office, learner=learner)
    year_then = (old.assigned_at - timedelta(days=366)).year
    made = learning.copy_assignments(year_then, year, by=education_office, prison=ward.prison)
    assert [(row.ward, row.learner, row.due_on > timezone.localdate()) for row in made] == [(ward, None, True)]
    assert learning.copy_assignments(year_then, year, by=education_office, prison=ward.prison) == []


def test_a_course_waits_for_those_that_come_first(education_office, ward, learner):
    lesson = a.a_lesson()
    first = a.a_course([lesson])
    second = a.a_course([a.a_lesson()], requires=[first])
    learning.assign_course(second, by=education_office, ward=ward)
    assert [view.waits_for for view in learning.assignments_of(learner)] == [(first,)]
    a.opens(learner, lesson)
    learning.project_progress()
    assert [view.waits_for for view in learning.assignments_of(learner)] == [()]


def test_a_learner_chooses_from_what_is_open_and_may_leave(learner):
    course, closed = a.a_course([a.a_lesson()], open_enrolment=True), a.a_course([a.a_lesson()])
    assert [one.iri for one in learning.open_courses(learner)] == [course]
    a.chooses(learner, course)
    a.chooses(learner, closed)
    learning.project_progress()
    assert plan(learner) == [(course, "chosen", None)]
    assert learning.open_courses(learner) == []
    a.chooses(learner, course, leaves=True, minute=5)
    learning.project_progress()
    assert plan(learner) == []


def test_a_plan_for_three_hundred_takes_a_handful_of_queries(
    education_office, ward, course, django_assert_max_num_queries
):
    learners = [people.learner(ward, number=str(5000 + n)) for n in range(30)]
    learning.assign_course(course, by=education_office, ward=ward)
    with django_assert_max_num_queries(8):
        plans = learning.assignments_of_many(learners)
    assert all(len(views) == 1 for views in plans.values())
