"""A guest teacher: one code, one studio, no account."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from streaming import api
from streaming.models import Broadcast, Guest
from tests.factories import broadcasts as a

pytestmark = pytest.mark.django_db
HOST = {"host": "staff.newleaf.localhost"}


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def lesson(teacher):
    return a.a_broadcast(teacher)


@pytest.fixture
def code(lesson, teacher):
    return api.invite_guest(lesson.pk, by=teacher, name="陈师傅", organisation="技师学院")[1]


def address(name, broadcast):
    return reverse(f"streaming_guest{name}", args=[broadcast.pk])


def enter(client, lesson, code):
    return client.post(address("", lesson), {"code": code}, headers=HOST)


def test_a_sponsor_sees_the_code_once(client, teacher, lesson):
    client.force_login(teacher)
    client.post(reverse("streaming_guest_invite", args=[lesson.pk]), {"name": "陈师傅"}, headers=HOST)
    studio = reverse("streaming_studio", args=[lesson.pk])
    first, second = (client.get(studio, headers=HOST).content.decode() for _time in range(2))
    assert 'id="guest-link"' in first
    assert 'id="guest-link"' not in second
    assert "陈师傅" in second


def test_a_supervisor_invites_nobody(client, reviewer, lesson):
    client.force_login(reviewer)
    client.post(reverse("streaming_guest_invite", args=[lesson.pk]), {"name": "陈师傅"}, headers=HOST)
    assert not Guest.objects.exists()


def test_the_code_opens_the_studio_of_its_lesson(client, lesson, code):
    assert enter(client, lesson, code).url == address("_studio", lesson)
    assert "示波器的使用" in client.get(address("_studio", lesson), headers=HOST).content.decode()
    assert client.get(address("_state", lesson), headers=HOST).json()["state"] == "scheduled"
    assert client.post(address("_token", lesson), headers=HOST).json()["token"]


@pytest.mark.parametrize("wrong", ["", "AAAA-AAAA-AAAA"])
def test_a_wrong_code_opens_nothing(client, lesson, code, wrong):
    assert enter(client, lesson, wrong).status_code == 200
    assert client.get(address("_studio", lesson), headers=HOST).status_code == 302
    assert client.get(address("_state", lesson), headers=HOST).status_code == 404
    assert client.post(address("_token", lesson), headers=HOST).status_code == 404


def test_the_code_of_one_lesson_does_not_open_another(client, teacher, lesson, code):
    other = a.a_broadcast(teacher, title="电工")
    assert enter(client, other, code).status_code == 200
    enter(client, lesson, code)
    assert client.get(address("_studio", other), headers=HOST).status_code == 302
    assert client.post(address("_token", other), headers=HOST).status_code == 404


def test_a_guest_sees_no_page_of_the_staff(client, lesson, code):
    enter(client, lesson, code)
    for name in ("streaming_schedule", "streaming_duty"):
        assert client.get(reverse(name), headers=HOST).status_code == 302
    assert client.get(reverse("streaming_studio", args=[lesson.pk]), headers=HOST).status_code == 302


def test_an_invitation_that_was_taken_back_is_worth_nothing(client, teacher, lesson, code):
    enter(client, lesson, code)
    guest = Guest.objects.get()
    api.revoke_guest(guest.pk, by=teacher)
    assert client.post(address("_token", lesson), headers=HOST).status_code == 404


def test_a_guest_is_out_when_the_invitation_runs_out(client, lesson, code):
    enter(client, lesson, code)
    Guest.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(address("_studio", lesson), headers=HOST).status_code == 302


def test_a_guest_ends_the_lesson(client, teacher, lesson, code):
    enter(client, lesson, code)
    api.go_live(lesson, by=teacher)
    assert client.post(address("_end", lesson), headers=HOST).status_code == 200
    assert Broadcast.objects.get(pk=lesson.pk).state == "ended"
