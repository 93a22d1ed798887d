import pytest

from assessments.bank import api as bank
from assessments.bank.practice import remark_practice
from lms.learning.models import Outcome, Progress
from tests.factories import learning as a


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.KEYS_DIR = tmp_path / "keys"


def test_the_server_marks_and_does_not_believe_the_tablet(learner):
    lesson = a.a_lesson(rule="passed", items=1)
    item = a.items_of(lesson)[0]["id"]
    wrong, right = a.answers(learner, lesson, item, "b"), a.answers(learner, lesson, item, "a", minute=9)
    bank.mark_practice()
    assert dict(Outcome.objects.values_list("statement_id", "scaled")) == {wrong.id: 0.0, right.id: 1.0}
    assert Progress.objects.get(learner=learner).state == "completed"


def test_an_answer_is_marked_by_the_version_that_the_learner_saw(learner):
    seen = a.a_lesson(rule="passed", items=1)
    item = a.items_of(seen)[0]["id"]
    a.a_lesson(lesson=seen.lesson, course=seen.course, rule="passed", items=1)  # the question was taken out
    a.answers(learner, seen, item, "a")
    bank.mark_practice()
    assert Outcome.objects.get().scaled == 1.0


def test_an_answer_to_another_lessons_question_counts_for_nothing(learner):
    easy, hard = a.a_lesson(rule="passed", items=1), a.a_lesson(rule="passed", items=1)
    a.answers(learner, hard, a.items_of(easy)[0]["id"], "a", package=easy.pk)
    bank.mark_practice()
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("result", [None, {}, {"response": 5}, {"response": ["a"]}, "a"])
def test_an_answer_without_a_text_stops_nothing(learner, result):
    from tests.factories.records import a_statement

    lesson = a.a_lesson(rule="passed", items=1)
    a_statement(
        learner,
        "http://adlnet.gov/expapi/verbs/answered",
        a.items_of(lesson)[0]["id"],
        lesson=lesson.lesson,
        package=lesson.pk,
        result=result,
    )
    assert bank.mark_practice() == 1
    assert not Outcome.objects.exists()


def test_marking_again_changes_nothing(learner):
    lesson = a.a_lesson(rule="passed", items=1)
    a.answers(learner, lesson, a.items_of(lesson)[0]["id"], "a")
    bank.mark_practice()
    before = list(Outcome.objects.values_list("statement_id", "scaled"))
    assert remark_practice() == 1
    assert list(Outcome.objects.values_list("statement_id", "scaled")) == before
