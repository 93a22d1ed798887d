"""From a draft to the catalogue."""

from content import api as content
from content.models import Publication
from lms.packages import api as packages
from lms.packages.shapes import LessonDocument
from tests.factories import content as a


def document_of(lesson, path="lesson.zh-hans.json"):
    manifest = packages.lesson_manifest(packages.live_package(lesson.iri).pk)
    entry = next(entry for entry in manifest.entries if entry.path == path)
    with packages.open_blob(entry.sha256) as file:
        return LessonDocument.model_validate_json(file.read())


def test_a_cleared_lesson_stands_in_the_catalogue_of_its_prison(author, reviewer, prison, other_prison):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    assert [ref.lesson for course in packages.list_courses(prison) for ref in course.lessons] == [lesson.iri]
    assert packages.list_courses(other_prison) == []


def test_the_document_holds_what_the_author_wrote_without_links_and_scripts(author, reviewer):
    html = '<h2>安全</h2><p onclick="x()">先<a href="http://example.com">检查</a><script>alert(1)</script></p>'
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, blocks=[a.text(html)], objectives=["会检查"])
    document = document_of(lesson)
    assert document.blocks[0].html == "<h2>安全</h2><p>先检查</p>"
    assert document.objectives == ["会检查"]


def test_nothing_is_live_before_it_is_cleared(author, reviewer, prison):
    a.a_published_course(by=author, reviewer=reviewer)
    lesson = a.a_lesson(by=author, course=content.CoursePage.objects.get())
    content.hand_in(lesson, by=author)
    publication = content.approve(lesson, by=reviewer)
    publication.refresh_from_db()
    assert publication.state == "waiting"
    assert packages.live_package(lesson.iri) is None


def test_one_changed_sentence_makes_one_new_document_and_keeps_every_other_file(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, blocks=[a.text(), a.text("<p>第二段。</p>")])
    before = {
        entry.path: entry.sha256 for entry in packages.lesson_manifest(packages.live_package(lesson.iri).pk).entries
    }
    content.edit_page(lesson, by=author, body=[a.text("<p>改了一句。</p>"), a.text("<p>第二段。</p>")])
    a.published(lesson, author=author, reviewer=reviewer)
    after = {
        entry.path: entry.sha256 for entry in packages.lesson_manifest(packages.live_package(lesson.iri).pk).entries
    }
    assert before.keys() == after.keys()
    assert [path for path in after if after[path] != before[path]] == ["lesson.zh-hans.json"]


def test_the_same_bytes_need_no_second_clearance(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    content.edit_page(lesson, by=author, minutes=35)
    content.hand_in(lesson, by=author)
    publication = content.approve(lesson, by=reviewer)
    publication.refresh_from_db()
    assert publication.state == "live"
    assert packages.lesson_manifest(publication.package).minutes == 35


def test_undo_goes_back_one_version(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    first = packages.live_package(lesson.iri).pk
    content.edit_page(lesson, by=author, body=[a.text("<p>新的。</p>")])
    newer = a.published(lesson, author=author, reviewer=reviewer)
    content.undo(newer.pk, by=reviewer)
    assert packages.live_package(lesson.iri).pk == first
    assert [ref.package for course in packages.list_courses() for ref in course.lessons] == [first]


def test_an_unpublished_lesson_leaves_the_course(author, reviewer, prison):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    content.withdraw(lesson, by=reviewer)
    assert [ref.lesson for course in packages.list_courses(prison) for ref in course.lessons] == []


def test_an_unpublished_course_leaves_the_catalogue(author, reviewer, prison):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    content.withdraw(lesson.course, by=reviewer)
    assert packages.list_courses(prison) == []


def test_two_languages_travel_in_one_package(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer)
    english = content.add_language(lesson, "en", by=author)
    content.edit_page(english, by=author, title="Safety first", body=[a.text("<p>Check first.</p>")])
    a.published(english, author=author, reviewer=reviewer)
    manifest = packages.lesson_manifest(packages.live_package(lesson.iri).pk)
    assert manifest.titles == {"zh-hans": "安全第一", "en": "Safety first"}
    assert manifest.languages == ["zh-hans", "en"]


def test_a_plain_language_version_is_a_document_of_its_own(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, plain_blocks=[a.text("<p>先看。再做。</p>")])
    assert document_of(lesson, "lesson.zh-hans.plain.json").plain is True


def test_an_empty_lesson_fails_with_a_sentence_and_can_be_tried_again(author, reviewer):
    lesson = a.a_lesson(by=author, blocks=[])
    content.hand_in(lesson, by=author)
    publication = content.approve(lesson, by=reviewer)
    publication.refresh_from_db()
    assert publication.state == "failed"
    assert "安全第一" in publication.error
    content.retry(publication.pk, by=author)
    assert Publication.objects.get(pk=publication.pk).state == "failed"
