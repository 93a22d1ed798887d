"""What one prison has cleared, another one has not."""

import pytest

from content import api as content
from content.errors import NothingLive
from content.models import Publication, UnitPage
from lms.packages import api as packages
from tests.factories import content as a
from tests.factories import people


@pytest.fixture
def elsewhere(other_prison, author, reviewer):
    """A live course of the other prison."""
    theirs = people.officer(other_prison, "author", username="theirs")
    second = people.officer(other_prison, "author", "supervisor", username="second")
    return a.a_published_course(by=theirs, reviewer=second, title="别的课"), second


def unit_of(course):
    return UnitPage.objects.child_of(course).first()


def moved(page, target):
    page.move(target, pos="last-child")
    return type(page).objects.get(pk=page.pk)


def states(page):
    return list(Publication.objects.filter(iri=page.iri).order_by("created_at").values_list("state", flat=True))


def test_a_lesson_that_moves_to_another_prison_leaves_the_tablets_and_waits_for_clearance(
    author, reviewer, prison, other_prison, elsewhere
):
    lesson = moved(a.a_published_lesson(by=author, reviewer=reviewer), unit_of(elsewhere[0]))
    assert states(lesson) == ["withdrawn", "waiting"]
    assert Publication.objects.get(iri=lesson.iri, state="waiting").prison == other_prison
    listed = [
        ref.lesson for one in (prison, other_prison) for course in packages.list_courses(one) for ref in course.lessons
    ]
    assert lesson.iri not in listed


def test_it_is_live_again_once_an_officer_of_that_prison_has_cleared_it(author, reviewer, other_prison, elsewhere):
    lesson = moved(a.a_published_lesson(by=author, reviewer=reviewer), unit_of(elsewhere[0]))
    content.clear(Publication.objects.get(iri=lesson.iri, state="waiting").pk, by=elsewhere[1])
    assert states(lesson) == ["withdrawn", "live"]
    assert lesson.iri in [ref.lesson for course in packages.list_courses(other_prison) for ref in course.lessons]


def test_a_course_takes_its_lessons_along(author, reviewer, prison, elsewhere):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    course = moved(lesson.course, elsewhere[0].get_parent())
    assert (states(course), states(lesson)) == (["withdrawn", "waiting"], ["withdrawn", "waiting"])
    assert packages.list_courses(prison) == []


def test_what_waits_for_clearance_is_not_cleared_by_the_old_prison_any_more(author, reviewer, elsewhere):
    course = a.a_published_course(by=author, reviewer=reviewer)
    lesson = a.a_lesson(by=author, course=course)
    content.hand_in(lesson, by=author)
    content.approve(lesson, by=reviewer)
    lesson = moved(content.LessonPage.objects.get(pk=lesson.pk), unit_of(elsewhere[0]))
    assert states(lesson) == ["superseded", "waiting"]


def test_a_move_within_a_prison_changes_nothing(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    other = a.a_published_course(by=author, reviewer=reviewer, title="另一门课")
    assert states(moved(lesson, unit_of(other))) == ["live"]


def test_an_undo_does_not_bring_back_what_another_prison_cleared(author, reviewer, other_prison):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    content.edit_page(lesson, by=author, body=[a.text("<p>改了一句。</p>")])
    live = a.published(lesson, author=author, reviewer=reviewer)
    Publication.objects.filter(pk=live.replaces_id).update(prison=other_prison)
    with pytest.raises(NothingLive):
        content.undo(live.pk, by=reviewer)
