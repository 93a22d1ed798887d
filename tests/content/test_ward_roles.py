"""Officers whose role holds for one ward: they write in the library of the prison, and neither review nor clear."""

import pytest
from django.core.exceptions import PermissionDenied

from content import api as content
from content.errors import OwnWork
from content.permissions import can_clear
from lms.people import grants
from lms.people.models import RoleGrant
from tests.factories import content as a
from tests.factories import people


@pytest.fixture
def ward_teacher(prison, ward):
    return people.officer(prison, "teacher", username="ward-teacher", ward=ward)


@pytest.fixture
def ward_supervisor(prison, ward):
    return people.officer(prison, "supervisor", username="ward-supervisor", ward=ward)


def test_a_teacher_of_one_ward_writes_in_the_library_of_the_prison(ward_teacher, prison):
    lesson = a.a_lesson(by=ward_teacher)
    content.hand_in(lesson, by=ward_teacher)
    assert lesson.workflow_in_progress
    assert {library.prison for library in content.libraries_for(ward_teacher)} == {prison}


def test_a_teacher_of_one_ward_sees_no_other_prisons_library(ward_teacher, other_prison, author):
    content.library_for(other_prison)
    content.library_for(None)
    assert not content.libraries_for(ward_teacher).filter(prison=other_prison).exists()
    assert not content.library_for(other_prison).permissions_for_user(ward_teacher).can_edit()


def test_a_supervisor_of_one_ward_neither_approves_nor_clears(ward_supervisor, author, reviewer, commits):
    lesson = a.a_lesson(by=author)
    content.hand_in(lesson, by=author)
    with pytest.raises((PermissionDenied, OwnWork)):
        content.approve(lesson, by=ward_supervisor)
    assert not can_clear(ward_supervisor, content.approve(lesson, by=reviewer))


def test_a_supervisor_of_one_ward_is_told_why_the_library_is_empty(client, settings, ward_supervisor):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    client.force_login(ward_supervisor)
    client.post("/language/en/")
    assert "takes a role for the whole prison" in client.get("/admin/library/").content.decode()


def test_when_the_role_is_taken_the_library_is_shut(ward_teacher, administrator):
    library = content.library_for(ward_teacher.prison)
    grants.revoke_role(RoleGrant.objects.get(officer=ward_teacher).pk, by=administrator)
    ward_teacher = type(ward_teacher).objects.get(pk=ward_teacher.pk)
    assert not library.permissions_for_user(ward_teacher).can_edit()
