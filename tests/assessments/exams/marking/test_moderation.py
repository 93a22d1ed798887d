"""Approve and release: two people, and what is released is what was approved."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.bank.models import ItemUse
from assessments.exams.errors import NotNow
from assessments.exams.marking import api as marking
from assessments.exams.marking.errors import ChangedSince, NotAllMarked, RuledAlready
from assessments.exams.models import ItemScore, Moderation, OutcomeChange
from lms.lib.errors import Invalid, NotAllowed, NotFoundHere
from tests.factories import marking as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(marked, chief):
    marking.approve_marks(marked.pk, by=chief)
    marked.refresh_from_db()
    return marked


def test_a_second_person_releases(approved, education_office):
    sitting = marking.release_marks(approved.pk, by=education_office)
    assert (sitting.state, sitting.seats.first().outcome.first_points) == ("released", 6)
    assert "chief" not in sitting.released_by and sitting.moderated_by != sitting.released_by


def test_the_same_person_does_not_release(approved, chief):
    with pytest.raises(NotAllowed):
        marking.release_marks(approved.pk, by=chief)
    approved.refresh_from_db()
    assert approved.state == "moderated"


@pytest.mark.parametrize("way", ["chief_set", "chief_was_set"])
def test_whoever_set_the_others_password_is_not_a_second_person(approved, chief, second_chief, way):
    one, other = (second_chief, chief) if way == "chief_set" else (chief, second_chief)
    one.reset_by, one.reset_at = other, timezone.now()
    one.save()
    with pytest.raises(NotAllowed):
        marking.release_marks(approved.pk, by=second_chief)


def test_marks_that_were_changed_after_the_approval_are_not_released(approved, education_office):
    ItemScore.objects.filter(seat__sitting=approved, number=1).update(points=Decimal(1))
    with pytest.raises(ChangedSince):
        marking.release_marks(approved.pk, by=education_office)


def test_nothing_is_ruled_after_the_approval(approved, chief):
    item = some.item_of_kind(approved, "numeric")
    with pytest.raises(NotNow):
        marking.drop_item(approved.pk, item.pk, by=chief, reason="错题")


def test_a_release_without_an_approval_is_not_possible(marked, education_office):
    with pytest.raises(NotNow):
        marking.release_marks(marked.pk, by=education_office)


def test_a_state_that_was_set_by_hand_is_no_approval(marked, education_office):
    type(marked).objects.filter(pk=marked.pk).update(state="moderated", moderated_by="officer:1 somebody")
    with pytest.raises(NotNow):
        marking.release_marks(marked.pk, by=education_office)


def test_an_approval_that_was_sent_back_is_used_up(approved, chief, education_office):
    marking.send_back(approved.pk, by=education_office, reason="第三题再看一次。")
    with pytest.raises(NotNow):
        marking.release_marks(approved.pk, by=education_office)
    marking.approve_marks(approved.pk, by=chief)
    assert marking.release_marks(approved.pk, by=education_office).state == "released"


def test_two_who_release_at_once_release_once(approved, education_office, second_chief):
    marking.release_marks(approved.pk, by=education_office)
    with pytest.raises(NotNow):
        marking.release_marks(approved.pk, by=second_chief)


def test_the_database_itself_refuses_one_person_for_both(approved, chief):
    with pytest.raises(IntegrityError), transaction.atomic():
        Moderation.objects.filter(sitting=approved).update(released_by=chief, released_at=timezone.now())


def test_only_a_chief_approves_and_only_there(marked, evaluator, education_office, outsider):
    with pytest.raises(PermissionDenied):
        marking.approve_marks(marked.pk, by=education_office)
    for officer in (evaluator, outsider):
        with pytest.raises(NotFoundHere):
            marking.approve_marks(marked.pk, by=officer)


def test_marking_is_not_closed_with_something_left(ended, chief):
    with pytest.raises(NotAllMarked) as refused:
        marking.close_marking(ended.pk, by=chief)
    assert str(refused.value) == "6 marks are still due."


def test_marking_opens_again_with_a_reason_and_given_marks_stand(marked, chief):
    with pytest.raises(Invalid):
        marking.reopen_marking(marked.pk, by=chief, reason=" ")
    marking.reopen_marking(marked.pk, by=chief, reason="一台平板刚找到。")
    assert marking.close_marking(marked.pk, by=chief).state == "marked"


def test_statistics_go_to_the_bank_with_the_release_and_not_before(approved, education_office):
    assert not ItemUse.objects.exists()
    marking.release_marks(approved.pk, by=education_office)
    use = ItemUse.objects.get(item=some.item_of_kind(approved, "choice").item)
    assert (use.source, use.takers, use.facility) == (approved.iri, 3, 1)
    assert sorted(use.options.values_list("chosen", flat=True)) == [0, 3]


# ── Faulty questions ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def uneven(evaluator, learners, chief, first, second):
    """The first candidate has the number wrong, the second the choice."""
    item_wrong = {0: {"numeric": "99"}, 1: {"choice": "nothing"}}
    return some.a_marked_sitting(evaluator, learners, chief=chief, markers=(first, second), given=item_wrong)


def outcomes(sitting):
    return [
        (float(row.points), float(row.out_of)) for row in (seat.outcome for seat in sitting.seats.order_by("number"))
    ]


def test_a_dropped_question_is_scored_for_everybody_and_stands_before_and_after(uneven, chief):
    assert outcomes(uneven) == [(4, 6), (4, 6), (6, 6)]
    ruling = marking.drop_item(uneven.pk, some.item_of_kind(uneven, "numeric").pk, by=chief, reason="数据印错。")
    assert outcomes(uneven) == [(4, 4), (2, 4), (4, 4)]
    lines = OutcomeChange.objects.filter(ruling=ruling).order_by("outcome__seat__number")
    assert [(float(one.points_before), float(one.points_after)) for one in lines] == [(4, 4), (4, 2), (6, 4)]
    assert {one.out_of_after for one in lines} == {4}


def test_taken_back_everything_is_as_before_and_both_stand_on_record(uneven, chief):
    item = some.item_of_kind(uneven, "numeric")
    ruling = marking.drop_item(uneven.pk, item.pk, by=chief, reason="数据印错。")
    with pytest.raises(RuledAlready):
        marking.drop_item(uneven.pk, item.pk, by=chief, reason="再来一次")
    marking.take_back_ruling(uneven.pk, ruling.pk, by=chief)
    assert outcomes(uneven) == [(4, 6), (4, 6), (6, 6)]
    assert ruling.changes.count() == 6 and uneven.rulings.get().taken_back_by == chief


def test_another_key_scores_everybody_again(uneven, chief):
    item = some.item_of_kind(uneven, "numeric")
    marking.rekey_item(uneven.pk, item.pk, {"value": "99", "tolerance": "0"}, by=chief, reason="答案写错了。")
    assert outcomes(uneven) == [(6, 6), (2, 6), (4, 6)]


def test_two_answers_may_count_where_one_is_asked_for(evaluator, learners, chief, first, second):
    sitting = some.an_ended_sitting(evaluator, learners)
    item = some.item_of_kind(sitting, "choice")
    ids = [one["id"] for one in item.document["options"]]
    wrong = next(one for one in ids if one not in item.document["correct"])
    some.answer(sitting.seats.get(number=1), {"choice": wrong})
    some.mark_all(sitting, first, second)
    marking.close_marking(sitting.pk, by=chief)
    assert outcomes(sitting) == [(4, 6), (6, 6), (6, 6)]
    marking.rekey_item(sitting.pk, item.pk, {"correct": ids}, by=chief, reason="两个答案都对。")
    assert outcomes(sitting) == [(6, 6), (6, 6), (6, 6)]


@pytest.mark.parametrize(
    "key",
    [{}, {"value": "x", "tolerance": "0"}, {"value": "1", "tolerance": "-1"}, {"value": "nan", "tolerance": "nan"}],
)
def test_a_key_that_cannot_be_changes_nothing(uneven, chief, key):
    with pytest.raises(Invalid):
        marking.rekey_item(uneven.pk, some.item_of_kind(uneven, "numeric").pk, key, by=chief, reason="x")
    assert not uneven.rulings.exists() and not OutcomeChange.objects.exists()


def test_the_last_question_is_not_dropped(evaluator, learners, chief):
    sitting = some.an_ended_sitting(evaluator, learners, kinds=("choice",))
    marking.close_marking(sitting.pk, by=chief)
    with pytest.raises(Invalid):
        marking.drop_item(sitting.pk, some.item_of_kind(sitting, "choice").pk, by=chief, reason="x")


def test_the_key_in_the_bank_and_in_the_paper_stays(uneven, chief):
    item = some.item_of_kind(uneven, "numeric")
    marking.rekey_item(uneven.pk, item.pk, {"value": "99", "tolerance": "0"}, by=chief, reason="答案写错了。")
    item.refresh_from_db()
    assert item.document["value"] == 12.5
