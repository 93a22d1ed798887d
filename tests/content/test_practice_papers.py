"""A practice paper in a lesson: its questions, drawn once, with their keys."""

import pytest

from assessments.bank import api as bank
from assessments.exams import api as exams
from content.errors import NotReady
from content.publishing.documents import build_document
from content.publishing.files import Files
from tests.factories import content as a
from tests.factories.papers import a_paper, draw, items


@pytest.fixture
def paper(teacher):
    items(teacher, 5)
    made = a_paper(teacher, draw(3), title="安全练习", kind="practice")
    exams.approve_paper(made.pk, by=teacher)
    return made


def document_of(author, paper):
    return build_document(a.a_lesson(by=author, blocks=[("paper", {"paper": paper})]), Files(), narrated=False)


def test_its_sections_become_headings_and_its_questions_practice(author, paper):
    heading, *questions = document_of(author, paper).blocks
    assert heading.html == "<h3>第一大题</h3>"
    assert [block.type for block in questions] == ["question"] * 3
    assert all(block.item.correct for block in questions)


def test_the_same_lesson_built_again_asks_the_same(author, paper):
    page = a.a_lesson(by=author, blocks=[("paper", {"paper": paper})])
    first, again = (build_document(page, Files(), narrated=False) for _ in range(2))
    assert first == again


def test_an_exam_or_a_paper_without_approval_is_refused(author, paper, teacher, prison):
    from tests.factories import people

    evaluator = people.officer(prison, "evaluator", "author", username="evaluator")
    exam = a_paper(evaluator, draw(2), kind="exam")
    exams.approve_paper(exam.pk, by=evaluator)
    draft = a_paper(teacher, draw(2), kind="practice")
    for one in (exam, draft):
        with pytest.raises(NotReady):
            document_of(author, one)


@pytest.mark.usefixtures("commits")
def test_its_questions_are_exposed_when_the_lesson_is_published(author, reviewer, paper):
    a.a_published_lesson(by=author, reviewer=reviewer, blocks=[("paper", {"paper": paper})])
    assert bank.draw_candidates().count() == 2


def test_the_chooser_shows_practice_and_no_exams(client, author, paper, prison):
    from tests.factories import people

    evaluator = people.officer(prison, "evaluator", "author", username="evaluator")
    exam = a_paper(evaluator, draw(2), title="秘密考试", kind="exam")
    exams.approve_paper(exam.pk, by=evaluator)
    client.force_login(author)
    page = client.get("/admin/paper_chooser/", headers={"host": "staff.newleaf.localhost"}).json()["html"]
    assert "安全练习" in page
    assert "秘密考试" not in page
