from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.board import board_of, used_seconds
from tests.factories import sittings as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(evaluator, learners):
    sitting = some.an_open_sitting(evaluator, learners)
    seat = sitting.seats.get(number=1)
    seat.sitting = sitting
    seat.state, seat.used_ms, seat.heard_at = "answering", 60_000, timezone.now() - timedelta(seconds=20)
    seat.save()
    return seat


def left_of(seat):
    return board_of(seat.sitting)["seats"][0]


def test_the_clock_of_one_who_answers_runs_on_from_the_last_report(seat):
    one = left_of(seat)
    assert one["left"] is None
    assert one["ends"] - timezone.now().timestamp() == pytest.approx(3600 - 80, abs=2)


def test_the_clock_stands_while_the_room_is_paused(seat):
    seat.sitting.paused_at = timezone.now() - timedelta(seconds=10)
    assert used_seconds(seat, timezone.now()) == (pytest.approx(70, abs=1), False)


def test_the_clock_stands_while_the_candidate_is_paused(seat):
    seat.paused_at = seat.heard_at
    assert used_seconds(seat, timezone.now()) == (pytest.approx(60, abs=1), False)


def test_nobody_uses_more_than_is_allowed(seat):
    seat.heard_at = timezone.now() - timedelta(hours=5)
    assert used_seconds(seat, timezone.now())[0] == 3600


@pytest.mark.parametrize("state", ["waiting", "submitted"])
def test_the_clock_of_one_who_does_not_answer_does_not_run(seat, state):
    seat.state = state
    assert used_seconds(seat, timezone.now()) == (60, False)


def test_added_time_shows_at_once(seat, evaluator):
    before = left_of(seat)["ends"]
    sittings.add_time(seat.sitting_id, 10, by=evaluator, seat_id=seat.pk)
    assert left_of(seat)["ends"] - before == pytest.approx(600, abs=1)


def test_what_must_be_known_of_a_seat_stands_as_flags(seat, evaluator):
    seat.clock_doubted = seat.read_aloud = True
    seat.save()
    sittings.replace_tablet(seat.sitting_id, seat.pk, by=evaluator, lost=True)
    assert left_of(seat)["flags"] == ["lost", "clock", "free", "aloud"]


def test_a_room_of_sixty_costs_as_many_queries_as_one_of_two(evaluator, learners, ward, django_assert_num_queries):
    version = some.an_approved_paper(evaluator)
    small = some.an_open_sitting(evaluator, learners, version=version)
    large = some.an_open_sitting(evaluator, some.candidates(ward, 60, first=5001), version=version)
    for sitting in (small, large):
        with django_assert_num_queries(3):
            board_of(sitting)
