"""What tablets of evaluators deliver: kept once, checked, never overwritten."""

import itertools
from contextlib import suppress
from decimal import Decimal

import pytest

from assessments.exams.errors import NotNow
from assessments.exams.models import PracticalAssessment, PracticalSignature, Sitting
from assessments.exams.practical import api as practical
from assessments.exams.practical.errors import NoEvaluator
from assessments.exams.sittings import api as sittings
from lms.audit.models import AuditEvent
from tests.factories import people as a
from tests.factories import practicals as some
from tests.factories import sittings as plain

pytestmark = pytest.mark.django_db
STORED, KNOWN = ("stored", ""), ("known", "")


def kept():
    return PracticalAssessment.objects.count(), PracticalSignature.objects.count()


def test_two_signatures_make_the_points_of_a_task(sitting, task, pens, evaluator):
    (seat, item), (first, second) = task, pens
    record = first.assess(seat, item, 1, 1)
    assert some.deliver(record, by=evaluator) == [STORED]
    assert practical.points_of_practicals(sitting) == {}
    assert some.deliver(second.countersign(record), by=evaluator) == [STORED]
    assert practical.points_of_practicals(sitting) == {(seat.pk, item.pk): Decimal("7.50")}


def test_who_assessed_and_who_signed_stands_in_the_log_whoever_delivers(task, pens, second, evaluator):
    record = pens[0].assess(*task)
    some.deliver(record, pens[1].countersign(record), by=second)
    events = AuditEvent.objects.filter(verb__startswith="assessments.practical").order_by("seq")
    assert [(one.verb.rsplit(".")[-1], "考评员甲" in one.actor) for one in events] == [("assessed", True), ("signed", False)]  # fmt: skip


def test_the_same_records_again_change_nothing(task, pens, evaluator):
    record = pens[0].assess(*task)
    batch = [record, pens[1].countersign(record)]
    some.deliver(*batch, by=evaluator)
    before = kept(), AuditEvent.objects.count()
    assert some.deliver(*batch, *batch, by=evaluator) == [KNOWN] * 4
    assert (kept(), AuditEvent.objects.count()) == before


def test_a_signature_before_its_assessment_waits_and_is_kept_later(task, pens, evaluator):
    record = pens[0].assess(*task)
    signature = pens[1].countersign(record)
    assert some.deliver(signature, by=evaluator) == [("wait", "assessment_unknown")]
    assert kept() == (0, 0)
    assert some.deliver(signature, record, by=evaluator) == [STORED, STORED]


def test_other_words_under_a_known_number_are_not_kept(task, pens, evaluator):
    record = pens[0].assess(*task)
    some.deliver(record, by=evaluator)
    other = pens[0].assess(*task, 0, 0, assessment=record["id"])
    assert some.deliver(other, by=evaluator) == [("refused", "id_taken")]
    assert PracticalAssessment.objects.get().content == record["content"]


def test_one_officer_cannot_give_both_signatures(sitting, task, evaluator, pens):
    record = pens[0].assess(*task)
    again = some.Pen(evaluator).countersign(record)
    assert some.deliver(record, again, by=evaluator) == [STORED, KNOWN]
    assert practical.points_of_practicals(sitting) == {}


def test_a_change_takes_back_what_one_has_signed(sitting, task, pens, evaluator):
    (seat, item), (first, second) = task, pens
    old = first.assess(seat, item, 0, 0)
    new = first.assess(seat, item, 1, 2, replaces=old["id"])
    some.deliver(old, new, second.countersign(new), by=evaluator)
    assert some.standing(seat, item).state == practical.State.SIGNED
    assert practical.points_of_practicals(sitting)[seat.pk, item.pk] == Decimal("10.00")


def test_the_second_signature_below_the_old_words_does_not_hold_for_the_new(sitting, task, pens, evaluator):
    (seat, item), (first, second) = task, pens
    old = first.assess(seat, item, 0, 0)
    signature = second.countersign(old)
    new = first.assess(seat, item, 1, 2, replaces=old["id"])
    forged = {**signature, "assessment": new["id"]}
    assert some.deliver(new, forged, by=evaluator) == [STORED, ("refused", "bad_signature")]
    assert practical.points_of_practicals(sitting) == {}


