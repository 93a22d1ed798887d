from datetime import timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.people.models import Officer
from lms.people.signin import codes
from tests.factories import signin as at_the_door
from tests.factories.people import PASSWORD


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_a_password_alone_opens_nothing(teacher):
    codes.new_list(teacher)
    client = at_the_door.browser()
    reply = at_the_door.type_password(client, teacher)
    assert reply["Location"] == "/sign-in/second/"
    assert not is_in(client)
    assert client.get("/admin/my-sign-in/").status_code == 302


def test_password_and_a_code_of_the_list_open_the_staff_pages(teacher):
    client = at_the_door.browser()
    reply = at_the_door.sign_in(client, teacher)
    assert reply["Location"] == "/admin/my-sign-in/"  # a list runs out: the page where a key is added
    assert is_in(client)
    assert AuditEvent.objects.filter(verb="people.officer.signed_in").count() == 1


def test_a_wrong_code_opens_nothing_and_is_on_the_record(teacher):
    codes.new_list(teacher)
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    at_the_door.type_code(client, "AAAAA-AAAAA")
    assert not is_in(client)
    assert AuditEvent.objects.filter(verb="people.officer.second_factor_failed").count() == 1


def test_an_account_without_a_second_factor_is_sent_to_an_administrator(teacher):
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    page = client.get("/sign-in/second/", headers={"accept-language": "en"}).content.decode()
    assert "Ask an administrator" in page
    assert not is_in(client)


def test_the_second_step_is_not_reached_without_the_password(db):
    assert at_the_door.browser().get("/sign-in/second/")["Location"] == "/admin/login/"


def test_a_pending_sign_in_ends_after_ten_minutes(teacher, monkeypatch):
    code = codes.new_list(teacher)[0]
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    from lms.people.signin import flow

    real = flow.time.time
    monkeypatch.setattr(flow.time, "time", lambda: real() + 601)
    at_the_door.type_code(client, code)
    assert not is_in(client)


def test_the_demo_asks_for_the_password_only(teacher, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    assert is_in(client)


def test_who_has_a_factor_is_asked_for_it_even_where_it_is_not_required(teacher, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    codes.new_list(teacher)
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    assert not is_in(client)


def test_disabling_an_account_ends_its_sessions_at_once(teacher):
    client = at_the_door.browser()
    at_the_door.sign_in(client, teacher)
    Officer.objects.filter(pk=teacher.pk).update(is_active=False)
    assert not is_in(client)


def test_a_disabled_account_is_refused_like_a_wrong_password(teacher):
    Officer.objects.filter(pk=teacher.pk).update(is_active=False)
    reply = at_the_door.type_password(at_the_door.browser(), teacher)
    assert reply.status_code == 200


def test_a_dormant_account_is_locked_at_sign_in(teacher):
    Officer.objects.filter(pk=teacher.pk).update(last_seen_at=timezone.now() - timedelta(days=91))
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    teacher.refresh_from_db()
    assert teacher.locked_at
    assert client.get("/sign-in/second/").status_code == 302


def test_a_password_set_by_somebody_else_is_changed_before_going_in(teacher):
    Officer.objects.filter(pk=teacher.pk).update(must_change_password=True)
    client = at_the_door.browser()
    assert at_the_door.sign_in(client, teacher)["Location"] == "/sign-in/password/"
    assert not is_in(client)
    new = "a quiet green harbour"
    client.post("/sign-in/password/", {"new_password1": new, "new_password2": new})
    assert is_in(client)
    teacher.refresh_from_db()
    assert teacher.check_password(new)


def test_a_first_password_cannot_be_chosen_before_the_second_factor(teacher):
    Officer.objects.filter(pk=teacher.pk).update(must_change_password=True)
    codes.new_list(teacher)
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    new = "a quiet green harbour"
    client.post("/sign-in/password/", {"new_password1": new, "new_password2": new})
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["password123", "1234567890", "short"])
def test_common_and_short_passwords_are_refused(teacher, weak):
    client = at_the_door.browser()
    at_the_door.sign_in(client, teacher)
    client.post("/admin/my-sign-in/password/", {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak})
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(teacher):
    here, there = at_the_door.browser(), at_the_door.browser("10.0.0.2")
    at_the_door.sign_in(here, teacher)
    at_the_door.sign_in(there, teacher)
    new = "a quiet green harbour"
    here.post("/admin/my-sign-in/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert is_in(here)
    assert not is_in(there)


def test_an_address_elsewhere_is_not_followed_after_sign_in(teacher):
    code = codes.new_list(teacher)[0]
    client = at_the_door.browser()
    client.post("/admin/login/", {"username": teacher.username, "password": PASSWORD, "next": "https://evil.example/"})
    assert "evil" not in at_the_door.type_code(client, code)["Location"]
