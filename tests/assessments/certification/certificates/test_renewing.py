"""Certificates end; officers hear of it before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.certification.candidacies.path import path_of
from assessments.certification.certificates import api as certificates
from assessments.certification.errors import NotNow
from assessments.certification.models import Candidacy, Certificate
from assessments.certification.schemes.rules import RenewalRule
from lms.lib.errors import NotFoundHere
from tests.factories import certificates as some
from tests.lms.learning.pages import staff

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


def test_one_whose_renewal_came_to_nothing_is_told_again(made, awarded):
    ends(made[0], 10)
    renewal = some.a_candidate(awarded[0].scheme, awarded[0].learner)
    type(renewal).objects.filter(pk=renewal.pk).update(renews=made[0], state="not_awarded")
    assert list(certificates.expiring(Certificate.objects.all())) == [made[0]]


@pytest.fixture
def renewed_by_theory(scheme):
    """The scheme asks for theory again, half a year before the end."""
    rules = some.RULES.model_copy(
        update={"valid_months": 36, "renewal": RenewalRule(ahead_months=6, parts=("theory",))}
    )
    scheme.versions.update(rules=rules.model_dump(mode="json"))


@pytest.mark.usefixtures("renewed_by_theory")
def test_how_soon_is_told_follows_the_rules(made):
    ends(made[0], 150)
    ends(made[1], 200)
    assert list(certificates.expiring(Certificate.objects.filter(valid_until__gte=timezone.localdate()))) == [made[0]]


@pytest.mark.usefixtures("renewed_by_theory")
def test_the_holder_is_registered_for_the_renewal_from_the_list(client, made, first):
    ends(made[0], 30)
    page = staff(client, first)
    assert "Register for the renewal" in page.get("/admin/certificates/?state=soon").content.decode()
    assert "Register for the renewal" in page.get(f"/admin/certificates/{made[0].pk}/").content.decode()
    answer = page.post(f"/admin/certificates/{made[0].pk}/renew/")
    renewal = Candidacy.objects.get(renews=made[0])
    assert str(renewal.pk) in answer.url
    assert (renewal.holder_latin, renewal.state) == ("Wang Xiaoming", "eligible")
    assert [step.title for step in path_of(renewal).parts] == ["Theory"]
    assert "Register for the renewal" not in page.get("/admin/certificates/?state=soon").content.decode()


@pytest.mark.usefixtures("renewed_by_theory")
@pytest.mark.parametrize("days", [-1, 400], ids=["ended", "too-early"])
def test_out_of_its_time_no_certificate_is_renewed(made, first, days):
    ends(made[0], days)
    with pytest.raises(NotNow):
        certificates.register_renewal(made[0].pk, by=first)
    assert not Candidacy.objects.filter(renews__isnull=False).exists()


def test_a_scheme_without_renewal_renews_nothing(made, first):
    ends(made[0], 10)
    with pytest.raises(NotNow):
        certificates.register_renewal(made[0].pk, by=first)


@pytest.mark.usefixtures("renewed_by_theory")
def test_another_prison_renews_nothing(made, elsewhere):
    ends(made[0], 10)
    with pytest.raises(NotFoundHere):
        certificates.register_renewal(made[0].pk, by=elsewhere)
