"""The staff screens of the CMS."""

import pytest
from django.urls import reverse
from wagtail.models import Task, Workflow

from content import api as content
from tests.factories import content as a

SCREENS = ["content_desk", "content_library", "content_calendar", "content_publications", "content_new_lesson"]


@pytest.fixture
def staff(client, settings):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    return client


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_screen_opens_for_an_author(staff, author, screen, language, settings):
    content.ensure_libraries()
    a.a_lesson(by=author)
    staff.force_login(author)
    staff.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert staff.get(reverse(screen)).status_code == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_opens_for_a_device_keeper(staff, device_keeper, screen):
    staff.force_login(device_keeper)
    reply = staff.get(reverse(screen))
    assert (reply.status_code, reply.url) == (302, "/admin/")  # Wagtail's way to refuse, with a message


def test_a_new_lesson_is_two_forms_away(staff, author):
    course = a.a_course(by=author)
    staff.force_login(author)
    reply = staff.post(reverse("content_new_lesson"), {"title": "新课", "course": course.pk})
    lesson = content.LessonPage.objects.get()
    assert reply.url == reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert staff.get(reply.url).status_code == 200


def test_a_lesson_cannot_be_put_into_a_course_of_another_prison(staff, author, outsider):
    course = a.a_course(by=author)
    staff.force_login(outsider)
    assert staff.post(reverse("content_new_lesson"), {"title": "新课", "course": course.pk}).status_code == 200
    assert not content.LessonPage.objects.exists()


def test_a_course_made_in_the_editor_gets_its_first_unit(staff, author):
    library = content.library_for(author.prison)
    staff.force_login(author)
    form = {"title": "电工", "kind": "vocational", "summary": "电工入门", "slug": "dg", "open_enrolment": "on"}
    form |= {
        "prerequisite_links-TOTAL_FORMS": 0,
        "prerequisite_links-INITIAL_FORMS": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    reply = staff.post(reverse("wagtailadmin_pages:add", args=["content", "coursepage", library.pk]), form)
    assert reply.status_code == 302
    assert content.UnitPage.objects.child_of(content.CoursePage.objects.get()).count() == 1


def test_the_clearance_screen_shows_what_was_found_and_clears(staff, author, reviewer):
    course = a.a_course(by=author, summary="见 www.example.com")
    content.hand_in(course, by=author)
    publication = content.approve(course, by=reviewer)
    staff.force_login(reviewer)
    page = staff.get(reverse("content_publication", args=[publication.pk])).content.decode()
    assert "www.example.com" in page
    staff.post(reverse("content_clear", args=[publication.pk]), {"decision": "clear"})
    publication.refresh_from_db()
    assert publication.state == "live"


def test_a_refusal_needs_a_reason(staff, author, reviewer):
    course = a.a_course(by=author)
    content.hand_in(course, by=author)
    publication = content.approve(course, by=reviewer)
    staff.force_login(reviewer)
    assert staff.post(reverse("content_clear", args=[publication.pk]), {"decision": "refuse"}).status_code == 422
    staff.post(reverse("content_clear", args=[publication.pk]), {"decision": "refuse", "note": "图片不清楚"})
    publication.refresh_from_db()
    assert publication.state == "refused"


def test_an_outsider_does_not_see_a_publication(staff, author, reviewer, outsider):
    course = a.a_published_course(by=author, reviewer=reviewer)
    publication = content.Publication.objects.get(iri=course.iri)
    staff.force_login(outsider)
    assert staff.get(reverse("content_publication", args=[publication.pk])).status_code == 404
    assert course.title not in staff.get(reverse("content_library")).content.decode()


def test_an_outsider_cannot_open_or_edit_a_lesson_of_another_prison(staff, author, outsider):
    lesson = a.a_lesson(by=author)
    staff.force_login(outsider)
    reply = staff.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert reply.status_code in (302, 403)
    assert lesson.title not in reply.content.decode()


def test_the_calendar_shows_the_topic_of_the_month_with_its_courses(staff, author):
    library = content.library_for(author.prison)
    theme = content.new_theme(library, "法治之年", 2031, by=author)
    topic = content.new_topic(theme, 12, "宪法宣传", by=author)
    a.a_course(by=author, title="宪法知识", kind="civic", topic=topic)
    staff.force_login(author)
    page = staff.get(reverse("content_calendar") + "?year=2031").content.decode()
    assert "宪法宣传" in page
    assert "宪法知识" in page


def test_a_preview_shows_the_unsaved_lesson_or_says_why_not(staff, author):
    lesson = a.a_lesson(by=author)
    staff.force_login(author)
    reply = staff.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]))
    assert reply.status_code == 200


def test_adding_a_language_leads_to_the_copy(staff, author):
    lesson = a.a_lesson(by=author)
    staff.force_login(author)
    reply = staff.post(reverse("content_add_language", args=[lesson.pk]), {"language": "en"})
    english = content.LessonPage.objects.get(locale__language_code="en")
    assert reply.url == reverse("wagtailadmin_pages:edit", args=[english.pk])
    assert english.translation_key == lesson.translation_key


def test_the_editor_opens_a_lesson_with_a_question(staff, author):
    from tests.factories import bank

    lesson = a.a_lesson(by=author, blocks=[("question", {"item": bank.an_item(by=author)})])
    staff.force_login(author)
    assert staff.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code == 200


