"""Between assessments that contradict each other somebody decides who has signed none of them."""

from decimal import Decimal

import pytest

from assessments.exams.models import Performance, PerformanceDecision
from assessments.exams.practical import api as practical
from assessments.exams.practical.errors import MarkingClosed, NotSigned, OwnAssessment, OwnWard
from lms.audit.models import AuditEvent
from lms.lib.errors import Invalid, NotAllowed, NotFoundHere
from tests.factories import people as a
from tests.factories import practicals as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def torn(task, pens, evaluator, second, third):
    """Two assessments that differ, the first with two signatures, the other with one."""
    one, other = pens[0].assess(*task, 1, 2), pens[1].assess(*task, 1, 0)
    some.deliver(one, some.Pen(third).countersign(one), other, by=evaluator)
    return Performance.objects.get(), one["id"], other["id"]


def decide(torn, by, *, which=1, reason="录像显示焊缝均匀"):
    return practical.decide_performance(torn[0].pk, torn[which], by=by, reason=reason)


def test_a_chief_evaluator_decides_and_the_chosen_one_counts(torn, sitting, chief, task):
    decide(torn, chief)
    assert practical.points_of_practicals(sitting) == {(task[0].pk, task[1].pk): Decimal("10.00")}
    assert AuditEvent.objects.filter(verb="assessments.practical.decided").count() == 1


def test_what_lacks_the_second_signature_is_not_chosen(torn, chief):
    with pytest.raises(NotSigned):
        decide(torn, chief, which=2)
    assert not PerformanceDecision.objects.exists()


def test_an_evaluator_does_not_decide(torn, prison):
    with pytest.raises(NotAllowed):
        decide(torn, a.officer(prison, "evaluator", username="fourth"))


def test_who_has_signed_one_of_them_does_not_decide(torn, prison, third):
    a.grant_at_setup(third, "chief_evaluator", prison=prison, reason="test")
    with pytest.raises(OwnAssessment):
        decide(torn, third)


def test_a_chief_of_the_candidates_ward_does_not_decide(torn, prison, ward, chief):
    a.grant_at_setup(chief, "teacher", prison=prison, ward=ward, reason="test")
    with pytest.raises(OwnWard):
        decide(torn, chief)


def test_a_chief_of_another_prison_does_not_see_it(torn, other_prison):
    with pytest.raises(NotFoundHere):
        decide(torn, a.officer(other_prison, "chief_evaluator", username="far"))


def test_a_decision_needs_a_reason(torn, chief):
    with pytest.raises(Invalid):
        decide(torn, chief, reason="  ")


def test_after_the_marking_was_closed_nobody_decides(torn, sitting, chief):
    sitting.refresh_from_db()
    sitting.state = "released"
    sitting.save()
    with pytest.raises(MarkingClosed):
        decide(torn, chief)


def test_what_comes_later_and_says_something_else_opens_the_question_again(torn, task, sitting, chief, prison):
    decide(torn, chief)
    fourth = some.Pen(a.officer(prison, "evaluator", username="fourth"))
    some.deliver(fourth.assess(*task, 0, 0), by=chief)
    assert some.standing(*task).state == practical.State.CONTRADICTION
    assert practical.points_of_practicals(sitting) == {}
