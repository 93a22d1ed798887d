"""The status list says what is revoked, and how fresh that is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.certification.certificates import api as certificates
from assessments.certification.certificates.publishing import bundle_of
from assessments.certification.credentials.checking import check
from assessments.certification.models import StatusList
from tests.factories import certificates as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(awarded, first, second):
    return some.issued(awarded, first=first, second=second)


def revoke(certificate, first, second):
    order = certificates.propose_revocation(certificate.pk, by=first, reason="冒名顶替")
    certificates.approve_order(order.pk, by=second, digest=order.digest)
    certificates.carry_out(order.pk)


def verdict(certificate, body):
    return check(certificate.credential, bundle=bundle_of([body]), now=timezone.now())


def test_a_certificate_is_valid_against_the_bodys_own_bundle(made, body):
    certificates.sign_status_lists(body)
    assert verdict(made[0], body).valid


def test_a_revoked_one_is_not_and_the_others_stay_valid(made, body, first, second):
    revoke(made[0], first, second)
    assert not verdict(made[0], body).valid
    assert verdict(made[1], body).valid


def test_a_compromised_key_makes_its_certificates_void(made, body, chief, second_chief):
    certificates.sign_status_lists(body)
    key = body.keys.get()
    certificates.doubt_key(key.pk, by=chief, reason="硬盘丢失")
    certificates.make_key(body.pk, by=chief)
    certificates.sign_status_lists(body)
    assert verdict(made[0], body).valid
    certificates.confirm_compromise(key.pk, by=second_chief)
    assert not verdict(made[0], body).valid


def test_a_list_is_signed_anew_when_it_is_a_day_old(made, body):
    certificates.sign_status_lists(body)
    assert certificates.renew_status_lists() == 0
    StatusList.objects.update(signed_at=timezone.now() - timedelta(days=1))
    assert certificates.renew_status_lists() == 1


def test_a_list_without_a_key_is_left_as_it_is(made, body):
    body.keys.update(state="retired")
    assert certificates.renew_status_lists() == 0


def test_after_a_new_key_the_list_is_signed_with_it(made, body, chief):
    """What a key in doubt has signed would stay for a day otherwise."""
    certificates.sign_status_lists(body)
    StatusList.objects.update(signed_at=timezone.now() - timedelta(minutes=1))
    certificates.doubt_key(body.keys.get().pk, by=chief, reason="硬盘丢失")
    assert certificates.renew_status_lists() == 0
    certificates.make_key(body.pk, by=chief)
    body.keys.filter(state="active").update(created_at=timezone.now() - timedelta(seconds=30))
    assert certificates.renew_status_lists() == 1
    assert certificates.renew_status_lists() == 0