@pytest.fixture
def reviewed_lesson(author, reviewer):
    """A lesson whose English version was approved last; its publication carries the English title."""
    lesson = a.a_lesson(by=author, title="安全用电")
    english = content.add_language(lesson, "en", by=author)
    content.edit_page(english, by=author, title="Electrical safety")
    for page in (lesson, english):
        content.hand_in(page, by=author)
        content.approve(page, by=reviewer)
    return lesson


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "安全用电"), ("en", "Electrical safety")])
@pytest.mark.parametrize("screen", ["content_desk", "content_publications", "content_publication"])
def test_a_publication_is_called_as_in_the_officers_language(
    staff, author, reviewed_lesson, screen, language, title, settings
):
    publication = content.Publication.objects.exclude(state="superseded").get(iri=reviewed_lesson.iri)
    staff.force_login(author)
    staff.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = staff.get(reverse(screen, args=[publication.pk] if screen == "content_publication" else []))
    assert title in page.content.decode()
    assert publication.title == "Electrical safety"


def test_every_language_version_shows_the_publication_in_the_library(staff, author, reviewed_lesson):
    from content.screens.library import find_pages, rows_of

    rows = rows_of(find_pages(author, what="lesson"))
    assert len(rows) == 2
    assert {row["publication"].iri for row in rows} == {reviewed_lesson.iri}


def test_a_page_under_review_stands_on_the_authors_desk(staff, author):
    lesson = a.a_lesson(by=author, title="等待审稿的课")
    content.hand_in(lesson, by=author)
    staff.force_login(author)
    assert [page.pk for page in staff.get(reverse("content_desk")).context["handed_in"]] == [lesson.pk]


def test_the_start_page_says_once_what_waits_for_review(staff, author, reviewer):
    content.hand_in(a.a_lesson(by=author), by=author)
    staff.force_login(reviewer)
    page = staff.get(reverse("wagtailadmin_home"))
    assert [line.url for line in page.context["panels"][1].get_context_data(page.context)["attention"]] == [
        reverse("content_desk")
    ]
    assert "workflow_objects_to_moderate" not in [panel.name for panel in page.context["panels"]]


def test_own_work_under_review_is_said_to_wait_for_others(staff, author):
    lesson = a.a_lesson(by=author, title="从断电到急救")
    content.hand_in(lesson, by=author)
    staff.force_login(author)
    page = staff.get(reverse("wagtailadmin_home"))
    panel = page.context["panels"][1].get_context_data(page.context)
    assert panel["attention"] == []
    assert [line.text for line in panel["with_others"]] == ["等待审稿：从断电到急救"]
    assert "user_objects_in_workflow_moderation" not in [panel.name for panel in page.context["panels"]]


def test_a_lesson_that_was_sent_back_waits_for_its_author(author, reviewer):
    from content.screens.hooks import own_reviews

    lesson = a.a_lesson(by=author, title="从断电到急救")
    content.hand_in(lesson, by=author)
    content.ask_for_changes(lesson, by=reviewer, comment="请补一张图")
    (line,) = own_reviews(author)
    assert (line.text, line.with_others) == ("退回修改：从断电到急救", False)


def test_a_publication_that_waits_for_clearance_is_said_to_wait_for_others(author, reviewer):
    from content.screens.hooks import own_reviews

    course = a.a_course(by=author)
    content.hand_in(course, by=author)
    publication = content.approve(course, by=reviewer)
    lines = list(own_reviews(author))
    assert [(line.url, line.with_others) for line in lines] == [
        (reverse("content_publication", args=[publication.pk]), True)
    ]


def test_own_work_is_not_said_to_wait_for_ones_review(author, reviewer):
    from content.screens.hooks import waiting_for_review

    lesson = a.a_lesson(by=author)
    content.hand_in(lesson, by=author)
    assert len(list(waiting_for_review(reviewer))) == 1
    assert list(waiting_for_review(author)) == []


def test_the_review_is_named_after_the_prison_and_belongs_to_its_library_alone(author, outsider):
    outsider.prison.name = author.prison.name  # nothing forbids two prisons of the same name
    outsider.prison.save()
    own, other = content.library_for(author.prison), content.library_for(outsider.prison)
    assert own.get_workflow().name == f"{author.prison.name}审稿组"
    assert own.get_workflow() != other.get_workflow()


def test_the_only_reviews_are_those_of_the_libraries(author):
    content.library_for(author.prison)
    assert [workflow.name for workflow in Workflow.objects.all()] == ["北山监狱审稿组"]
    assert [task.name for task in Task.objects.all()] == ["北山监狱审稿组"]


def test_an_author_is_offered_the_reports_that_help_with_writing(staff, author):
    content.ensure_libraries()
    staff.force_login(type(author).objects.get(pk=author.pk))
    page = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/reports/aging-pages/" in page
    assert "/admin/reports/page-types-usage/" not in page


def test_the_approve_button_says_publish_once(staff, author, reviewer, settings):
    lesson = a.a_lesson(by=author)
    content.hand_in(lesson, by=author)
    staff.force_login(reviewer)
    staff.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = staff.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "Approve and publish" in page
    assert "and Publish" not in page


def test_the_page_of_a_publication_is_loaded_again_when_its_state_changes(staff, author, reviewer):
    course = a.a_course(by=author)
    content.hand_in(course, by=author)
    publication = content.approve(course, by=reviewer)
    address = reverse("content_publication_progress", args=[publication.pk])
    staff.force_login(author)
    assert "data-watch-goto" not in staff.get(address, {"seen": publication.state}).content.decode()
    assert "data-watch-goto" in staff.get(address, {"seen": "requested"}).content.decode()


def test_an_outsider_cannot_follow_a_publication(staff, author, reviewer, outsider):
    course = a.a_published_course(by=author, reviewer=reviewer)
    publication = content.Publication.objects.get(iri=course.iri)
    staff.force_login(outsider)
    assert staff.get(reverse("content_publication_progress", args=[publication.pk])).status_code == 404