def test_whatever_the_order_the_same_stands(sitting, task, pens, evaluator):
    (seat, item), (first, second) = task, pens
    old = first.assess(seat, item, 0, 0)
    new = first.assess(seat, item, 1, 2, replaces=old["id"])
    records = [old, new, second.countersign(old), second.countersign(new)]
    found = set()
    for order in itertools.permutations(records):
        PracticalSignature.objects.all().delete()
        PracticalAssessment.objects.all().delete()
        waiting = list(order)
        while waiting:  # as the app: what has to wait is sent again
            waiting = [one for one in waiting if some.deliver(one, by=evaluator)[0][0] == "wait"]
        found.add((some.standing(seat, item).state, kept()))
    assert found == {(practical.State.CONTRADICTION, (2, 4))}


def test_two_evaluators_who_differ_are_a_contradiction_and_count_for_nothing(sitting, task, pens, evaluator):
    (seat, item), (first, second) = task, pens
    one, other = first.assess(seat, item, 1, 2), second.assess(seat, item, 1, 1)
    some.deliver(one, second.countersign(one), other, by=evaluator)
    assert some.standing(seat, item).state == practical.State.CONTRADICTION
    assert practical.points_of_practicals(sitting) == {}


def test_two_evaluators_who_agree_are_none(sitting, task, pens, evaluator):
    (seat, item), (first, second) = task, pens
    one, other = first.assess(seat, item, 1, 2), second.assess(seat, item, 1, 2)
    some.deliver(one, second.countersign(one), other, by=evaluator)
    assert practical.points_of_practicals(sitting)[seat.pk, item.pk] == Decimal("10.00")


def test_a_signature_of_another_key_or_for_somebody_else_is_refused(task, pens, evaluator, second):
    record = pens[0].assess(*task)
    _name, token = pens[1].sign(record["content"], officer=evaluator.pk)
    assert some.deliver({**record, "jws": token}, by=evaluator) == [("refused", "bad_signature")]
    stolen = pens[1]
    stolen.id = pens[0].id
    _name, token = stolen.sign(record["content"], officer=evaluator.pk)
    assert some.deliver({**record, "jws": token}, by=evaluator) == [("refused", "bad_signature")]
    assert kept() == (0, 0)


def test_changed_words_under_a_right_signature_are_refused(task, pens, evaluator):
    record = pens[0].assess(*task)
    record["content"]["note"] = "别的话"
    assert some.deliver(record, by=evaluator) == [("refused", "bad_signature")]
    assert kept() == (0, 0)


def test_a_key_that_is_not_registered_or_was_taken_back_signs_nothing(task, pens, evaluator):
    stranger = some.Pen(evaluator, registered=False)
    assert some.deliver(stranger.assess(*task), by=evaluator) == [("refused", "key_unknown")]
    practical.revoke_key(pens[0].id, by=evaluator)
    assert some.deliver(pens[0].assess(*task), by=evaluator) == [("refused", "key_unknown")]


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"levels": {}}, "levels_missing"),
        ({"levels": {"1": "2"}}, "bad_record"),
        ({"levels": {"1": -1}}, "bad_record"),
        ({"item": 999_999}, "unknown_task"),
        ({"note": "x" * 4001}, "bad_record"),
        ({"note": "\x00"}, "bad_record"),
        ({"note": "\ud800"}, "bad_record"),
        ({"photos": ["../../etc/passwd"]}, "bad_record"),
        ({"photos": ["a" * 64] * 21}, "bad_record"),
        ({"seconds": -1}, "bad_record"),
        ({"seconds": 2**70}, "bad_record"),
        ({"began_at": "2999-01-01T00:00:00Z"}, "bad_record"),
        ({"more": 1}, "bad_record"),
    ],
)
def test_what_is_not_right_is_refused_and_nothing_is_kept(task, pens, evaluator, changes, code):
    record = pens[0].assess(*task)
    record["content"] |= changes
    with suppress(ValueError):  # what JSON cannot hold, nobody can sign
        record["jws"] = pens[0].sign(record["content"])[1]
    assert some.deliver(record, by=evaluator) == [("refused", code)]
    assert kept() == (0, 0)


def test_a_level_that_the_rubric_does_not_have_is_refused(task, pens, evaluator):
    assert some.deliver(pens[0].assess(*task, 1, 3), by=evaluator) == [("refused", "levels_missing")]


@pytest.mark.parametrize("record", [None, 7, "x", [], {}, {"kind": "assessment"}, {"kind": "signature", "id": "x"}])
def test_a_bad_record_does_not_keep_the_others_out(task, pens, evaluator, record):
    assert some.deliver(record, pens[0].assess(*task), by=evaluator) == [("refused", "bad_record"), STORED]


