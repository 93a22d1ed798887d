from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.lib.errors import Conflict, Invalid, NotAllowed
from lms.people import grants
from lms.people.models import Officer, RoleGrant, RoleRequest
from lms.people.permissions import has_role
from lms.people.role_groups import role_group
from lms.people.roles import Role
from tests.factories import people as a


@pytest.fixture
def second_office(prison):
    return a.officer(prison, "education_office", username="edu2", name="钱科长")


@pytest.fixture
def newcomer(prison):
    return a.officer(prison, username="new", name="新警官")


def asked(newcomer, prison, by, role=Role.TEACHER, **place):
    return grants.request_role(newcomer.pk, role, prison=prison, by=by, reason="teaches welding", **place)


def test_a_role_asked_for_does_not_hold_yet(newcomer, prison, education_office):
    asked(newcomer, prison, education_office)
    assert not has_role(newcomer, Role.TEACHER)


def test_a_second_officer_makes_the_role_hold(newcomer, prison, education_office, second_office):
    grants.confirm_role(asked(newcomer, prison, education_office).pk, by=second_office)
    assert has_role(newcomer, Role.TEACHER, prison=prison)
    assert AuditEvent.objects.filter(verb="people.role.granted").count() == 1


def test_nobody_confirms_their_own_request(newcomer, prison, education_office):
    request = asked(newcomer, prison, education_office)
    with pytest.raises(NotAllowed):
        grants.confirm_role(request.pk, by=education_office)
    assert not has_role(newcomer, Role.TEACHER)


def test_even_the_first_account_of_the_server_grants_nothing_alone(newcomer, prison, administrator):
    request = asked(newcomer, prison, administrator)
    with pytest.raises(NotAllowed):
        grants.confirm_role(request.pk, by=administrator)


def test_nobody_takes_part_in_a_role_of_their_own(prison, education_office, second_office):
    with pytest.raises(NotAllowed):
        grants.request_role(education_office.pk, Role.TEACHER, prison=prison, by=education_office, reason="x")
    request = grants.request_role(education_office.pk, Role.TEACHER, prison=prison, by=second_office, reason="x")
    with pytest.raises(NotAllowed):
        grants.confirm_role(request.pk, by=education_office)


def test_an_account_that_one_has_just_reset_is_no_second_person(newcomer, prison, education_office, second_office):
    Officer.objects.filter(pk=second_office.pk).update(reset_by=education_office, reset_at=timezone.now())
    second_office.refresh_from_db()
    request = asked(newcomer, prison, education_office)
    with pytest.raises(NotAllowed, match=r"七天|seven days"):
        grants.confirm_role(request.pk, by=second_office)
    Officer.objects.filter(pk=second_office.pk).update(reset_at=timezone.now() - timedelta(days=8))
    second_office.refresh_from_db()
    assert grants.confirm_role(request.pk, by=second_office)


def test_the_education_office_cannot_make_administrators(newcomer, prison, education_office):
    with pytest.raises(NotAllowed):
        asked(newcomer, prison, education_office, role=Role.ADMINISTRATOR)


def test_the_other_prison_can_neither_ask_nor_confirm(newcomer, prison, education_office, outsider):
    with pytest.raises(NotAllowed):
        asked(newcomer, prison, outsider)
    request = asked(newcomer, prison, education_office)
    with pytest.raises(NotAllowed):
        grants.confirm_role(request.pk, by=outsider)
    assert request not in grants.requests_for(outsider)


def test_a_prisons_office_gives_nothing_over_the_whole_server(newcomer, education_office):
    with pytest.raises(NotAllowed):
        asked(newcomer, None, education_office)


def test_a_refused_request_cannot_be_confirmed_later(newcomer, prison, education_office, second_office):
    request = asked(newcomer, prison, education_office)
    grants.refuse_role(request.pk, by=second_office)
    with pytest.raises(Conflict):
        grants.confirm_role(request.pk, by=second_office)
    assert RoleRequest.objects.get().state == RoleRequest.State.REFUSED


def test_a_role_is_asked_for_once_and_with_a_reason(newcomer, prison, education_office):
    with pytest.raises(Invalid):
        grants.request_role(newcomer.pk, Role.TEACHER, prison=prison, by=education_office, reason=" ")
    asked(newcomer, prison, education_office)
    with pytest.raises(Conflict):
        asked(newcomer, prison, education_office)


def test_one_officer_is_enough_to_take_a_role_away(teacher, education_office, outsider):
    grant = RoleGrant.objects.get(officer=teacher)
    with pytest.raises(NotAllowed):
        grants.revoke_role(grant.pk, by=outsider)
    grants.revoke_role(grant.pk, by=education_office)
    assert not has_role(teacher, Role.TEACHER)


def test_the_last_administrator_stays(db):
    only = a.officer(None, username="chief")
    grant = grants.grant_at_setup(only, Role.ADMINISTRATOR, reason="test")
    with pytest.raises(Conflict):
        grants.revoke_role(grant.pk, by=only)
    assert has_role(only, Role.ADMINISTRATOR)


def test_groups_follow_the_roles(teacher, prison, other_prison, education_office):
    assert teacher in role_group(Role.TEACHER).user_set.all()
    assert teacher in role_group(Role.TEACHER, prison).user_set.all()
    assert teacher not in role_group(Role.TEACHER, other_prison).user_set.all()
    grants.revoke_role(teacher.grants.get().pk, by=education_office)
    assert not teacher.groups.exists()


def test_a_role_over_the_whole_server_counts_in_every_prison(prison, other_prison):
    officer = a.officer(None, username="province")
    grants.grant_at_setup(officer, Role.AUTHOR, reason="test")
    assert {group.name for group in officer.groups.all()} == {
        "author",
        "author @ *",
        "author @ north",
        "author @ south",
    }


def test_a_role_over_a_ward_is_no_role_over_the_prison(prison, ward):
    officer = a.officer(prison, "education_office", username="w", ward=ward)
    assert has_role(officer, Role.EDUCATION_OFFICE, ward=ward)
    assert not has_role(officer, Role.EDUCATION_OFFICE, prison=prison)


def test_wagtails_admin_opens_to_whoever_holds_a_role_and_to_nobody_else(teacher, newcomer):
    assert teacher.has_perm("wagtailadmin.access_admin")
    assert not newcomer.has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("place", ["server", "prison", "ward"])
def test_a_role_is_held_once_in_a_place_whatever_the_database(newcomer, prison, ward, place):
    where = {"server": {}, "prison": {"prison": prison}, "ward": {"prison": prison, "ward": ward}}[place]
    RoleGrant.objects.create(officer=newcomer, role=Role.TEACHER, **where)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(officer=newcomer, role=Role.TEACHER, **where)


@pytest.mark.parametrize("place", ["server", "prison", "ward"])
def test_a_role_is_asked_for_once_at_a_time(newcomer, prison, ward, place):
    where = {"server": {}, "prison": {"prison": prison}, "ward": {"prison": prison, "ward": ward}}[place]
    RoleRequest.objects.create(officer=newcomer, role=Role.TEACHER, reason="x", **where)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleRequest.objects.create(officer=newcomer, role=Role.TEACHER, reason="x", **where)
