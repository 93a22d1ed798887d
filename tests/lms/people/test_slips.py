from datetime import timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEvent
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.people import api as people
from lms.people.models import LearnerSecret, Slip, SlipBatch
from lms.people.slips import empty_old_slips, make_slips, read_slips, run_batch
from tests.factories import devices as d
from tests.factories import people as a


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    monkeypatch.setattr("lms.people.secrets.ITERATIONS", 10)


@pytest.fixture
def learners(ward):
    return [a.learner(ward, number=str(1000 + n)) for n in range(3)]


@pytest.fixture
def batch(learners, teacher):
    made = make_slips([one.pk for one in learners], by=teacher)
    run_batch(made.pk)
    return made


def test_every_slip_carries_the_pin_that_opens(batch, learners, teacher, device_keeper, ward):
    device = d.device(device_keeper, ward)
    slips = read_slips(batch.pk, by=teacher)
    assert [slip.learner for slip in slips] == learners
    assert all(people.verify_secret(slip.learner, slip.pin, device=device) for slip in slips)


def test_slips_with_pictures(learners, teacher, device_keeper, ward):
    made = make_slips([learners[0].pk], by=teacher, kind="pictures")
    run_batch(made.pk)
    slip = read_slips(made.pk, by=teacher)[0]
    assert people.verify_secret(
        learners[0], people.pictures_string(slip.pictures), device=d.device(device_keeper, ward)
    )


def test_a_pin_never_stands_in_the_database_in_plain(batch, teacher):
    pins = {slip.pin for slip in read_slips(batch.pk, by=teacher)}
    stored = (
        b"".join(bytes(slip.sealed) for slip in Slip.objects.all())
        + "".join(event.detail for event in AuditEvent.objects.all()).encode()
    )
    assert not any(pin.encode() in stored for pin in pins)


def test_only_the_officer_who_made_the_slips_reads_them(batch, education_office, outsider):
    for officer in (education_office, outsider):
        with pytest.raises(NotFoundHere):
            read_slips(batch.pk, by=officer)


def test_after_an_hour_nobody_reads_them(batch, teacher):
    SlipBatch.objects.update(readable_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Conflict):
        read_slips(batch.pk, by=teacher)
    assert empty_old_slips() == 3
    assert not Slip.objects.exclude(sealed=None).exists()


def test_learners_of_others_get_no_slip(learners, outsider, other_learner, teacher):
    with pytest.raises(Invalid):
        make_slips([one.pk for one in learners], by=outsider)
    with pytest.raises(NotFoundHere):
        make_slips([learners[0].pk, other_learner.pk], by=teacher)
    assert not SlipBatch.objects.exists()


def test_a_killed_worker_leaves_the_rest_to_the_next_one(learners, teacher, monkeypatch):
    made = make_slips([one.pk for one in learners], by=teacher)
    calls = []

    def die(name):
        calls.append(name)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("lms.people.slips.faultpoint", die)
    with pytest.raises(KeyboardInterrupt):
        run_batch(made.pk)
    assert LearnerSecret.objects.count() == Slip.objects.exclude(sealed=None).count() == 1
    SlipBatch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    run_batch(made.pk)
    assert Slip.objects.exclude(sealed=None).count() == 3
    assert set(LearnerSecret.objects.values_list("version", flat=True)) == {1}


def test_printing_is_audited(batch, teacher):
    read_slips(batch.pk, by=teacher)
    assert AuditEvent.objects.filter(verb="people.slips.read").count() == 1
