"""What a publication would change is shown before it does."""

from django.urls import reverse

from content import api as content
from content.models import Publication
from lms.learning.models import Progress
from lms.packages import api as packages
from tests.factories import content as a
from tests.factories import people
from tests.lms.learning.pages import staff


def handed_in(page, author, reviewer):
    content.hand_in(page, by=author)
    publication = content.approve(page, by=reviewer)
    publication.refresh_from_db()
    return publication


def begun(learner, lesson, state="started"):
    from django.utils import timezone

    now = timezone.now()
    Progress.objects.create(
        learner=learner,
        lesson_iri=lesson.iri,
        course_iri=lesson.course.iri,
        state=state,
        fraction=0.5,
        opened_at=now,
        last_at=now,
    )


def page_of(client, officer, publication):
    return staff(client, officer).get(reverse("content_publication", args=[publication.pk], urlconf="lms.urls.staff"))


def test_a_new_lesson_is_shown_with_what_a_tablet_fetches(client, author, reviewer):
    course = a.a_published_course(by=author, reviewer=reviewer)
    lesson = a.a_lesson(by=author, course=course, title="安全第一")
    change = page_of(client, reviewer, handed_in(lesson, author, reviewer)).context["change"]
    assert (change.added, change.changed, change.removed, change.learners) == (["安全第一"], [], [], 0)
    assert 0 < change.fetch_bytes < 4000


def test_learners_in_the_middle_of_a_changed_lesson_are_counted(client, author, reviewer, learner, ward, other_learner):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, title="安全第一")
    done, left = people.learner(ward, number="2"), people.learner(ward, number="3", state="retired")
    for who in (learner, other_learner, left):
        begun(who, lesson)
    begun(done, lesson, "completed")
    content.edit_page(lesson, by=author, body=[a.text("<p>改了一句。</p>")])
    page = page_of(client, reviewer, handed_in(lesson, author, reviewer))
    change = page.context["change"]
    assert (change.added, change.changed, change.learners) == ([], ["安全第一"], 1)
    assert "Learners in the middle of them" in page.content.decode()


def test_a_lesson_that_leaves_a_course_is_shown_with_its_learners(client, author, reviewer, learner):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, title="安全第一")
    begun(learner, lesson)
    Publication.objects.filter(iri=lesson.iri).update(state="withdrawn")  # unpublished; the catalogue has not followed
    course = lesson.course
    content.edit_page(course, by=author, summary="新的说明")
    change = page_of(client, reviewer, handed_in(course, author, reviewer)).context["change"]
    assert (change.removed, change.learners) == (["安全第一"], 1)


def test_what_is_live_has_nothing_to_announce(client, author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    live = Publication.objects.get(iri=lesson.iri)
    assert page_of(client, reviewer, live).context["change"] is None
    assert packages.live_package(lesson.iri).pk == live.package
