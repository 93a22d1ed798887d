"""Nobody publishes alone, whichever door they try."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import TaskState

from content import api as content
from content.errors import OwnWork
from content.models import Publication
from content.states import IllegalTransition
from lms.packages import api as packages
from tests.factories import content as a


@pytest.fixture
def staff(client, settings):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    return client


@pytest.fixture
def both(prison):
    """An officer who writes and reviews."""
    from tests.factories import people

    return people.officer(prison, "author", "supervisor", username="both", name="王主任")


def test_an_author_cannot_approve(author):
    lesson = a.a_lesson(by=author)
    content.hand_in(lesson, by=author)
    with pytest.raises((PermissionDenied, OwnWork)):
        content.approve(lesson, by=author)


def test_a_reviewer_cannot_approve_what_they_wrote(both):
    lesson = a.a_lesson(by=both)
    content.hand_in(lesson, by=both)
    with pytest.raises(OwnWork):
        content.approve(lesson, by=both)


def test_a_reviewer_cannot_approve_what_they_handed_in_through_wagtails_own_action(staff, both):
    lesson = a.a_lesson(by=both)
    content.hand_in(lesson, by=both)
    state = TaskState.objects.get()
    staff.force_login(both)
    staff.post(reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk]))
    lesson.refresh_from_db()
    assert not lesson.live


def test_a_reviewer_can_approve_through_wagtails_own_action(staff, author, reviewer):
    lesson = a.a_lesson(by=author)
    content.hand_in(lesson, by=author)
    state = TaskState.objects.get()
    staff.force_login(reviewer)
    staff.post(reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk]))
    lesson.refresh_from_db()
    assert lesson.live
    assert Publication.objects.get().state == "waiting"


def test_nobody_clears_what_they_wrote(both, reviewer):
    lesson = a.a_lesson(by=both)
    content.hand_in(lesson, by=both)
    publication = content.approve(lesson, by=reviewer)
    with pytest.raises(OwnWork):
        content.clear(publication.pk, by=both)


def test_an_author_cannot_clear_anything(author, reviewer, both):
    lesson = a.a_lesson(by=both)
    content.hand_in(lesson, by=both)
    publication = content.approve(lesson, by=reviewer)
    with pytest.raises(PermissionDenied):
        content.clear(publication.pk, by=author)


def test_wagtails_publish_button_does_not_get_around_clearance(author, reviewer):
    lesson = a.a_lesson(by=author)
    lesson.latest_revision.publish(user=reviewer)
    assert Publication.objects.get().state == "waiting"
    assert packages.live_package(lesson.iri) is None


def test_bulk_publishing_does_not_get_around_clearance(staff, author, reviewer):
    lesson = a.a_lesson(by=author)
    staff.force_login(reviewer)
    staff.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={lesson.pk}")
    assert Publication.objects.get(iri=lesson.iri).state == "waiting"
    assert packages.live_package(lesson.iri) is None


def test_publishing_a_superusers_own_page_still_waits_for_somebody_else(administrator, author):
    lesson = a.a_lesson(by=author)
    content.edit_page(lesson, by=administrator, minutes=9)
    lesson.refresh_from_db()
    assert not lesson.permissions_for_user(administrator).can_publish()
    lesson.latest_revision.publish()
    publication = Publication.objects.get()
    with pytest.raises(OwnWork):
        content.clear(publication.pk, by=administrator)


def test_what_must_be_removed_cannot_be_cleared(author, reviewer):
    lesson = a.a_lesson(by=author, blocks=[a.text("<p>身份证 11010519491231002X</p>")])
    content.hand_in(lesson, by=author)
    publication = content.approve(lesson, by=reviewer)
    assert publication.findings.filter(severity="blocker").exists()
    with pytest.raises(content.StillBlocked):
        content.clear(publication.pk, by=reviewer)


def test_an_officer_of_another_prison_finds_nothing_to_clear(author, reviewer, outsider):
    lesson = a.a_lesson(by=author)
    content.hand_in(lesson, by=author)
    publication = content.approve(lesson, by=reviewer)
    from lms.lib.errors import NotFoundHere

    with pytest.raises(NotFoundHere):
        content.clear(publication.pk, by=outsider)


def test_a_newer_version_overtakes_one_that_waits(author, reviewer):
    lesson = a.a_lesson(by=author)
    content.hand_in(lesson, by=author)
    first = content.approve(lesson, by=reviewer)
    content.edit_page(lesson, by=author, body=[a.text("<p>二</p>")])
    content.hand_in(lesson, by=author)
    second = content.approve(lesson, by=reviewer)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "waiting")
    with pytest.raises(IllegalTransition):
        content.clear(first.pk, by=reviewer)
