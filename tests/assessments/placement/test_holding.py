"""A placement from the first question to the teacher's word."""

import pytest

from assessments.bank.models import Item
from assessments.placement import api
from assessments.placement.errors import (
    AlreadyOpen,
    NoLongerPossible,
    NoReason,
    NoSuchLevel,
    NotThisItem,
    OutOfUse,
    TooFewAnswers,
    TooFewItems,
)
from assessments.placement.holding import desk_token, open_question, placement_at_desk
from assessments.placement.models import Placement
from assessments.placement.permissions import HOLDERS
from lms.audit.models import AuditEvent
from lms.lib.errors import NotFoundHere
from tests.factories import people
from tests.factories import placement as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def under_way(placement_test, learner, teacher):
    return api.begin_placement(placement_test.pk, learner.pk, by=teacher)


@pytest.fixture
def proposed(under_way):
    return a.answered(under_way)


def verbs():
    return list(
        AuditEvent.objects.filter(verb__startswith="assessments.placement.")
        .order_by("seq")
        .values_list("verb", flat=True)
    )


def test_it_asks_one_question_after_the_other_and_then_proposes(under_way):
    first = open_question(under_way)
    assert first.number == 1
    made = a.answered(under_way)
    assert (made.state, made.proposed_level, made.ended) == ("proposed", "中级", "most")
    assert made.ability > 0.5
    assert 0.5 < made.certainty <= 1
    assert [answer.number for answer in made.answers.all()] == list(range(1, 9))
    assert open_question(made) is None
    assert verbs() == ["assessments.placement.begun", "assessments.placement.proposed"]


def test_who_knows_little_begins_low(under_way):
    assert a.answered(under_way, right=False).proposed_level == "入门"


def test_no_question_comes_twice(under_way):
    made = a.answered(under_way)
    asked = [answer.item_id for answer in made.answers.all()]
    assert len(set(asked)) == len(asked)


def test_it_ends_early_when_it_is_precise_enough(education_office, author, learner, teacher):
    a.some_items(author, count=20, difficulties=(2.5, 3, 3.5))
    test = a.a_test(education_office, precision="quick", most_items=19)
    made = a.answered(api.begin_placement(test.pk, learner.pk, by=teacher), right=lambda number: number % 2 == 0)
    assert made.ended == "precise"
    assert made.standard_error <= 0.6
    assert 5 <= made.answers.count() < 19


def test_an_answer_sent_twice_counts_once(under_way):
    question = open_question(under_way)
    api.give_answer(under_way.pk, 1, a.right_response(question))
    with pytest.raises(NotThisItem):
        api.give_answer(under_way.pk, 1, "")
    assert under_way.answers.get(number=1).score == 1.0


def test_an_answer_after_the_end_changes_nothing(proposed):
    with pytest.raises(NoLongerPossible):
        api.give_answer(proposed.pk, 9, "x")
    assert proposed.answers.count() == 8


def test_half_right_is_not_right(under_way):
    answer = open_question(under_way)
    answer.score = 0.75
    assert not answer.is_right


def test_a_question_stays_as_it_was_asked_when_it_is_mended_meanwhile(under_way, author):
    from assessments.bank import api as bank

    question = open_question(under_way)
    options = [{"text": "错", "correct": True}, {"text": "对", "correct": False}]
    bank.revise_item(question.item_id, by=author, answers={"options": options, "multiple": False})
    api.give_answer(under_way.pk, 1, a.right_response(question))
    assert under_way.answers.get(number=1).is_right


def test_one_subject_has_one_open_placement(under_way, placement_test, learner, teacher):
    with pytest.raises(AlreadyOpen):
        api.begin_placement(placement_test.pk, learner.pk, by=teacher)
    api.stop_placement(under_way.pk, by=teacher)
    assert api.begin_placement(placement_test.pk, learner.pk, by=teacher).state == "under_way"


def test_a_bank_with_too_few_questions_holds_none(education_office, author, learner, teacher):
    a.some_items(author, count=4)
    test = a.a_test(education_office)
    with pytest.raises(TooFewItems):
        api.begin_placement(test.pk, learner.pk, by=teacher)
    assert not Placement.objects.exists()


def test_a_closed_test_is_not_held(placement_test, education_office, learner, teacher):
    api.close_test(placement_test.pk, by=education_office)
    with pytest.raises(OutOfUse):
        api.begin_placement(placement_test.pk, learner.pk, by=teacher)


