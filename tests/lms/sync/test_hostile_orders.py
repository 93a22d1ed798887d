"""Batches in any order, any number of times, cut anywhere: the record is the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.records.models import Statement
from lms.sync import ranges
from lms.sync.models import Delivery, IssuedReceipt, Journal, QuarantinedStatement
from tests.factories import tablet as a

LINKS = 8
PIECES = st.lists(st.tuples(st.integers(0, LINKS - 1), st.integers(1, LINKS)), min_size=1, max_size=6)
SHARED = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def journal(tablet, learner):
    return [tablet.write(a.statement(learner.pk)) for _ in range(LINKS)]


@given(pieces=PIECES)
@settings(max_examples=15, deadline=None, suppress_health_check=SHARED)
def test_any_pieces_in_any_order_give_the_same_record(tablet, journal, pieces):
    for table in (Delivery, IssuedReceipt, Journal, QuarantinedStatement):
        table.objects.all().delete()
    tablet.last_receipt = ""
    stored_before = set(Statement.objects.values_list("id", flat=True))
    sent = []
    for start, length in pieces:
        piece = journal[start : start + length]
        status, receipt = tablet.deliver(piece)
        assert status == 200
        assert receipt["quarantined"] == []
        sent += [link.seq for link in piece]
    assert Journal.objects.get().ranges == ranges.of(sent)
    stored = {str(name) for name in Statement.objects.values_list("id", flat=True)}
    assert stored == {str(name) for name in stored_before} | {link.id for link in journal if link.seq in sent}


@given(st.binary(max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=SHARED)
def test_noise_is_refused_and_changes_nothing(send, db, body):
    status, _, _ = send("POST", "/api/v1/batches", {"Newleaf-Signature": "AAAA"}, body)
    assert 400 <= status < 500
    assert not Delivery.objects.exists()


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 9)), max_size=8),
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 9)), max_size=8),
)
def test_a_union_of_ranges_is_the_union_of_their_numbers(one, other):
    first, second = (
        [number for start, more in pairs for number in range(start, start + more + 1)] for pairs in (one, other)
    )
    assert ranges.union(ranges.of(first), ranges.of(second)) == ranges.of(first + second)
    whole = ranges.of(first)
    run = ranges.without_gap(whole)
    assert set(range(1, run + 1)) <= set(first)
    assert run + 1 not in first
    missing = [number for start, end in ranges.gaps(whole) for number in range(start, end + 1)]
    assert set(missing) | set(first) == set(range(1, max(first, default=0) + 1))
