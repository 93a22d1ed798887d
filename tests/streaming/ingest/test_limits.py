from uuid import uuid4

import pytest

from streaming.ingest.limits import BYTES_A_SECOND, BYTES_AT_ONCE, REQUESTS_AT_ONCE, Pace, TooFast


@pytest.fixture
def clock():
    return [1000.0]


@pytest.fixture
def pace(clock):
    return Pace(lambda: clock[0])


def test_ten_minutes_of_kept_chunks_go_through_at_once(pace):
    broadcast = uuid4()
    for _ in range(1200):
        pace.check(broadcast, 200_000)


def test_a_sender_without_measure_is_slowed_down(pace):
    broadcast = uuid4()
    for _ in range(REQUESTS_AT_ONCE):
        pace.check(broadcast, 1)
    with pytest.raises(TooFast) as refusal:
        pace.check(broadcast, 1)
    assert refusal.value.retry_after_seconds == 1


def test_bytes_are_counted_too_and_come_back_with_time(pace, clock):
    broadcast = uuid4()
    pace.check(broadcast, BYTES_AT_ONCE)
    with pytest.raises(TooFast):
        pace.check(broadcast, 1 << 20)
    clock[0] += 1
    pace.check(broadcast, BYTES_A_SECOND)


def test_one_broadcast_does_not_slow_down_another(pace):
    pace.check(uuid4(), BYTES_AT_ONCE)
    pace.check(uuid4(), BYTES_AT_ONCE)