def test_only_those_who_teach_the_learner_hold_it(placement_test, learner, other_learner, teacher, outsider, prison):
    elsewhere = people.officer(
        prison, "teacher", username="elsewhere", ward=people.ward(prison, code="9", name="九监区")
    )
    for officer, whom in ((teacher, other_learner), (outsider, learner), (elsewhere, learner)):
        with pytest.raises(NotFoundHere):
            api.begin_placement(placement_test.pk, whom.pk, by=officer)
    assert not Placement.objects.exists()


def test_those_of_the_ward_see_it_and_others_do_not(proposed, prison, ward, second_ward, outsider):
    inside = people.officer(prison, "teacher", username="inside", ward=ward)
    beside = people.officer(prison, "teacher", username="beside", ward=second_ward)
    supervisor = people.officer(prison, "supervisor", username="super")
    assert api.placement_for(inside, proposed.pk) == proposed
    for officer in (beside, outsider, supervisor):
        with pytest.raises(NotFoundHere):
            api.placement_for(officer, proposed.pk)
        with pytest.raises(NotFoundHere):
            api.confirm_placement(proposed.pk, by=officer)
    assert {str(role) for role in HOLDERS} == {"teacher", "education_office"}


def test_a_teacher_confirms(proposed, teacher, learner):
    made = api.confirm_placement(proposed.pk, by=teacher)
    assert (made.state, made.level, made.confirmed_by) == ("confirmed", "中级", teacher)
    assert api.level_of(learner.pk, "语文") == made
    assert verbs()[-1] == "assessments.placement.confirmed"
    with pytest.raises(NoLongerPossible):
        api.change_placement(proposed.pk, "初级", reason="x", by=teacher)


def test_a_teacher_chooses_another_level_and_says_why(proposed, teacher, learner):
    made = api.change_placement(proposed.pk, "初级", reason=" 不会写字 ", by=teacher)
    assert (made.state, made.level, made.proposed_level, made.reason) == ("changed", "初级", "中级", "不会写字")
    assert api.level_of(learner.pk, "语文").level == "初级"
    assert verbs()[-1] == "assessments.placement.changed"


@pytest.mark.parametrize(
    ("level", "reason", "error"),
    [("初级", " ", NoReason), ("高级", "x", NoSuchLevel), ("中级", "x", NoSuchLevel)],
    ids=["no reason", "no such level", "the level proposed"],
)
def test_a_change_without_sense_changes_nothing(proposed, teacher, learner, level, reason, error):
    with pytest.raises(error):
        api.change_placement(proposed.pk, level, reason=reason, by=teacher)
    proposed.refresh_from_db()
    assert proposed.state == "proposed"
    assert api.level_of(learner.pk, "语文") is None


def test_an_officer_may_end_it_early_with_enough_answers(under_way, teacher):
    a.answered(under_way, most=4)
    with pytest.raises(TooFewAnswers):
        api.propose_placement(under_way.pk, by=teacher)
    a.answered(under_way, most=1)
    made = api.propose_placement(under_way.pk, by=teacher)
    assert (made.state, made.ended, made.answers.count()) == ("proposed", "by_officer", 5)


def test_what_was_stopped_proposes_nothing(under_way, teacher, learner):
    api.stop_placement(under_way.pk, by=teacher)
    with pytest.raises(NoLongerPossible):
        api.confirm_placement(under_way.pk, by=teacher)
    assert api.level_of(learner.pk, "语文") is None


def test_a_changed_test_changes_no_result(proposed, placement_test, education_office, teacher):
    from decimal import Decimal

    api.change_test(placement_test.pk, [api.Level("A"), api.Level("B", Decimal(3))], [("识字", 1)], by=education_office)
    assert api.confirm_placement(proposed.pk, by=teacher).level == "中级"


def test_the_address_of_the_desk_is_good_for_one_placement(under_way, teacher, monkeypatch):
    token = desk_token(under_way)
    assert placement_at_desk(token) == under_way
    for wrong in (token[:-1], "x", str(under_way.pk), token.replace(str(under_way.pk)[:8], "00000000")):
        with pytest.raises(NotFoundHere):
            placement_at_desk(wrong)
    monkeypatch.setattr("assessments.placement.holding.DESK_HOURS", 0)
    with pytest.raises(NotFoundHere):
        placement_at_desk(token)


def test_the_address_ends_with_the_officers_account(under_way, teacher):
    token = desk_token(under_way)
    teacher.is_active = False
    teacher.save()
    with pytest.raises(NotFoundHere):
        placement_at_desk(token)


def test_a_question_that_was_asked_is_exposed_and_one_that_was_not_is_not(under_way):
    asked = Item.objects.get(pk=open_question(under_way).item_id)
    assert asked.exposed_at
    assert Item.objects.new().count() == Item.objects.count() - 1
