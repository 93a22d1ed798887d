"""An approved order is carried out once, whatever happens meanwhile."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.certification.certificates import api as certificates
from assessments.certification.certificates.sources import facts_of, last_day, plain
from assessments.certification.errors import NoKey
from assessments.certification.models import Certificate, CertificateOrder
from lms.lib import faults
from tests.factories import certificates as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(awarded, first, second):
    order = certificates.propose_issue([one.pk for one in awarded], by=first)
    return certificates.approve_order(order.pk, by=second, digest=order.digest)


class Killed(BaseException):
    """As if the process were gone."""


def test_every_candidate_gets_a_certificate_with_a_number_of_the_body(approved, awarded):
    certificates.carry_out(approved.pk)
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]
    assert all(number.startswith("GZ") for number in numbers)
    approved.refresh_from_db()
    assert (approved.state, approved.job_state, approved.progress) == ("done", "done", 100)


def test_candidates_are_moved_on(approved, awarded):
    certificates.carry_out(approved.pk)
    awarded[0].refresh_from_db()
    assert awarded[0].state == "issued" and awarded[0].issued_at


@pytest.mark.parametrize("point", ["assessments.certificates.after_line", "assessments.certificates.before_commit"])
def test_a_worker_that_dies_is_taken_over_and_nobody_gets_two(approved, monkeypatch, point):
    times = iter([False, True])

    def dies(name):
        if name == point and next(times, False):
            raise Killed

    monkeypatch.setattr("assessments.certification.certificates.carrying_out.faultpoint", dies)
    monkeypatch.setattr("assessments.certification.certificates.carrying_out.AT_ONCE", 1)
    with pytest.raises(Killed):
        certificates.carry_out(approved.pk)
    monkeypatch.setattr("assessments.certification.certificates.carrying_out.faultpoint", faults.faultpoint)
    assert Certificate.objects.count() < 3
    CertificateOrder.objects.filter(pk=approved.pk).update(job_state="due")  # its lease has ended
    certificates.carry_out(approved.pk)
    assert Certificate.objects.count() == 3
    assert len(set(Certificate.objects.values_list("candidacy", flat=True))) == 3


def test_without_a_key_nothing_is_proposed(prison, ward, first):
    from tests.factories import people as a

    body = some.a_signing_body(code="NO", prison=prison)
    candidate = some.a_candidate(some.a_live_scheme(body), a.learner(ward, number="5"))
    with pytest.raises(NoKey):
        certificates.propose_issue([candidate.pk], by=first)


def test_an_order_whose_key_was_lost_fails_with_a_sentence_and_can_be_tried_again(approved, body, chief, second):
    body.keys.update(state="retired")
    certificates.carry_out(approved.pk)
    approved.refresh_from_db()
    assert approved.job_state == "failed" and "signing key" in approved.error
    assert not Certificate.objects.exists()
    certificates.make_key(body.pk, by=chief)
    certificates.try_again(approved.pk, by=second)
    certificates.carry_out(approved.pk)
    assert Certificate.objects.count() == 3


def test_what_is_kept_of_a_certificate_is_what_it_says(approved):
    certificates.carry_out(approved.pk)
    one = Certificate.objects.first()
    assert plain(facts_of(one)) == one.facts


def test_a_certificate_has_a_place_in_the_status_list_that_tells_nothing(approved):
    certificates.carry_out(approved.pk)
    places = list(Certificate.objects.order_by("number").values_list("status_index", flat=True))
    assert len(set(places)) == 3 and places != [0, 1, 2]


@pytest.mark.parametrize(
    ("issued_on", "months", "last"),
    [
        (date(2026, 12, 1), 72, date(2032, 11, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2026, 12, 31), 2, date(2027, 2, 27)),
    ],
)
def test_a_certificate_ends_the_day_before_the_same_day(issued_on, months, last):
    assert last_day(issued_on, months) == last


def test_a_certificate_for_life_has_no_end():
    assert last_day(date(2026, 12, 1), None) is None


def test_a_number_that_is_taken_already_is_passed_over(approved, awarded, body):
    """A body that came from elsewhere brought its certificates along."""
    taken = f"GZ{timezone.localdate().year}000001"
    Certificate.objects.create(
        id=uuid4(), body=body, candidacy=awarded[0], number=taken, state="replaced", outside=True,
        issued_at=timezone.now(),
    )  # fmt: skip
    certificates.carry_out(approved.pk)
    approved.refresh_from_db()
    numbers = set(Certificate.objects.filter(outside=False).values_list("number", flat=True))
    assert approved.state == "done" and len(numbers) == 3 and taken not in numbers
