import pytest

from lms.audit.models import AuditEvent
from lms.learning import api as learning
from lms.learning.models import Question
from lms.lib.errors import NotFoundHere
from tests.factories import learning as a
from tests.factories import people


@pytest.fixture
def question(learner):
    row = a.asks(learner, a.a_lesson(), "为什么要戴面罩？")
    learning.project_progress()
    return Question.objects.get(pk=row.id)


def test_a_question_reaches_the_teacher_and_the_answer_the_learner(teacher, learner, question):
    assert list(learning.questions_for(teacher)) == [question]
    before = learning.state_versions([learner.pk])[learner.pk]
    learning.answer_question(question.pk, "保护眼睛。", by=teacher)
    [answer] = learning.answers_of(learner)
    assert (answer.asked, answer.answer, answer.answered_by) == ("为什么要戴面罩？", "保护眼睛。", "李警官")
    assert list(learning.questions_for(teacher)) == []
    assert list(learning.questions_for(teacher, answered=True)) == [question]
    assert learning.state_versions([learner.pk])[learner.pk] > before
    assert AuditEvent.objects.filter(verb="learning.question.answered").exists()


@pytest.mark.parametrize("who", ["outsider", "education_office", "author", "auditor", "device_keeper"])
def test_only_teachers_of_the_learner_read_and_answer(request, who, question):
    officer = request.getfixturevalue(who)
    assert list(learning.questions_for(officer)) == []
    with pytest.raises(NotFoundHere):
        learning.answer_question(question.pk, "x", by=officer)


def test_a_teacher_of_another_ward_does_not_see_the_question(prison, second_ward, question):
    officer = people.officer(prison, "teacher", username="t2", ward=second_ward)
    assert list(learning.questions_for(officer)) == []


def test_a_question_is_answered_once(teacher, question):
    learning.answer_question(question.pk, "一", by=teacher)
    with pytest.raises(learning.AlreadyAnswered):
        learning.answer_question(question.pk, "二", by=teacher)


def test_an_empty_answer_is_refused(teacher, question):
    with pytest.raises(learning.NothingWritten):
        learning.answer_question(question.pk, "  ", by=teacher)


def test_a_question_that_is_taken_back_leaves_the_inbox(teacher, learner, question):
    from lms.records.models import Statement

    a.takes_back(learner, Statement.objects.get(id=question.pk))
    learning.project_progress()
    assert list(learning.questions_for(teacher)) == []


def test_an_answer_survives_a_rebuild(teacher, learner, question):
    learning.answer_question(question.pk, "保护眼睛。", by=teacher)
    Question.objects.all().delete()
    learning.rebuild_progress()
    assert [answer.answer for answer in learning.answers_of(learner)] == ["保护眼睛。"]


def test_a_text_with_a_nul_stops_nothing(teacher, learner):
    a.asks(learner, a.a_lesson(), "a\x00b")
    learning.project_progress()
    assert learning.questions_for(teacher).get().text == "ab"


def test_a_contested_record_goes_to_the_education_office_and_the_answer_comes_back(education_office, teacher, learner):
    row = a.contests(learner, a.a_lesson())
    learning.project_progress()
    assert [one.pk for one in learning.contests_for(education_office)] == [row.id]
    assert list(learning.contests_for(teacher)) == []
    with pytest.raises(NotFoundHere):
        learning.answer_contest(row.id, "x", by=teacher)
    learning.answer_contest(row.id, "已经更正。", by=education_office)
    assert [answer.answer for answer in learning.answers_of(learner)] == ["已经更正。"]


def test_a_notice_is_shown_to_its_learner_only(learner, other_learner):
    learning.add_notice(learner, {"zh-hans": "已恢复"}, "recovery")
    assert [notice.texts["zh-hans"] for notice in learning.notices_of(learner)] == ["已恢复"]
    assert list(learning.notices_of(other_learner)) == []
    assert learning.state_versions([learner.pk, other_learner.pk]) == {learner.pk: 1, other_learner.pk: 0}
