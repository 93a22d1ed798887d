"""Publishing a lesson tells the item bank which questions have their answers on tablets from now on."""

import pytest

from assessments.bank import api as bank
from content.publishing import run
from tests.factories import bank as questions
from tests.factories import content as a


@pytest.mark.usefixtures("commits")
def test_publishing_a_lesson_exposes_its_questions_and_no_others(author, reviewer):
    used, unused = questions.an_item(author), questions.an_item(author, prompt="<p>另一个？</p>")
    a.a_published_lesson(by=author, reviewer=reviewer, blocks=[("question", {"item": used})])
    assert list(bank.draw_candidates()) == [unused]


@pytest.mark.usefixtures("commits")
def test_a_lesson_that_does_not_go_live_exposes_nothing(author, reviewer, monkeypatch):
    item = questions.an_item(author)
    course = a.a_published_course(by=author, reviewer=reviewer)

    def broken(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(run.packages, "set_live_lesson", broken)
    a.a_published_lesson(by=author, reviewer=reviewer, course=course, blocks=[("question", {"item": item})])
    assert list(bank.draw_candidates()) == [item]


def test_a_draft_exposes_nothing(author):
    item = questions.an_item(author)
    a.a_lesson(by=author, blocks=[("question", {"item": item})])
    assert list(bank.draw_candidates()) == [item]
