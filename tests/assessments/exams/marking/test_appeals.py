"""What learners contest: its clock, who decides, and that nobody changes a released mark alone."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.exams.errors import NotNow
from assessments.exams.marking import api as marking
from assessments.exams.marking.appeals import file_appeal, note_seen
from assessments.exams.marking.errors import AppealDecided, HadAHand, OwnWard
from assessments.exams.marking.hooks import appeals_to_decide
from assessments.exams.models import (
    Appeal,
    Incident,
    ItemScore,
    OutcomeChange,
    Performance,
    PerformanceDecision,
    PracticalAssessment,
    PracticalSignature,
    SheetAnswer,
    SigningKey,
)
from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.learners import exams_of_learners
from lms.audit import api as audit
from lms.audit.models import AuditEvent
from lms.lib.errors import Invalid, NotAllowed, NotFoundHere
from tests.factories import marking as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(evaluator, learners, chief, first, second, education_office):
    """The first candidate has left question 1 empty."""
    return some.a_released_sitting(
        evaluator,
        learners,
        chief=chief,
        markers=(first, second),
        releaser=education_office,
        given={0: {"choice": ""}},
    )


@pytest.fixture
def seat(released):
    return released.seats.select_related("sitting__version", "learner").get(number=1)


@pytest.fixture
def appeal(seat):
    return file_appeal(seat, "marks", "第一题我答对了。", at=timezone.now(), question=1)


def result(seat):
    (exam,) = exams_of_learners([seat.learner_id])[seat.learner_id]
    return exam.result


def decide(appeal, officer, **more):
    said = {"upheld": True, "reason": "理由。", "points": {1: Decimal(1)}} | more
    return marking.decide_appeal(appeal.pk, by=officer, **said)


def test_the_clock_to_contest_starts_when_the_learner_has_seen_the_result(seat):
    assert result(seat).appeal_until is None
    at = timezone.now()
    note_seen(seat, at)
    assert result(seat).appeal_until == at + timedelta(days=30)
    assert not note_seen(seat, at + timedelta(days=1))
    assert result(seat).appeal_until == at + timedelta(days=30)


def test_before_the_release_seen_says_nothing(marked):
    seat = marked.seats.select_related("sitting", "learner").first()
    assert not note_seen(seat, timezone.now())


def test_an_appeal_is_due_seven_days_after_it_came(appeal):
    assert abs(appeal.due_at - timezone.now() - timedelta(days=7)) < timedelta(seconds=5)


def test_too_late_is_noted_and_still_decided_by_a_person(seat, third):
    note_seen(seat, seat.sitting.released_at)
    appeal = file_appeal(seat, "marks", "", at=seat.sitting.released_at + timedelta(days=31))
    assert appeal.late
    assert decide(appeal, third, upheld=False, points=None).state == "refused"


def test_a_change_of_a_mark_waits_for_a_second_officer(appeal, seat, third, second_chief):
    assert decide(appeal, third).state == "proposed"
    told = result(seat)
    assert (told.points, told.appeals[0].state, told.appeals[0].reason) == (4, "open", "")
    with pytest.raises(NotAllowed):
        marking.confirm_appeal(appeal.pk, by=third)
    marking.confirm_appeal(appeal.pk, by=second_chief)
    told = result(seat)
    assert (told.points, told.first_points, told.appeals[0].state) == (5, 4, "upheld")
    line = OutcomeChange.objects.get(appeal=appeal)
    assert (line.points_before, line.points_after) == (4, 5)


def test_the_first_mark_of_the_question_stays(appeal, seat, third, second_chief):
    decide(appeal, third)
    marking.confirm_appeal(appeal.pk, by=second_chief)
    score = some.score_of(seat, 1)
    assert (score.points, score.appealed_points, score.counted) == (0, 1, 1)


def test_who_does_not_agree_opens_it_again_for_others(appeal, third, second_chief, evaluator):
    decide(appeal, third)
    returned = marking.return_appeal(appeal.pk, by=second_chief, reason="再看一次。")
    assert (returned.state, returned.decided_by, returned.scores.count()) == ("open", None, 0)
    assert AuditEvent.objects.filter(verb="assessments.appeal.returned", detail__contains="officer:").exists()


def test_the_database_itself_refuses_one_person_for_both(appeal, third):
    decide(appeal, third)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(confirmed_by=third)


def test_whoever_set_the_others_password_does_not_confirm(appeal, third, second_chief):
    decide(appeal, third)
    third.reset_by, third.reset_at = second_chief, timezone.now()
    third.save()
    with pytest.raises(NotAllowed):
        marking.confirm_appeal(appeal.pk, by=second_chief)


@pytest.mark.parametrize("who", ["first", "second", "chief", "education_office", "evaluator"])
def test_who_marked_approved_released_or_invigilated_does_not_decide(request, appeal, who):
    with pytest.raises(HadAHand):
        decide(appeal, request.getfixturevalue(who))


def test_who_entered_it_does_not_decide_it(seat, second_chief, third):
    appeal = marking.enter_paper_appeal(seat.pk, "marks", "第一题。", by=second_chief, question=1)
    with pytest.raises(HadAHand):
        decide(appeal, second_chief)
    assert decide(appeal, third).state == "proposed"


def test_an_officer_of_the_ward_does_not_decide(appeal, of_the_ward, third):
    with pytest.raises(OwnWard):
        decide(appeal, of_the_ward)
    decide(appeal, third)
    with pytest.raises(OwnWard):
        marking.confirm_appeal(appeal.pk, by=of_the_ward)


def test_others_do_not_find_it(appeal, outsider, teacher):
    for officer in (outsider, teacher):
        with pytest.raises(NotFoundHere):
            decide(appeal, officer)


def test_it_is_decided_once(appeal, third, second_chief):
    decide(appeal, third, upheld=False, points=None)
    for verb in (lambda: decide(appeal, second_chief), lambda: marking.confirm_appeal(appeal.pk, by=second_chief)):
        with pytest.raises(AppealDecided):
            verb()


@pytest.mark.parametrize(
    "said",
    [
        {"reason": " "},
        {"upheld": False},
        {"points": {1: Decimal(3)}},
        {"points": {9: Decimal(1)}},
        {"points": {1: Decimal(-1)}},
        {"points": None, "attendance": "present"},
    ],
)
def test_a_decision_that_cannot_be_changes_nothing(appeal, third, said):
    with pytest.raises(Invalid):
        decide(appeal, third, **said)
    appeal.refresh_from_db()
    assert appeal.state == "open" and not appeal.scores.exists()


def test_upheld_attendance_is_corrected_by_two(
    evaluator, learners, chief, first, second, education_office, third, second_chief
):
    sitting = some.an_ended_sitting(evaluator, learners)
    seat = sitting.seats.select_related("sitting", "learner").get(number=1)
    seat.responses.all().delete()
    sittings.take_attendance(sitting.pk, "absent", by=evaluator, seat_id=seat.pk)
    some.mark_all(sitting, first, second)
    marking.close_marking(sitting.pk, by=chief)
    marking.approve_marks(sitting.pk, by=chief)
    marking.release_marks(sitting.pk, by=education_office)
    appeal = file_appeal(seat, "attendance", "我请过假。", at=timezone.now())
    with pytest.raises(Invalid):
        decide(appeal, third, points=None)
    decide(appeal, third, points=None, attendance="excused")
    marking.confirm_appeal(appeal.pk, by=second_chief)
    seat.refresh_from_db()
    assert seat.attendance == "excused"


@pytest.mark.parametrize("kind", ["eligibility", "attribution"])
def test_the_other_things_are_contested_and_decided_too(seat, third, kind):
    appeal = file_appeal(seat, kind, "这不是我的卷子。", at=timezone.now())
    assert decide(appeal, third, points=None).state == "upheld"


@pytest.mark.parametrize(
    "said", [("nonsense", "x", None), ("marks", "  ", None), ("marks", "x", 99), ("marks", "x", 0)]
)
def test_paper_that_says_nothing_usable_is_refused(seat, second_chief, said):
    kind, text, question = said
    with pytest.raises(Invalid):
        marking.enter_paper_appeal(seat.pk, kind, text, by=second_chief, question=question)
    assert not Appeal.objects.exists()


def test_an_outsider_enters_nothing(seat, outsider):
    with pytest.raises(NotFoundHere):
        marking.enter_paper_appeal(seat.pk, "marks", "x", by=outsider)


def test_the_same_statement_twice_is_one_appeal(seat):
    key = uuid.uuid4()
    for _ in range(2):
        file_appeal(seat, "marks", "x", at=timezone.now(), statement_id=key)
    assert Appeal.objects.count() == 1


def test_a_second_appeal_that_meets_a_changed_mark_is_not_confirmed(seat, third, second_chief):
    one, other = (file_appeal(seat, "marks", "x", at=timezone.now(), question=1) for _ in range(2))
    decide(one, third)
    decide(other, third, points={1: Decimal("0.5")})
    marking.confirm_appeal(one.pk, by=second_chief)
    with pytest.raises(NotNow):
        marking.confirm_appeal(other.pk, by=second_chief)


def test_an_appeal_costs_no_points(appeal, seat, third):
    with pytest.raises(Invalid, match="costs no points: question 2 has 2"):
        decide(appeal, third, points={2: Decimal(1)})
    assert decide(appeal, third, points={1: Decimal(1)}).state == "proposed"


def test_who_acted_in_the_room_in_the_invigilators_place_does_not_decide(appeal, third, second_chief):
    Incident.objects.create(sitting=appeal.seat.sitting, kind="note", at=timezone.now(), by=audit.label(third))
    with pytest.raises(HadAHand):
        decide(appeal, third)
    assert decide(appeal, second_chief).state == "proposed"


@pytest.mark.parametrize("part", ["typed_by", "chosen_by"])
def test_who_entered_an_answer_does_not_decide(appeal, seat, third, second_chief, part):
    answer = SheetAnswer(seat=seat, item_id=seat.form[0]["item"], number=1, response="")
    setattr(answer, part, third)
    answer.save()
    with pytest.raises(HadAHand):
        decide(appeal, third)
    assert decide(appeal, second_chief).state == "proposed"


@pytest.mark.parametrize("part", ["assessor", "signer", "decider"])
def test_who_assessed_signed_or_decided_a_practical_task_does_not_decide(
    appeal, seat, third, second_chief, first, part
):
    who = {name: third if name == part else first for name in ("assessor", "signer", "decider")}
    done = Performance.objects.create(seat=seat, item_id=seat.form[0]["item"])
    said = PracticalAssessment.objects.create(
        pk=uuid.uuid4(), performance=done, assessor=who["assessor"], content={}, sha256="0" * 64
    )
    key = SigningKey.objects.create(pk=uuid.uuid4(), officer=who["signer"], jwk={})
    PracticalSignature.objects.create(
        pk=uuid.uuid4(), assessment=said, officer=who["signer"], key=key, jws="", signed_at=timezone.now()
    )
    PerformanceDecision.objects.create(performance=done, assessment=said, reason="x", officer=who["decider"])
    with pytest.raises(HadAHand):
        decide(appeal, third)
    assert decide(appeal, second_chief).state == "proposed"


def test_the_start_page_asks_as_often_for_many_appeals_as_for_one(released, third, django_assert_num_queries):
    seats = released.seats.select_related("sitting__version", "learner").all()
    file_appeal(seats[0], "marks", "x", at=timezone.now())
    with CaptureQueriesContext(connection) as one:
        assert len(list(appeals_to_decide(third))) == 1
    for seat in seats:
        file_appeal(seat, "marks", "x", at=timezone.now())
    with django_assert_num_queries(len(one)):
        (shown,) = appeals_to_decide(third)
    assert "4 appeals" in shown.text


def test_who_was_absent_by_mistake_is_marked_after_the_release(
    evaluator, learners, chief, first, second, education_office, third, second_chief
):
    sitting = some.an_ended_sitting(evaluator, learners)
    seat = sitting.seats.select_related("sitting", "learner").get(number=1)
    said = list(seat.responses.values("item_id", "response", "received_at"))
    seat.responses.all().delete()
    sittings.take_attendance(sitting.pk, "absent", by=evaluator, seat_id=seat.pk)
    some.mark_all(sitting, first, second)
    marking.close_marking(sitting.pk, by=chief)
    marking.approve_marks(sitting.pk, by=chief)
    marking.release_marks(sitting.pk, by=education_office)
    for one in said:  # the sheet was found
        seat.responses.create(**one)
    appeal = file_appeal(seat, "attendance", "我在。", at=timezone.now())
    assert marking.piles_for(first) == []
    decide(appeal, third, points=None, attendance="present")
    marking.confirm_appeal(appeal.pk, by=second_chief)
    assert result(seat).points == 4
    some.mark_all(sitting, first, second)
    assert result(seat).points == 6
    assert marking.piles_for(first) == []


def test_an_appeal_on_what_has_no_points_yet_is_confirmed(appeal, seat, third, second_chief):
    ItemScore.objects.filter(seat=seat, number=1).update(points=None)
    decide(appeal, third)
    assert marking.confirm_appeal(appeal.pk, by=second_chief).state == "upheld"


def test_a_nul_in_a_text_is_not_kept(appeal, seat, third):
    assert file_appeal(seat, "marks", "a\x00b", at=timezone.now()).text == "ab"
    assert decide(appeal, third, reason="a\x00b").reason == "ab"
    with pytest.raises(Invalid):
        marking.enter_paper_appeal(seat.pk, "marks", "\x00", by=third)
