"""How much of a learner's work came from where, kept with the log."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.db.models import Count, Max

from lms.records import api as records
from lms.records.models import NO_DEVICE, Statement, Tally
from tests.factories import devices
from tests.factories import records as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def device(device_keeper, ward):
    return devices.device(device_keeper, ward)


def tallies():
    return {(row.learner_id, row.device_id): (row.count, row.head) for row in Tally.objects.all()}


def counted():
    rows = Statement.objects.order_by().values_list("learner_id", "device_id").annotate(Count("pk"), Max("seq"))
    return {(learner, device or NO_DEVICE): (count, head) for learner, device, count, head in rows}


def test_every_append_is_counted_once_whatever_comes_twice(learner, other_learner, device):
    first = [a.new_statement(learner, device=device, seq=seq) for seq in (1, 2, 3)]
    records.append(first)
    records.append([*first[1:], a.new_statement(learner, device=device, seq=4)])
    records.append(first)
    records.append([a.new_statement(other_learner)])
    records.append([])
    assert tallies() == counted()
    assert sum(count for count, _ in tallies().values()) == 5


def test_what_a_failed_append_would_have_counted_is_not(learner, device):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        records.append([a.new_statement(learner, device=device, seq=1)])
        raise ZeroDivisionError
    assert tallies() == {}


def test_safe_is_what_the_log_held_up_to_there_and_only_grows(learner, device):
    made = [a.a_statement(learner, device=device, seq=seq) for seq in (1, 2, 3)]
    for through, safe in ((made[1].seq, 2), (made[0].seq, 2), (made[1].seq, 2), (made[2].seq, 3)):
        records.mark_safe(through)
        assert records.beyond([learner.pk], None)[learner.pk].safe == safe
    assert records.safe_through() == made[2].seq


def test_beyond_one_tablet_lies_everything_but_its_own(learner, device, device_keeper, ward):
    second = devices.device(device_keeper, ward)
    a.a_statement(learner, device=device, seq=1)
    last = a.a_statement(learner, device=second, seq=1)
    a.a_statement(learner, device=device, seq=2)
    there = records.beyond([learner.pk], device.pk)[learner.pk]
    assert (there.total, there.through) == (1, last.seq)
    assert records.beyond([learner.pk], None)[learner.pk].total == 3


def test_a_log_that_was_there_before_is_counted_by_the_migration(learner, other_learner, device):
    a.a_statement(learner, device=device, seq=1)
    a.a_statement(other_learner)
    Tally.objects.all().delete()
    import_module("lms.records.migrations.0003_tally").count(None, SimpleNamespace(connection=connection))
    assert tallies() == counted()
