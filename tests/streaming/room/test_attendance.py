from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.lib.errors import Invalid, NotFoundHere
from streaming.models import Attendance
from streaming.room import attendance
from streaming.room.attendance import Seen
from streaming.running import end_broadcast
from tests.factories import people as people_factory


def a_minute_ago(**where):
    Attendance.objects.filter(**where).update(last_seen_at=timezone.now() - timedelta(minutes=1))


def test_seconds_add_up_but_never_run_faster_than_the_clock(live, learner):
    attendance.note_seen(live, learner, None, Seen(30, True, True))
    a_minute_ago(learner=learner)
    attendance.note_seen(live, learner, None, Seen(30, True, True))
    attendance.note_seen(live, learner, None, Seen(3000, True, True))
    assert 60 <= Attendance.objects.get().seconds <= 63


def test_what_was_played_before_the_end_counts_when_it_is_told_just_after(live, learner, teacher):
    attendance.note_seen(live, learner, None, Seen(30, True, True))
    a_minute_ago(learner=learner)
    end_broadcast(live.pk, by=teacher)
    live.refresh_from_db()
    attendance.note_seen(live, learner, None, Seen(25, True, True))
    attendance.note_seen(live, learner, None, Seen(25, True, True))
    assert Attendance.objects.get().seconds == 55


def test_who_plays_the_lesson_long_after_its_end_was_not_there(live, learner, teacher):
    end_broadcast(live.pk, by=teacher)
    live.refresh_from_db()
    live.ended_at -= timedelta(minutes=5)
    attendance.note_seen(live, learner, None, Seen(30, True, True))
    assert Attendance.objects.get().seconds == 0


def test_a_ward_without_sound_shows_up(live, learner, ward):
    people_factory.learner(ward, number="1002")
    attendance.note_seen(live, learner, None, Seen(30, True, False))
    assert attendance.presence(live) == [{"ward": "一监区", "of": 2, "here": 1, "no_picture": 0, "no_sound": 1}]


def test_a_player_that_is_silent_is_gone(live, learner):
    attendance.note_seen(live, learner, None, Seen(30, True, True))
    Attendance.objects.update(last_seen_at=timezone.now() - attendance.GONE_AFTER - timedelta(seconds=1))
    assert attendance.presence(live)[0]["here"] == 0


def test_an_officers_word_counts_more_than_the_players(live, learner, teacher):
    attendance.note_seen(live, learner, None, Seen(30, True, True))
    row = attendance.correct(live, learner.pk, "absent", by=teacher)
    assert not row.is_present
    assert attendance.correct(live, learner.pk, "", by=teacher).is_present


def test_only_who_is_invited_can_be_marked(live, other_learner, teacher, learner):
    with pytest.raises(NotFoundHere):
        attendance.correct(live, other_learner.pk, "present", by=teacher)
    with pytest.raises(Invalid):
        attendance.correct(live, learner.pk, "asleep", by=teacher)


def test_another_prisons_officer_corrects_nothing(live, learner, outsider):
    with pytest.raises(PermissionDenied):
        attendance.correct(live, learner.pk, "present", by=outsider)


def test_the_register_holds_the_wards_learners_and_no_others(live, learner, second_ward):
    people_factory.learner(second_ward, number="2001")
    assert [one.number for one, _row in attendance.register(live)] == ["1001"]
