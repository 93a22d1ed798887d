"""The publishing job: dates, dead workers, what is still being prepared."""

from datetime import timedelta

from django.utils import timezone

from content import api as content
from content.models import Publication
from content.publishing import run
from content.publishing.kinds import NotYet
from content.tasks import keep_dates, sweep_publications
from lms.lib.leases import JobState
from lms.packages import api as packages
from tests.factories import content as a


def handed_in_and_approved(author, reviewer, **fields):
    lesson = a.a_lesson(by=author)
    content.hand_in(lesson, by=author, **fields)
    return lesson, content.approve(lesson, by=reviewer)


def test_a_lesson_with_a_date_is_cleared_ahead_and_goes_live_on_its_day(author, reviewer):
    lesson, publication = handed_in_and_approved(author, reviewer, go_live_at=timezone.now() + timedelta(days=2))
    assert publication is None
    keep_dates()
    sweep_publications()
    publication = Publication.objects.get()
    content.clear(publication.pk, by=reviewer)
    publication.refresh_from_db()
    assert publication.state == "ready"
    assert packages.live_package(lesson.iri) is None
    _the_day_comes(lesson)
    keep_dates()
    sweep_publications()
    publication.refresh_from_db()
    assert publication.state == "live"


def _the_day_comes(lesson):
    past = timezone.now() - timedelta(minutes=1)
    lesson.refresh_from_db()
    revision = lesson.scheduled_revision
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    content.LessonPage.objects.filter(pk=lesson.pk).update(go_live_at=past)
    Publication.objects.update(go_live_at=past)


def test_a_worker_that_died_is_replaced_when_its_lease_ends(author, reviewer, monkeypatch):
    monkeypatch.setattr("content.waking._enqueue", lambda publication_id: None)
    _lesson, publication = handed_in_and_approved(author, reviewer)
    assert publication.claim(seconds=60)
    assert sweep_publications() == 0
    Publication.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sweep_publications() == 1
    publication.refresh_from_db()
    assert publication.state == "waiting"


def test_what_is_still_being_prepared_waits_and_goes_on(author, reviewer, monkeypatch):
    def not_yet(*args):
        raise NotYet("视频还在转码")

    real = run.lesson_manifest
    monkeypatch.setattr(run, "lesson_manifest", not_yet)
    _lesson, publication = handed_in_and_approved(author, reviewer)
    publication.refresh_from_db()
    assert (publication.state, publication.job_state, publication.error) == ("requested", JobState.DUE, "视频还在转码")
    monkeypatch.setattr(run, "lesson_manifest", real)
    sweep_publications()
    publication.refresh_from_db()
    assert publication.state == "waiting"


def test_an_unforeseen_error_becomes_a_sentence_after_some_tries(author, reviewer, monkeypatch):
    def broken(*args):
        raise ZeroDivisionError

    monkeypatch.setattr(run, "lesson_manifest", broken)
    _lesson, publication = handed_in_and_approved(author, reviewer)
    for _ in range(run.MOST_ATTEMPTS):
        sweep_publications()
    publication.refresh_from_db()
    assert publication.state == "failed"
    assert publication.error
