"""What the timetable promised and did not arrive is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from streaming import api as streaming
from streaming.models import Broadcast, Epoch
from streaming.timetable_check import missing, missing_for
from tests.factories.broadcasts import a_broadcast


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def ended(teacher, *, chunks, finished):
    broadcast = a_broadcast(teacher)
    streaming.go_live(broadcast, by=teacher)
    streaming.end_broadcast(broadcast.pk, by=teacher)
    Epoch.objects.create(
        id=uuid4(),
        broadcast=broadcast,
        number=0,
        extension="mkv",
        sender="x",
        captured_at=0,
        next_chunk=chunks,
        finished_at=timezone.now() if finished else None,
    )
    Broadcast.objects.update(ended_at=timezone.now() - timedelta(minutes=5))
    broadcast.refresh_from_db()
    return broadcast


def test_a_lesson_that_has_not_begun_is_told_after_three_minutes(teacher):
    assert missing(a_broadcast(teacher, planned_start=timezone.now() - timedelta(minutes=2))) == ""
    assert "4 minutes" in missing(a_broadcast(teacher, planned_start=timezone.now() - timedelta(minutes=4)))


def test_an_interruption_is_told_after_a_minute(teacher):
    broadcast = a_broadcast(teacher)
    streaming.go_live(broadcast, by=teacher)
    streaming.interrupt(broadcast)
    assert missing(broadcast) == ""
    broadcast.interrupted_at -= timedelta(minutes=2)
    assert "interrupted" in missing(broadcast)


def test_an_ended_lesson_without_recording_is_told(teacher):
    assert "no recording" in missing(ended(teacher, chunks=0, finished=True))


def test_pieces_that_still_wait_in_a_browser_are_told(teacher):
    assert "still wait" in missing(ended(teacher, chunks=3, finished=False))


def test_a_complete_lesson_needs_no_word(teacher):
    assert missing(ended(teacher, chunks=3, finished=True)) == ""


def test_only_those_who_may_see_a_lesson_are_told(teacher, outsider):
    a_broadcast(teacher, planned_start=timezone.now() - timedelta(minutes=4))
    assert len(list(missing_for(teacher))) == 1
    assert not list(missing_for(outsider))
