"""Certificates end; officers hear of it before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.certification.certificates import api as certificates
from assessments.certification.models import Certificate
from tests.factories import certificates as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(awarded, first, second):
    return some.issued(awarded, first=first, second=second)


def ends(certificate, days):
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=timezone.localdate() + timedelta(days=days))


def test_a_candidacy_whose_certificate_has_ended_is_expired(made, awarded):
    ends(made[0], -1)
    ends(made[1], 0)
    assert certificates.expire_candidacies() == 1
    for one in awarded:
        one.refresh_from_db()
    assert [one.state for one in awarded] == ["expired", "issued", "issued"]


def test_those_that_end_within_three_months_are_told_the_next_first(made):
    ends(made[0], 60)
    ends(made[1], 10)
    ends(made[2], 200)
    assert list(certificates.expiring(Certificate.objects.all())) == [made[1], made[0]]


def test_one_whose_renewal_is_under_way_is_not_told_again(made, awarded):
    ends(made[0], 10)
    renewal = some.a_candidate(awarded[0].scheme, awarded[0].learner)
    type(renewal).objects.filter(pk=renewal.pk).update(renews=made[0])
    assert not certificates.expiring(Certificate.objects.all()).exists()
