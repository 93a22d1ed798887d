"""Writing, checking and approving papers."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from assessments.bank import api as bank
from assessments.exams import api as exams
from assessments.exams.errors import NotFit, Retired, Unchanged
from assessments.exams.models import ItemVersion, Paper
from lms.audit.models import AuditEvent
from lms.lib.errors import Invalid, NotFoundHere
from tests.factories import people as a
from tests.factories.papers import a_paper, draw, fixed, items


def sentences(paper):
    with translation.override("en"):
        return [problem.sentence for problem in exams.check_paper(paper).problems if problem.blocks]


def test_a_paper_with_enough_questions_is_fit(evaluator):
    items(evaluator, 3)
    assert exams.check_paper(a_paper(evaluator, draw(2))).fit


def test_a_draw_with_too_few_questions_is_named(evaluator):
    items(evaluator, 3)
    assert sentences(a_paper(evaluator, draw(4))) == ["4 of every topic: only 3 questions fit."]


def test_draws_that_take_each_others_questions_are_found(evaluator):
    items(evaluator, 3, tags=["安全"])
    paper = a_paper(evaluator, draw(2, topics="安全"), draw(2))
    assert sentences(paper) == ["2 of every topic: 1 is missing, because other draws need the same questions."]


def test_only_what_fits_is_drawn(evaluator):
    items(evaluator, 2, tags=["安全"], difficulty=2)
    items(evaluator, 2, tags=["安全"], difficulty=5)
    items(evaluator, 2, tags=["识图"], difficulty=2)
    report = exams.check_paper(a_paper(evaluator, draw(1, topics="安全，急救", difficulty=(1, 3))))
    assert [len(pool) for pool in report.pools.values()] == [2]


def test_points_that_do_not_add_up_are_said(evaluator):
    items(evaluator, 3)
    assert sentences(a_paper(evaluator, draw(2), points=100)) == [
        "The sections add up to 4 points; the paper says 100."
    ]


def test_an_exposed_question_cannot_stand_in_an_exam(evaluator):
    item = items(evaluator, 1)[0]
    bank.expose_items([item.iri], by=evaluator)
    exam, practice = a_paper(evaluator, fixed(item)), a_paper(evaluator, fixed(item), kind="practice")
    assert "has been on tablets" in sentences(exam)[0]
    assert exams.check_paper(practice).fit


def test_an_exposed_question_is_not_drawn_for_an_exam(evaluator):
    exposed, *_others = items(evaluator, 3)
    bank.expose_items([exposed.iri], by=evaluator)
    (pool,) = exams.check_paper(a_paper(evaluator, draw(2))).pools.values()
    assert len(pool) == 2
    assert str(exposed.pk) not in pool


def test_another_prisons_question_is_not_drawn(evaluator, outsider):
    items(outsider, 3)
    assert not exams.check_paper(a_paper(evaluator, draw(2))).fit


def test_a_test_before_and_after_needs_twice_the_questions(evaluator):
    items(evaluator, 3)
    paper = a_paper(evaluator, draw(2), kind="pre_post")
    assert sentences(paper) == ["There are not enough questions for other ones after the course."]
    items(evaluator, 1)
    assert exams.check_paper(paper).fit


def test_an_approved_version_keeps_its_questions_as_they_were(evaluator):
    item = items(evaluator, 1)[0]
    version = exams.approve_paper(a_paper(evaluator, fixed(item)).pk, by=evaluator)
    bank.revise_item(item.pk, by=evaluator, prompt="<p>别的问题</p>")
    (key,) = next(iter(version.pools.values()))
    assert "别的" not in ItemVersion.objects.get(pk=key).document["prompt_html"]


def test_a_changed_question_makes_another_version(evaluator):
    item = items(evaluator, 1)[0]
    paper = a_paper(evaluator, fixed(item))
    first = exams.approve_paper(paper.pk, by=evaluator)
    with pytest.raises(Unchanged):
        exams.approve_paper(paper.pk, by=evaluator)
    bank.revise_item(item.pk, by=evaluator, prompt="<p>别的问题</p>")
    second = exams.approve_paper(paper.pk, by=evaluator)
    assert (first.number, second.number) == (1, 2)
    assert first.pools != second.pools


def test_a_paper_with_problems_is_not_approved(evaluator):
    paper = a_paper(evaluator, draw(4))
    with pytest.raises(NotFit):
        exams.approve_paper(paper.pk, by=evaluator)
    assert not paper.versions.exists()


def test_a_retired_paper_is_not_approved_until_it_is_back(evaluator):
    items(evaluator, 2)
    paper = a_paper(evaluator)
    exams.retire_paper(paper.pk, by=evaluator)
    with pytest.raises(Retired):
        exams.approve_paper(paper.pk, by=evaluator)
    exams.unretire_paper(paper.pk, by=evaluator)
    assert exams.approve_paper(paper.pk, by=evaluator).number == 1


def test_approving_is_in_the_audit_log(evaluator):
    items(evaluator, 2)
    exams.approve_paper(a_paper(evaluator).pk, by=evaluator)
    event = AuditEvent.objects.filter(verb="assessments.paper.approved").get()
    assert json.loads(event.detail)["items"] == 2


def test_an_exam_is_hidden_from_teachers(evaluator, teacher):
    items(evaluator, 2)
    exam = a_paper(evaluator)
    with pytest.raises(NotFoundHere):
        exams.revise_paper(exam.pk, by=teacher, title="我的")
    with pytest.raises(PermissionDenied):
        a_paper(teacher)
    assert a_paper(teacher, kind="unit_test").prison == teacher.grants.get().prison


def test_another_prisons_evaluator_does_not_see_it(evaluator, outsider, other_prison):
    other = a.officer(other_prison, "evaluator", username="other")
    exam = a_paper(evaluator)
    for officer in (outsider, other):
        with pytest.raises(NotFoundHere):
            exams.approve_paper(exam.pk, by=officer)


@pytest.mark.parametrize(
    "broken", [{"title": ""}, {"minutes": 0}, {"pass_mark": -1}, {"sections": []}, {"language": "xx"}]
)
def test_a_broken_change_is_refused_and_changes_nothing(evaluator, broken):
    paper = a_paper(evaluator)
    before = Paper.objects.values().get()
    with pytest.raises(Invalid):
        exams.revise_paper(paper.pk, by=evaluator, **broken)
    assert Paper.objects.values().get() == before
