import pytest

from content import api as content
from tests.factories import content as a

ARC = {"term": "电弧", "reading": "", "meaning": "两极之间发光发热的放电。"}
MASK = {"term": "面罩", "reading": "miàn zhào", "meaning": "挡住强光的护具。"}


def glossary(*terms):
    return ("glossary", {"terms": list(terms)})


@pytest.fixture
def course(author):
    course = a.a_course(by=author)
    a.a_lesson(by=author, course=course, title="一", blocks=[a.text(), glossary(ARC)])
    a.a_lesson(by=author, course=course, title="二", blocks=[glossary(MASK, ARC | {"meaning": "另一种说法。"})])
    return course


def test_the_terms_of_all_lessons_of_a_course_each_once(course):
    assert content.terms_of_course(course) == [content.Explained(**ARC), content.Explained(**MASK)]


def test_a_course_without_lessons_has_none(author):
    assert content.terms_of_course(a.a_course(by=author)) == []


def test_other_courses_terms_are_not_among_them(course, author):
    a.a_lesson(by=author, course=a.a_course(by=author, title="电工"), blocks=[glossary(ARC | {"term": "电压"})])
    assert "电压" not in [entry.term for entry in content.terms_of_course(course)]


def test_a_draft_explains_nothing_to_others(course, prison):
    assert content.explained_in(content.library_for(prison)) == {}


def test_a_lesson_on_the_tablets_does(author, reviewer, prison, commits):
    a.a_published_lesson(by=author, reviewer=reviewer, blocks=[glossary(MASK)])
    assert content.explained_in(content.library_for(prison)) == {"面罩": content.Explained(**MASK)}
