import pytest
from django.core.exceptions import PermissionDenied

from lms.learning import api as learning
from lms.lib.errors import NotFoundHere
from tests.factories import learning as a
from tests.factories import people


def test_a_group_is_filled_and_emptied(education_office, learner, second_ward):
    other = people.learner(second_ward, number="2001")
    group = a.a_group(education_office, learner)
    learning.add_member(group.pk, other.pk, by=education_office)
    learning.remove_member(group.pk, learner.pk, by=education_office)
    assert learning.members_of_group(group.pk) == [other.pk]


def test_learners_of_another_prison_cannot_be_members(education_office, other_learner):
    with pytest.raises(learning.WrongPrison):
        a.a_group(education_office, other_learner)


def test_a_name_is_given_once_in_a_prison(education_office, outsider):
    a.a_group(education_office)
    with pytest.raises(learning.NameTaken):
        a.a_group(education_office)
    assert a.a_group(outsider).name == "焊工一班"


def test_a_closed_group_ends_its_assignments(education_office, learner):
    course = a.a_course([a.a_lesson()])
    group = a.a_group(education_office, learner)
    learning.assign_course(course, by=education_office, group=group)
    learning.close_group(group.pk, by=education_office)
    assert learning.assignments_of(learner) == []
    with pytest.raises(learning.GroupClosed):
        learning.add_member(group.pk, learner.pk, by=education_office)


def test_groups_of_another_prison_are_not_found(education_office, outsider, learner):
    group = a.a_group(education_office, learner)
    assert list(learning.groups_for(outsider)) == []
    with pytest.raises(NotFoundHere):
        learning.set_members(group.pk, [], by=outsider)


def test_a_teacher_of_one_ward_makes_groups_of_that_ward_only(prison, ward, learner):
    officer = people.officer(prison, "teacher", username="t2", ward=ward)
    assert learning.members_of_group(a.a_group(officer, learner, ward=ward).pk) == [learner.pk]
    with pytest.raises(PermissionDenied):
        a.a_group(officer, learner, name="跨监区")


def test_an_auditor_makes_no_groups(auditor):
    with pytest.raises(PermissionDenied):
        a.a_group(auditor)
