"""What the transcriber is told of the course."""

from streaming.closer import following
from tests.factories import content as a


def test_the_transcriber_hears_of_title_and_glossary_of_the_course(teacher):
    course = a.a_course(by=teacher, title="电工基础")
    term = {"term": "试电笔", "reading": "", "meaning": "看有没有电的笔。"}
    a.a_lesson(by=teacher, course=course, blocks=[("glossary", {"terms": [term]})])
    assert following.terms_of(course) == ["电工基础", "试电笔"]


def test_a_lesson_without_a_course_has_no_terms():
    assert following.terms_of(None) == []
