import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.lib.ids import new_id
from streaming import running
from streaming.models import LiveQuestion
from streaming.room import questions
from streaming.room.errors import NotNow, TooManyQuestions
from tests.factories import people as people_factory

pytestmark = pytest.mark.usefixtures("commits")


def earlier(question):
    LiveQuestion.objects.filter(pk=question.pk).update(asked_at=timezone.now() - timedelta(minutes=1))


def board(folder, broadcast):
    return json.loads((folder / "live" / str(broadcast.pk) / "room.json").read_text())


def test_the_same_question_sent_twice_is_one(live, learner):
    number = new_id()
    questions.ask(live, learner, number, "为什么要先断电？")
    questions.ask(live, learner, number, "为什么要先断电？")
    assert [one.text for one in questions.questions_of(live)] == ["为什么要先断电？"]


def test_an_id_that_belongs_to_somebody_else_is_refused(live, learner, ward):
    number = new_id()
    questions.ask(live, learner, number, "一")
    with pytest.raises(Conflict):
        questions.ask(live, people_factory.learner(ward, number="1002"), number, "二")


def test_nobody_asks_after_the_end(live, learner, teacher):
    running.end_broadcast(live.pk, by=teacher)
    live.refresh_from_db()
    with pytest.raises(NotNow):
        questions.ask(live, learner, new_id(), "还有时间吗？")


@pytest.mark.parametrize("text", ["", "   ", "问" * 501])
def test_a_question_needs_words_and_not_too_many(live, learner, text):
    with pytest.raises(Invalid):
        questions.ask(live, learner, new_id(), text)


def test_one_learner_cannot_flood_the_teacher(live, learner, ward):
    for number in range(questions.MOST_WAITING):
        earlier(questions.ask(live, learner, new_id(), f"问题 {number}"))
    with pytest.raises(TooManyQuestions):
        questions.ask(live, learner, new_id(), "还有一个问题")
    questions.ask(live, people_factory.learner(ward, number="1002"), new_id(), "另一个人的问题")


def test_learners_see_a_question_only_once_it_is_released(live, learner, teacher, own_data):
    question = questions.ask(live, learner, new_id(), "为什么要先断电？")
    questions.settle(live, question.pk, "answered", by=teacher)
    assert board(own_data, live)["released"] == []
    questions.settle(live, question.pk, "released", by=teacher, answer="因为带电操作会触电。")
    assert board(own_data, live)["released"] == [
        {"id": str(question.pk), "text": "为什么要先断电？", "answer": "因为带电操作会触电。"}
    ]
    assert learner.name not in json.dumps(board(own_data, live), ensure_ascii=False)


def test_another_prisons_teacher_settles_nothing(live, learner, outsider):
    question = questions.ask(live, learner, new_id(), "问题")
    with pytest.raises(PermissionDenied):
        questions.settle(live, question.pk, "released", by=outsider)


def test_a_question_of_another_broadcast_is_not_found(live, teacher):
    with pytest.raises(NotFoundHere):
        questions.settle(live, new_id(), "released", by=teacher)
