"""A closer that is killed leaves a row that is closed at the next sweep, and never half a film."""

import datetime

import pytest
from django.utils import timezone

from streaming import tasks
from streaming.closer import closing
from streaming.models import Recording
from tests.faults import databases, serving

pytestmark = pytest.mark.slow
EDIT = "streaming.closer.before_edit_finish"
POINTS = [
    f"streaming.closer.{name}" for name in ("after_claim", "after_part", "after_film", "before_finish", "after_finish")
]
POINTS.append(EDIT)


def test_a_closer_that_is_killed_anywhere_is_made_good_by_the_next_one(tmp_path, lesson):
    data = tmp_path / "data"
    databases.make(data)
    answers = serving.run("tests.streaming.closer.killing", data, lesson, *POINTS)
    databases.remove(data)
    whole = {"died": True, "state": "done", "version": 1, "seconds": 12, "complaints": "", "raw": True, "left": []}
    assert answers == {point: whole if point != EDIT else {**whole, "seconds": 10} for point in POINTS}


def test_a_film_that_kills_every_worker_is_given_up_and_the_parts_stay(past, lesson):
    epoch = past.part(lesson)
    past.end()
    recording = Recording.objects.create(broadcast=past.broadcast, attempts=closing.MAX_ATTEMPTS)
    closing.close(recording.pk)
    recording.refresh_from_db()
    assert (recording.job_state, recording.error) == ("failed", closing.GAVE_UP)
    assert epoch.raw.exists()


def test_two_workers_do_not_make_the_same_film(past, lesson):
    past.part(lesson)
    past.end()
    recording = Recording.objects.create(broadcast=past.broadcast)
    assert recording.claim()
    closing.close(recording.pk)
    assert not (recording.folder / "film-1.mp4").exists()


def test_raw_parts_stay_until_the_lesson_has_long_been_published(past, lesson, settings):
    epoch = past.part(lesson)
    past.end()
    tasks.sweep_recordings()
    tasks.clear_recording_folders()
    assert epoch.raw.exists()
    long_ago = timezone.now() - datetime.timedelta(days=settings.RAW_KEEP_DAYS + 1)
    Recording.objects.update(stage="published", published_at=long_ago)
    tasks.clear_recording_folders()
    assert not epoch.raw.exists()
    assert not Recording.objects.get().raw_kept


def test_raw_parts_of_a_doubtful_film_are_never_removed(past, lesson):
    epoch = past.part(lesson)
    past.end()
    tasks.sweep_recordings()
    long_ago = timezone.now() - datetime.timedelta(days=400)
    Recording.objects.update(stage="published", published_at=long_ago, alarms=["short"])
    tasks.clear_recording_folders()
    assert epoch.raw.exists()
