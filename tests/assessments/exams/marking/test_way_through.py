"""The whole way: score, mark, moderate, release, appeal, decided by somebody else."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.exams.marking import api as marking
from assessments.exams.marking.appeals import file_appeal
from assessments.exams.sittings.learners import exams_of_learners
from tests.factories import marking as some

pytestmark = pytest.mark.django_db


def told(learner):
    (exam,) = exams_of_learners([learner.pk])[learner.pk]
    return exam


def test_from_the_last_answer_to_a_decided_appeal(
    evaluator, learners, first, second, chief, education_office, third, second_chief
):
    ended = some.an_ended_sitting(evaluator, learners, given={0: {"choice": ""}})
    for officer in (first, second):
        for pile in marking.piles_for(officer):
            assert pile.due == 3
            while mark := marking.claim_next(ended.pk, pile.item, by=officer):
                marking.give_mark(mark.pk, by=officer, levels=some.top(mark), comment="答得清楚。")
    marking.close_marking(ended.pk, by=chief)
    marking.approve_marks(ended.pk, by=chief)
    assert told(learners[0]).result is None
    marking.release_marks(ended.pk, by=education_office)
    result = told(learners[0]).result
    assert (result.points, result.out_of, result.passed, result.appeal_until) == (4, 6, True, None)
    assert [one.comment for one in result.feedback if one.comment] == ["答得清楚。"]
    seat = ended.seats.get(learner=learners[0])
    appeal = file_appeal(seat, "marks", "第一题我答对了。", at=timezone.now())
    marking.decide_appeal(appeal.pk, by=third, upheld=True, reason="少写了单位。", points={1: Decimal("1.5")})
    assert told(learners[0]).result.appeals[0].state == "open"
    marking.confirm_appeal(appeal.pk, by=second_chief)
    result = told(learners[0]).result
    assert (result.points, result.first_points, result.appeals[0].state) == (5.5, 4, "upheld")
    assert result.appeals[0].reason == "少写了单位。"
