"""Doors that an officer might try to get around the second officer, and files of other prisons."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images import get_image_model

from content import api as content
from content.errors import OwnWork
from content.models import Publication
from content.publishing import run
from content.tasks import keep_dates, sweep_publications
from content.uploads import check_upload
from lms.lib.leases import JobState
from lms.packages import api as packages
from tests.factories import content as a
from tests.factories import people


@pytest.fixture
def staff(client, settings):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    return client


@pytest.fixture
def both(prison):
    """An officer who writes and reviews."""
    return people.officer(prison, "author", "supervisor", username="both", name="王主任")


def approved(page, *, by, reviewer, **fields):
    content.hand_in(page, by=by, **fields)
    return content.approve(page, by=reviewer)


def test_nobody_clears_their_own_text_in_another_language_of_the_lesson(author, reviewer, both):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    english = content.add_language(lesson, "en", by=both)
    content.edit_page(english, by=both, body=[a.text("<p>Mine</p>")])
    approved(english, by=both, reviewer=reviewer)
    content.edit_page(lesson, by=author, body=[a.text("<p>另一句</p>")])
    publication = approved(lesson, by=author, reviewer=both)
    assert publication.writers.filter(pk=both.pk).exists()
    with pytest.raises(OwnWork):
        content.clear(publication.pk, by=both)


def test_who_wrote_what_was_cleared_long_ago_may_clear_what_others_write(author, reviewer, both):
    lesson = a.a_published_lesson(by=both, reviewer=reviewer)
    content.edit_page(lesson, by=author, body=[a.text("<p>另一句</p>")])
    publication = approved(lesson, by=author, reviewer=reviewer)
    content.clear(publication.pk, by=both)
    assert packages.live_package(lesson.iri)


def test_the_clearing_officer_sees_what_was_built_not_the_draft_of_today(staff, author, reviewer):
    lesson = a.a_lesson(by=author, blocks=[a.text("<p>建好的句子</p>")])
    publication = approved(lesson, by=author, reviewer=reviewer)
    content.edit_page(lesson, by=author, body=[a.text("<p>后来改的句子</p>")])
    staff.force_login(reviewer)
    link = reverse("content_built", args=[publication.pk, "lesson.zh-hans.json"])
    assert link in staff.get(reverse("content_publication", args=[publication.pk])).content.decode()
    shown = staff.get(link).content.decode()
    assert "后来改的句子" not in shown
    if "newleaf-preview" in shown:  # the tablet app has been built
        assert "建好的句子" in shown


def test_an_outsider_does_not_see_what_was_built(staff, author, reviewer, outsider):
    publication = approved(a.a_lesson(by=author), by=author, reviewer=reviewer)
    staff.force_login(outsider)
    assert staff.get(reverse("content_built", args=[publication.pk, "lesson.zh-hans.json"])).status_code == 404


def test_a_course_waiting_for_clearance_shows_its_words(staff, author, reviewer):
    course = a.a_course(by=author, summary="只在卡片上的一句话")
    publication = approved(course, by=author, reviewer=reviewer)
    content.edit_page(course, by=author, summary="后来改的一句话")
    staff.force_login(reviewer)
    page = staff.get(reverse("content_publication", args=[publication.pk])).content.decode()
    assert "只在卡片上的一句话" in page
    assert "后来改的一句话" not in page


def scheduled(author, reviewer, lesson=None):
    lesson = lesson or a.a_lesson(by=author)
    approved(lesson, by=author, reviewer=reviewer, go_live_at=timezone.now() + timedelta(days=2))
    keep_dates()
    sweep_publications()
    publication = Publication.objects.latest("created_at")
    if publication.state == "waiting":
        content.clear(publication.pk, by=reviewer)
    return lesson, publication


def test_a_cancelled_date_does_not_put_a_lesson_on_the_tablets(author, reviewer):
    lesson, publication = scheduled(author, reviewer)
    lesson.revisions.update(approved_go_live_at=None)  # what Wagtail's "cancel schedule" does
    Publication.objects.update(go_live_at=timezone.now() - timedelta(minutes=1))
    sweep_publications()
    publication.refresh_from_db()
    assert publication.state == "superseded"
    assert packages.live_package(lesson.iri) is None


def test_a_language_with_a_date_does_not_overtake_a_correction_of_today(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    english = content.add_language(lesson, "en", by=author)
    scheduled(author, reviewer, english)
    lesson.refresh_from_db()
    content.edit_page(lesson, by=author, body=[a.text("<p>改正</p>")])
    correction = approved(lesson, by=author, reviewer=reviewer)
    keep_dates()
    correction.refresh_from_db()
    assert correction.state == "waiting"


def test_a_refused_version_is_overtaken_by_the_next_one(author, reviewer):
    lesson = a.a_lesson(by=author)
    first = approved(lesson, by=author, reviewer=reviewer)
    content.refuse(first.pk, by=reviewer, note="第二句不对")
    content.edit_page(lesson, by=author, body=[a.text("<p>二</p>")])
    approved(lesson, by=author, reviewer=reviewer)
    first.refresh_from_db()
    assert first.state == "superseded"


def test_a_slow_worker_whose_place_was_taken_does_not_fail_what_the_other_did(author, reviewer, monkeypatch):
    real = run._build

    def taken_over(publication):
        other = Publication.objects.get(pk=publication.pk)
        real(other)
        return real(publication)

    monkeypatch.setitem(run._STEPS, "requested", taken_over)
    publication = approved(a.a_lesson(by=author), by=author, reviewer=reviewer)
    publication.refresh_from_db()
    assert publication.state == "built"
    Publication.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sweep_publications()
    publication.refresh_from_db()
    assert publication.state == "waiting"


def test_a_lesson_that_kills_its_worker_every_time_is_given_up(author, reviewer, monkeypatch):
    monkeypatch.setattr("content.waking._enqueue", lambda publication_id: None)
    publication = approved(a.a_lesson(by=author), by=author, reviewer=reviewer)
    past = timezone.now() - timedelta(seconds=1)
    Publication.objects.update(attempts=run.MOST_ATTEMPTS, job_state=JobState.RUNNING, lease_until=past)
    sweep_publications()
    publication.refresh_from_db()
    assert (publication.state, publication.job_state) == ("failed", JobState.FAILED)
    assert publication.error


def test_waiting_for_a_video_is_no_failed_attempt(author, reviewer, monkeypatch):
    from content.publishing.kinds import NotYet

    def not_yet(*args):
        raise NotYet("视频还在转码")

    monkeypatch.setattr(run, "lesson_manifest", not_yet)
    publication = approved(a.a_lesson(by=author), by=author, reviewer=reviewer)
    for _ in range(run.MOST_ATTEMPTS + 2):
        sweep_publications()
    publication.refresh_from_db()
    assert (publication.state, publication.attempts) == ("requested", 0)


@pytest.fixture
def picture(author):
    content.library_for(author.prison)
    body = io.BytesIO()
    Pillow.new("RGB", (400, 300)).save(body, "PNG")
    image = get_image_model()(
        title="平面图", collection=content.collection_for(author.prison), file=ImageFile(body, name="plan.png")
    )
    image.save()
    return image


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves its spool file open
@pytest.mark.parametrize("which", ["original", "thumbnail"])
def test_a_picture_opens_for_its_own_prison_alone(staff, author, outsider, picture, which):
    name = picture.file.name if which == "original" else picture.get_rendition("max-165x165").file.name
    url = reverse("content_picture", args=[name])
    staff.force_login(author)
    opened = staff.get(url)
    assert b"".join(opened.streaming_content)
    assert opened.status_code == 200
    content.library_for(outsider.prison)
    staff.force_login(outsider)
    assert staff.get(url).status_code == 404


def test_a_huge_file_is_refused_before_it_is_read():
    class Huge:
        size = 4 << 30

        def read(self):
            raise AssertionError("read into memory")

    with pytest.raises(ValidationError):
        check_upload("a.pdf", Huge())


def test_a_reviewer_may_put_lessons_in_another_order_but_an_author_may_not(author, reviewer):
    unit = a.a_lesson(by=author).get_parent().specific
    assert unit.permissions_for_user(reviewer).can_reorder_children()
    assert not unit.permissions_for_user(author).can_reorder_children()
