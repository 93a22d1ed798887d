from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.people.errors import TooManyTries
from lms.people.models import SignInTry
from lms.people.signin import codes, throttle
from lms.people.signin.throttle import Client, begin_try
from tests.factories import signin as at_the_door

STRANGER = Client("address:10.9.9.9")


def fail(times, client=STRANGER, username="teacher"):
    for _ in range(times):
        begin_try("password", username, client)


def later(**time):
    SignInTry.objects.update(last_at=timezone.now() - timedelta(**time))


def test_the_first_tries_are_free_and_then_the_wait_doubles(db):
    fail(throttle.FREE_TRIES)
    with pytest.raises(TooManyTries) as first:
        fail(1)
    later(seconds=5)
    fail(1)
    with pytest.raises(TooManyTries) as second:
        fail(1)
    assert second.value.retry_after_seconds == 2 * first.value.retry_after_seconds == 4


@given(st.integers(0, 10_000))
def test_no_wait_is_longer_than_an_hour(failures):
    assert 0 <= throttle.wait_seconds(failures) <= 3600


def test_a_strangers_failures_do_not_slow_the_officers_own_desk(teacher):
    desk = at_the_door.browser("10.0.0.1")
    at_the_door.sign_in(desk, teacher)
    desk.post("/admin/logout/")
    stranger = at_the_door.browser("10.0.0.1")  # behind the same address
    for _ in range(8):
        at_the_door.type_password(stranger, teacher, "wrong password")
    code = codes.new_list(teacher)[0]
    assert at_the_door.type_password(stranger, teacher).status_code == 200
    assert at_the_door.type_password(desk, teacher).status_code == 302
    at_the_door.type_code(desk, code)
    assert desk.get("/admin/").status_code == 200


def test_a_strangers_failures_do_not_slow_other_accounts(teacher, author):
    stranger = at_the_door.browser()
    for _ in range(8):
        at_the_door.type_password(stranger, teacher, "wrong password")
    assert at_the_door.type_password(stranger, author).status_code == 302


def test_a_forged_desk_cookie_counts_as_a_stranger(teacher):
    client = at_the_door.browser()
    client.cookies[throttle.DESK_COOKIE] = "forged"
    at_the_door.type_password(client, teacher, "wrong password")
    assert not SignInTry.objects.get().known_desk


def test_one_stranger_in_a_whole_day_never_wakes_the_slow_throttle(db):
    """Walk a day in the stranger's shoes: each wait taken to the second."""
    seconds, tries = 0, 0
    while seconds < 24 * 3600:
        seconds += throttle.wait_seconds(tries)
        tries += 1
    assert tries < throttle.STRANGERS_PER_DAY


def test_many_strangers_together_have_one_try_an_hour_each_and_known_desks_notice_nothing(db):
    for number in range(40):
        fail(throttle.FREE_TRIES, Client(f"address:10.1.0.{number}"))
    fail(1, Client("address:10.2.0.1"))
    with pytest.raises(TooManyTries) as refused:
        fail(1, Client("address:10.2.0.1"))
    assert refused.value.retry_after_seconds > 3500
    fail(2, Client("desk:abc", known=True))


def test_failures_are_forgotten_after_a_day(db):
    fail(throttle.FREE_TRIES)
    later(hours=25)
    fail(1)
    assert SignInTry.objects.get().failures == 1


def test_wrong_codes_are_throttled_too(teacher):
    code = codes.new_list(teacher)[0]
    client = at_the_door.browser()
    at_the_door.type_password(client, teacher)
    for _ in range(throttle.FREE_TRIES):
        at_the_door.type_code(client, "AAAAA-AAAAA")
    at_the_door.type_code(client, code)
    assert client.get("/admin/").status_code == 302


def test_names_that_belong_to_nobody_are_counted_like_all_others(db):
    client = at_the_door.browser()
    for _ in range(throttle.FREE_TRIES + 1):
        reply = client.post("/admin/login/", {"username": "nobody", "password": "x"}, headers={"accept-language": "en"})
    assert "Wait" in reply.content.decode()
