from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lms.audit.models import AuditEvent
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.people import api as people
from lms.people.models import Learner
from tests.factories import people as a


@pytest.fixture
def wang(ward, education_office):
    return people.create_learner(ward, number="1005", name="王小明", by=education_office, language="en")


@pytest.mark.parametrize("text", ["王小", "wangxiaoming", "wang xiao", "WXM", "100", "１００５", "wxm 1005"])
def test_a_learner_is_found_by_name_pinyin_initials_and_number(wang, teacher, text):
    assert list(people.list_learners(teacher, search=text)) == [wang]


@pytest.mark.parametrize("text", ["李", "wxh", "005", "%", "_", "\x00", "'; DROP TABLE"])
def test_others_are_not_found(wang, teacher, text):
    assert list(people.list_learners(teacher, search=text)) in ([], [wang] if text == "\x00" else [])


def test_filters_narrow_the_list(wang, teacher, second_ward):
    other = a.learner(second_ward, number="2001", literacy_help=True)
    assert list(people.list_learners(teacher, ward=second_ward)) == [other]
    assert list(people.list_learners(teacher, language="en")) == [wang]
    assert list(people.list_learners(teacher, literacy_help=True)) == [other]


def test_an_officer_of_another_prison_sees_nobody(wang, outsider):
    assert not people.list_learners(outsider).exists()
    with pytest.raises(NotFoundHere):
        people.learner_for(outsider, wang.pk)


@pytest.mark.parametrize("who", ["author", "auditor"])
def test_roles_that_do_not_work_with_learners_see_nobody(request, who, wang):
    assert not people.list_learners(request.getfixturevalue(who)).exists()


@pytest.mark.parametrize("number", ["1005", " 1005 "])
def test_a_number_belongs_to_one_learner(wang, ward, education_office, number):
    with pytest.raises(Conflict):
        people.create_learner(ward, number=number, name="李", by=education_office)


@pytest.mark.parametrize(
    "profile",
    [
        {"number": ""},
        {"name": " "},
        {"name": "字" * 201},
        {"release_expected_on": date(2020, 1, 1), "admitted_on": date(2021, 1, 1)},
    ],
)
def test_a_profile_that_cannot_be_is_refused(wang, education_office, profile):
    with pytest.raises(Invalid):
        people.update_learner(wang.pk, by=education_office, **profile)
    wang.refresh_from_db()
    assert wang.name == "王小明"


def test_a_change_is_audited_with_before_and_after(wang, education_office):
    people.update_learner(wang.pk, by=education_office, name="王大明")
    event = AuditEvent.objects.get(verb="people.learner.changed")
    assert "王小明" in event.detail and "王大明" in event.detail


@pytest.mark.parametrize("who", ["teacher", "device_keeper", "outsider"])
def test_only_the_education_office_enters_changes_moves_and_retires(request, who, wang, ward, second_ward):
    officer = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        people.create_learner(ward, number="9", name="x", by=officer)
    for verb in (
        lambda: people.update_learner(wang.pk, by=officer, name="x"),
        lambda: people.move_learner(wang.pk, second_ward, by=officer),
        lambda: people.retire_learner(wang.pk, by=officer),
    ):
        with pytest.raises(NotFoundHere):
            verb()


def test_a_learner_is_not_moved_to_another_prison(wang, other_ward, administrator):
    with pytest.raises(Invalid):
        people.move_learner(wang.pk, other_ward, by=administrator)


def test_a_learner_is_not_moved_into_a_ward_of_somebody_else(prison, wang, ward, second_ward):
    office = a.officer(prison, "education_office", username="e2", ward=ward)
    with pytest.raises(PermissionDenied):
        people.move_learner(wang.pk, second_ward, by=office)


def test_leaving_and_coming_back(wang, education_office):
    assert people.retire_learner(wang.pk, by=education_office).retired_at
    with pytest.raises(people.AlreadyRetired):
        people.retire_learner(wang.pk, by=education_office)
    back = people.restore_learner(wang.pk, by=education_office)
    assert (back.state, back.retired_at) == ("active", None)


def test_every_change_that_tablets_show_moves_the_time_of_change(wang, second_ward, education_office):
    times = [wang.changed_at]
    for change in (
        lambda: people.update_learner(wang.pk, by=education_office, name="王大明"),
        lambda: people.move_learner(wang.pk, second_ward, by=education_office),
        lambda: people.set_pin(wang.pk, by=education_office),
        lambda: people.retire_learner(wang.pk, by=education_office),
        lambda: people.restore_learner(wang.pk, by=education_office),
    ):
        change()
        times.append(Learner.objects.get(pk=wang.pk).changed_at)
    assert times == sorted(set(times))