def test_a_choice_question_is_no_practical_task(sitting, task, pens, evaluator):
    seat, item = task
    other = next(place["item"] for place in seat.form if place["item"] != item.pk)
    record = pens[0].assess(seat, item)
    record["content"]["item"] = other
    record["jws"] = pens[0].sign(record["content"])[1]
    assert some.deliver(record, by=evaluator) == [("refused", "unknown_task")]


def test_an_officer_of_the_candidates_ward_neither_assesses_nor_signs(task, pens, evaluator, of_the_ward):
    theirs = some.Pen(of_the_ward)
    assert some.deliver(theirs.assess(*task), by=evaluator) == [("refused", "own_ward")]
    record = pens[0].assess(*task)
    answer = some.deliver(record, theirs.countersign(record), by=evaluator)
    assert answer == [STORED, ("refused", "own_ward")]


def test_an_officer_of_a_part_of_that_ward_is_of_the_ward_too(prison, ward, task, evaluator):
    part = a.ward(prison, code="1a", name="一分监区", parent=ward)
    officer = a.officer(prison, "evaluator", username="part", name="分监区民警")
    a.grant_at_setup(officer, "teacher", prison=prison, ward=part, reason="test")
    assert some.deliver(some.Pen(officer).assess(*task), by=evaluator) == [("refused", "own_ward")]


def test_an_officer_of_another_ward_assesses(prison, second_ward, task, evaluator):
    officer = a.officer(prison, "evaluator", username="other_ward", name="二监区民警")
    a.grant_at_setup(officer, "teacher", prison=prison, ward=second_ward, reason="test")
    assert some.deliver(some.Pen(officer).assess(*task), by=evaluator) == [STORED]


def test_evaluators_of_another_prison_neither_sign_nor_deliver(other_prison, task, pens, evaluator):
    stranger = a.officer(other_prison, "evaluator", username="stranger", name="外监考评员")
    assert some.deliver(some.Pen(stranger).assess(*task), by=evaluator) == [("refused", "no_evaluator")]
    assert some.deliver(pens[0].assess(*task), by=stranger) == [("refused", "unknown_task")]


def test_who_is_no_evaluator_delivers_nothing(task, pens, teacher):
    with pytest.raises(NoEvaluator):
        some.deliver(pens[0].assess(*task), by=teacher)


def test_an_evaluator_who_lost_the_role_signs_no_more(task, pens, evaluator, second):
    second.grants.all().delete()
    record = pens[0].assess(*task)
    assert some.deliver(record, pens[1].countersign(record), by=evaluator) == [STORED, ("refused", "no_evaluator")]


def test_what_comes_after_the_marking_was_closed_is_kept_and_counts_for_nothing(sitting, task, pens, evaluator):
    sitting.refresh_from_db()
    sitting.state = "marked"
    sitting.save()
    record = pens[0].assess(*task)
    assert some.deliver(record, pens[1].countersign(record), by=evaluator) == [STORED, STORED]
    assert some.standing(*task).state == practical.State.LATE
    assert practical.points_of_practicals(sitting) == {}


def test_a_sitting_that_was_assessed_is_not_unsealed(evaluator, ward, pens):
    version = some.a_practical_paper(evaluator)
    sealed = plain.a_sealed_sitting(evaluator, plain.candidates(ward, 1), version=version)
    some.deliver(pens[0].assess(*some.task_of(sealed)), by=evaluator)
    with pytest.raises(NotNow):
        sittings.unseal_sitting(sealed.pk, by=evaluator)


def test_what_comes_after_the_closing_does_not_undo_a_pair_that_was_in_time(task, pens, sitting, evaluator):
    record = pens[0].assess(*task, 1, 2)
    some.deliver(record, pens[1].countersign(record), by=evaluator)
    worth = practical.points_of_practicals(sitting)
    Sitting.objects.filter(pk=sitting.pk).update(state="marked")
    some.deliver(pens[1].assess(*task, 0, 0), by=evaluator)
    found = some.standing(*task)
    assert (found.state, len(found.open)) == (practical.State.SIGNED, 2)
    assert practical.points_of_practicals(sitting) == worth != {}


def test_what_comes_in_time_still_contradicts_a_pair(task, pens, evaluator):
    record = pens[0].assess(*task, 1, 2)
    some.deliver(record, pens[1].countersign(record), pens[1].assess(*task, 0, 0), by=evaluator)
    assert some.standing(*task).state == practical.State.CONTRADICTION
