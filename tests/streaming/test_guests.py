"""Guest teachers: one broadcast, one code, an officer who answers for them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.lib.errors import NotFoundHere
from streaming import api as streaming
from streaming.errors import BadGuestCode
from streaming.ingest import tokens
from streaming.ingest.errors import UnknownEpoch
from streaming.models import Guest
from tests.factories import people as a
from tests.factories.broadcasts import a_broadcast


@pytest.fixture
def broadcast(teacher):
    return a_broadcast(teacher)


@pytest.fixture
def invited(broadcast, teacher):
    return streaming.invite_guest(broadcast.pk, by=teacher, name="张教授", organisation="职业学院")


def test_a_guest_enters_with_the_code_and_may_send(invited, broadcast):
    guest, code = invited
    entered = streaming.enter_as_guest(code.lower().replace("-", " "))
    assert entered == guest
    assert tokens.read(streaming.sender_token(broadcast, entered)).sender == f"guest:{guest.pk}"


def test_the_code_stands_nowhere_in_the_clear(invited):
    guest, code = invited
    assert code.replace("-", "") not in guest.code_hash


def test_a_wrong_code_is_refused(invited):
    with pytest.raises(BadGuestCode):
        streaming.enter_as_guest("AAAA-AAAA-AAAA")


def test_an_expired_code_is_refused(invited):
    Guest.objects.update(expires_at=timezone.now())
    with pytest.raises(BadGuestCode):
        streaming.enter_as_guest(invited[1])


def test_a_code_is_not_valid_days_before(teacher):
    later = a_broadcast(teacher, planned_start=timezone.now() + timedelta(days=3))
    _guest, code = streaming.invite_guest(later.pk, by=teacher, name="张教授")
    with pytest.raises(BadGuestCode):
        streaming.enter_as_guest(code)


def test_a_guest_may_not_send_another_broadcast(invited, teacher):
    with pytest.raises(UnknownEpoch):
        streaming.sender_token(a_broadcast(teacher), invited[0])


def test_a_revoked_guest_is_out(invited, teacher):
    streaming.revoke_guest(invited[0].pk, by=teacher)
    with pytest.raises(BadGuestCode):
        streaming.enter_as_guest(invited[1])
    with pytest.raises(NotFoundHere):
        streaming.guest_by_id(invited[0].pk)


def test_a_colleague_cannot_invite(broadcast, prison):
    with pytest.raises(PermissionDenied):
        streaming.invite_guest(broadcast.pk, by=a.officer(prison, "teacher", username="c"), name="x")


def test_a_guest_is_out_when_the_sponsor_is(invited, teacher):
    teacher.is_active = False
    teacher.save()
    with pytest.raises(BadGuestCode):
        streaming.enter_as_guest(invited[1])
