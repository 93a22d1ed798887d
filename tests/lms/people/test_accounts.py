import pytest

from lms.lib.errors import Conflict, Invalid, NotAllowed, NotFoundHere
from lms.people.models import OathToken, Officer
from lms.people.officers import accounts
from lms.people.signin import codes, tokens
from tests.factories import people as a


@pytest.fixture
def prison_administrator(prison):
    return a.officer(prison, "administrator", username="padmin", name="郑管理")


def test_a_new_account_gets_a_first_password_and_codes_shown_once(prison, prison_administrator):
    officer, password, made = accounts.create_officer(
        by=prison_administrator, username="neu", name="新警官", prison=prison
    )
    assert officer.check_password(password)
    assert officer.must_change_password
    assert codes.use_code(officer, made[0])


def test_the_education_office_makes_no_accounts(prison, education_office):
    with pytest.raises(NotAllowed):
        accounts.create_officer(by=education_office, username="neu", name="新警官", prison=prison)


def test_a_prisons_administrator_makes_accounts_only_there(prison_administrator, other_prison):
    for place in (other_prison, None):
        with pytest.raises(NotAllowed):
            accounts.create_officer(by=prison_administrator, username="neu", name="新警官", prison=place)


def test_a_sign_in_name_is_given_once(prison, prison_administrator, teacher):
    with pytest.raises(Invalid):
        accounts.create_officer(by=prison_administrator, username="TEACHER", name="x", prison=prison)


def test_officers_of_the_other_prison_are_not_even_found(prison_administrator, outsider):
    with pytest.raises(NotFoundHere):
        accounts.disable_officer(outsider.pk, by=prison_administrator)


def test_the_education_office_sees_officers_but_changes_none(education_office, teacher):
    assert teacher in accounts.officers_for(education_office)
    with pytest.raises(NotAllowed):
        accounts.disable_officer(teacher.pk, by=education_office)


def test_a_prisons_administrator_cannot_touch_who_looks_after_the_whole_server(prison, prison_administrator):
    chief = Officer.objects.create_superuser("chief", "x" * 12, name="局长", prison=prison)
    with pytest.raises(NotAllowed):
        accounts.reset_password(chief.pk, by=prison_administrator)


def test_a_disabled_account_can_be_enabled_again(prison_administrator, teacher):
    accounts.disable_officer(teacher.pk, by=prison_administrator)
    teacher.refresh_from_db()
    assert not teacher.may_sign_in
    accounts.enable_officer(teacher.pk, by=prison_administrator)
    teacher.refresh_from_db()
    assert teacher.may_sign_in


def test_nobody_disables_their_own_account(prison_administrator):
    with pytest.raises(Conflict):
        accounts.disable_officer(prison_administrator.pk, by=prison_administrator)


def test_resetting_the_second_factor_frees_the_token_and_voids_the_old_list(prison_administrator, teacher):
    old = codes.new_list(teacher)
    tokens.import_tokens(b"serial,seed\nA1,3132333435363738393031323334353637383930\n", by=prison_administrator)
    accounts.give_token(teacher.pk, OathToken.objects.get().pk, by=prison_administrator)
    new = accounts.reset_second_factor(teacher.pk, by=prison_administrator)
    assert OathToken.objects.get().officer is None
    assert not codes.use_code(teacher, old[0])
    assert codes.use_code(teacher, new[0])


def test_a_reset_is_remembered_with_who_did_it(prison_administrator, teacher):
    password = accounts.reset_password(teacher.pk, by=prison_administrator)
    teacher.refresh_from_db()
    assert teacher.check_password(password)
    assert teacher.reset_by == prison_administrator


def test_a_token_is_given_to_one_officer(prison_administrator, teacher, author):
    tokens.import_tokens(b"serial,seed\nA1,3132333435363738393031323334353637383930\n", by=prison_administrator)
    token = OathToken.objects.get()
    accounts.give_token(teacher.pk, token.pk, by=prison_administrator)
    with pytest.raises(Conflict):
        accounts.give_token(author.pk, token.pk, by=prison_administrator)


def test_who_is_moved_between_prisons_is_moved_by_the_whole_servers_administrator(
    prison_administrator, administrator, teacher, other_prison
):
    with pytest.raises(NotAllowed):
        accounts.change_officer(teacher.pk, by=prison_administrator, name="李警官", prison=other_prison)
    accounts.change_officer(teacher.pk, by=administrator, name="李警官", prison=other_prison)
    teacher.refresh_from_db()
    assert teacher.prison == other_prison
