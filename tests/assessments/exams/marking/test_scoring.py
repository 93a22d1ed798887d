"""What the server scores by itself, and what it does when something arrives late."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.bank import api as bank
from assessments.exams.marking import api as marking
from assessments.exams.marking import closing, sources
from assessments.exams.marking.closing import contradictions
from assessments.exams.marking.points import points_of_share
from assessments.exams.models import ItemScore, ItemVersion, Mark, Outcome, Response
from assessments.exams.sittings import api as sittings
from assessments.samples.items import MARKED, drafts
from assessments.samples.papers import WELDER, form
from assessments.samples.sitting import answers
from tests.bench.second_scorer import second_score
from tests.factories import marking as some
from tests.factories import sittings as of_sittings

pytestmark = pytest.mark.django_db
AUTOMATIC = ["choice", "order", "match", "fill_in", "inline_choice", "numeric", "hotspot"]


def test_every_mark_equals_the_second_scorers_on_realistic_attempts(evaluator, ward):
    """The forms of a past sitting: 20 made-up candidates, each question of the welders' paper."""
    drawn = [one for one in form(WELDER, drafts(), seed=1) if one.draft.item.kind not in (*MARKED, "hotspot")]
    made = [one for one in drawn if not one.draft.files]
    version = of_sittings.an_approved_paper(evaluator)
    sitting = of_sittings.an_open_sitting(evaluator, of_sittings.candidates(ward, 20), version=version)
    kept = {}
    for one in made:
        item = bank.create_item(
            one.draft.item.kind, one.draft.item.prompt_html, bank.answers_of_document(one.draft.item), by=evaluator
        )
        document = one.draft.item.model_dump(mode="json")
        kept[one.draft.name] = ItemVersion.objects.create(item=item, number=1, document=document, sha256="0" * 64)
    said = answers([one.draft for one in made], candidates=20)
    places = [{"section": "s", "item": kept[one.draft.name].pk, "points": str(one.points), "order": []} for one in made]
    sitting.seats.update(form=places, state="submitted")
    seats = {seat.number: seat for seat in sitting.seats.all()}
    now = timezone.now()
    Response.objects.bulk_create(
        Response(seat=seats[one.candidate], item=kept[one.item], response=one.response, received_at=now) for one in said
    )
    sittings.end_sitting(sitting.pk, by=evaluator)
    marking.score_sitting(sitting.pk)
    worth = {one.draft.name: Decimal(str(one.points)) for one in made}
    for one in said:
        expected = points_of_share(second_score(kept[one.item].document, one.response), worth[one.item])
        assert ItemScore.objects.get(seat=seats[one.candidate], item=kept[one.item]).points == expected
    assert len(said) > 400
    for seat in seats.values():
        parts = ItemScore.objects.filter(seat=seat).values_list("points", flat=True)
        assert Outcome.objects.get(pk=seat.pk).points == sum(parts)


def test_all_kinds_that_need_no_person_are_scored_right_and_wrong(evaluator, learners):
    wrong = {0: dict.fromkeys(AUTOMATIC, "nonsense")}
    sitting = some.an_ended_sitting(evaluator, learners, kinds=AUTOMATIC, given=wrong)
    seats = list(sitting.seats.order_by("number"))
    assert (seats[0].outcome.points, seats[1].outcome.points) == (0, 14)
    assert seats[1].outcome.complete and seats[1].outcome.passed and not seats[0].outcome.passed


def test_an_empty_answer_to_an_open_question_needs_no_marker(evaluator, learners, first):
    sitting = some.an_ended_sitting(evaluator, learners, given={0: {"extended_text": "  "}})
    assert [pile.due for pile in marking.piles_for(first)] == [2]
    assert some.score_of(sitting.seats.get(number=1), 3).points == 0


def test_nobody_marks_for_who_was_absent(evaluator, learners, first):
    sitting = some.an_ended_sitting(evaluator, learners)
    seat = sitting.seats.get(number=1)
    seat.responses.all().delete()
    sittings.take_attendance(sitting.pk, "absent", by=evaluator, seat_id=seat.pk)
    marking.score_sitting(sitting.pk)
    assert [pile.due for pile in marking.piles_for(first)] == [2]
    assert not Outcome.objects.get(pk=seat.pk).attended


def test_absent_and_answered_is_for_a_person_to_settle(evaluator, learners, chief, first, second):
    sitting = some.an_ended_sitting(evaluator, learners)
    some.mark_all(sitting, first, second)
    sittings.take_attendance(sitting.pk, "absent", by=evaluator, seat_id=sitting.seats.get(number=2).pk)
    assert marking.left_to_do(sitting) == [
        "Seat 2 is noted as not present but has answers. Look at it and correct the attendance."
    ]


def test_what_arrives_late_is_found_and_scored_again(ended, first):
    seat = ended.seats.get(number=1)
    assert marking.stale_sittings() == []
    item = some.item_of_kind(ended, "numeric")
    Response.objects.filter(seat=seat, item=item).update(response="99", received_at=timezone.now())
    assert marking.stale_sittings() == [ended.pk]
    marking.score_sitting(ended.pk)
    assert some.score_of(seat, 2).points == 0
    assert marking.stale_sittings() == []


def test_a_mark_of_an_answer_that_was_not_the_last_counts_no_more_and_stays(ended, first, second):
    mark = some.gives(ended, first)
    Response.objects.filter(seat=mark.score.seat, item=mark.score.item).update(
        response="另一个答案", received_at=timezone.now()
    )
    marking.score_sitting(ended.pk)
    mark.refresh_from_db()
    assert mark.withdrawn_at
    some.mark_all(ended, first, second)
    assert Mark.objects.filter(score=mark.score, withdrawn_at=None).count() == 2


def test_scoring_again_changes_nothing(ended):
    before = list(ItemScore.objects.values_list("pk", "points", "out_of"))
    marking.score_sitting(ended.pk)
    assert list(ItemScore.objects.values_list("pk", "points", "out_of")) == before


def test_a_practical_task_waits_for_its_record_and_takes_its_points(evaluator, learners, chief, monkeypatch):
    monkeypatch.setattr(sources, "_sources", [])
    sitting = some.an_ended_sitting(evaluator, learners, kinds=("choice", "practical"))
    assert marking.left_to_do(sitting) == ["3 practical tasks have no points yet."]
    item = some.item_of_kind(sitting, "practical").pk
    points = {(seat.pk, item): marking.PracticalPoints(Decimal("1.255"), "动作规范。") for seat in sitting.seats.all()}
    marking.register_practicals(lambda one: points if one.pk == sitting.pk else {})
    marking.close_marking(sitting.pk, by=chief)
    score = some.score_of(sitting.seats.first(), 2)
    assert (score.points, score.comment) == (Decimal("1.26"), "动作规范。")


def test_an_absent_seat_with_answers_is_told_even_where_one_was_taken_back(evaluator, learners):
    sitting = some.an_ended_sitting(evaluator, learners)
    seat = sitting.seats.get(number=1)
    seat.responses.filter(pk=seat.responses.first().pk).update(response="")
    sitting.seats.filter(pk=seat.pk).update(attendance="absent")
    assert contradictions(sitting) == [1]
    seat.responses.update(response="")
    assert contradictions(sitting) == []


def test_opening_again_takes_in_what_arrived_meanwhile(marked, chief, monkeypatch):
    seen = []
    monkeypatch.setattr(closing, "take_in_again", lambda one: seen.append((one.pk, one.state)))
    marking.reopen_marking(marked.pk, by=chief, reason="迟到的答案。")
    assert seen == [(marked.pk, "ended")]
