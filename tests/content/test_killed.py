"""The publishing job is stopped at each of its fault points; the next worker finishes, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import api as content
from content.models import Publication
from content.publishing import run
from lms.packages import api as packages
from tests.factories import content as a


class Killed(BaseException):
    """Passes every `except Exception`, as a signal does."""


POINTS = [
    "content.publish.after_files",
    "content.publish.after_build",
    "content.publish.after_scan",
    "content.publish.before_live",
]


@pytest.mark.parametrize("point", POINTS)
def test_a_job_that_dies_is_finished_by_the_next_one(author, reviewer, prison, monkeypatch, point):
    monkeypatch.setattr("content.waking._enqueue", lambda publication_id: None)
    course = a.a_course(by=author)
    _publish(course, author, reviewer)
    lesson = a.a_lesson(by=author, course=course)
    died = _publish(lesson, author, reviewer, monkeypatch, point)
    assert died == 1
    assert [ref.lesson for course in packages.list_courses(prison) for ref in course.lessons] == [lesson.iri]
    assert Publication.objects.get(iri=lesson.iri).state == "live"


def _publish(page, author, reviewer, monkeypatch=None, point=""):
    content.hand_in(page, by=author)
    publication = content.approve(page, by=reviewer)
    died = _work(publication, monkeypatch, point)
    publication.refresh_from_db()
    if publication.state == "waiting":
        content.clear(publication.pk, by=reviewer)
    publication.refresh_from_db()
    died += _work(publication, monkeypatch, point if not died else "")
    publication.refresh_from_db()
    assert publication.state == "live"
    return died


def _work(publication, monkeypatch, point):
    """Run the job; when it dies, let its lease run out and run it again. Returns how often it died."""
    publication.refresh_from_db()
    died = 0
    if point:
        monkeypatch.setattr(run, "faultpoint", lambda name: _die() if name == point else None)
        try:
            run.run_publication(publication)
        except Killed:
            died = 1
            Publication.objects.filter(pk=publication.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        monkeypatch.setattr(run, "faultpoint", lambda name: None)
        publication = Publication.objects.get(pk=publication.pk)
    run.run_publication(publication)
    return died


def _die():
    raise Killed
