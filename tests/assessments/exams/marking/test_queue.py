"""Two markers and a third, each alone with an answer, none of the candidate's ward."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.exams.errors import NotNow
from assessments.exams.marking import api as marking
from assessments.exams.marking.errors import MarkGiven, MarkTaken, OwnWard, ResponseChanged
from assessments.exams.models import Mark, Response, SheetAnswer
from lms.lib.errors import Invalid, NotAllowed, NotFoundHere
from lms.people.grants import grant_at_setup
from tests.factories import marking as some
from tests.factories import people as a

pytestmark = pytest.mark.django_db


def claim(sitting, officer, **more):
    return marking.claim_next(sitting.pk, some.item_of_kind(sitting, "extended_text").pk, by=officer, **more)


def points_in(sitting):
    found = some.score_of(sitting.seats.get(number=1), 3)
    return found.points, found.needs_third


@pytest.fixture
def one(evaluator, learners):
    return some.an_ended_sitting(evaluator, learners[:1])


def test_two_marks_and_the_answer_is_settled(one, first, second, third):
    some.gives(one, first)
    assert claim(one, first) is None
    some.gives(one, second)
    assert points_in(one) == (2, False)
    assert claim(one, third) is None


def test_far_apart_a_third_decides_who_is_neither_of_the_two(one, first, second, third):
    some.gives(one, first, levels=some.top, comment="很好")
    some.gives(one, second, levels=some.bottom, comment="没有写")
    assert points_in(one) == (None, True)
    assert claim(one, first) is None and claim(one, second) is None
    assert some.gives(one, third, levels=some.bottom, comment="要点没写出来").turn == 3
    assert points_in(one) == (0, True)
    assert some.score_of(one.seats.get(), 3).comment == "要点没写出来"


def test_two_at_once_do_not_get_the_same_answer_twice(one, first, second, third):
    assert claim(one, first).turn == 1
    assert claim(one, second).turn == 2
    assert claim(one, third) is None


def test_a_draft_is_kept_and_comes_back_to_its_marker(one, first):
    mark = claim(one, first)
    marking.save_draft(mark.pk, by=first, levels={}, comment="还没看完")
    again = claim(one, first)
    assert (again.pk, again.comment) == (mark.pk, "还没看完")


def test_when_the_lease_has_run_out_another_may_take_it_and_the_draft_stays(one, first, second, third):
    mark = claim(one, first)
    marking.save_draft(mark.pk, by=first, levels=some.top(mark), comment="草稿")
    claim(one, second)
    Mark.objects.filter(pk=mark.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert claim(one, third).turn == 1
    mark.refresh_from_db()
    assert mark.withdrawn_at and mark.comment == "草稿"
    with pytest.raises(MarkTaken):
        marking.give_mark(mark.pk, by=first, levels=some.top(mark))


def test_a_skipped_answer_comes_last_and_leaves_no_empty_draft(ended, first):
    mark = claim(ended, first)
    marking.put_back(mark.pk, by=first)
    assert not Mark.objects.exists()
    seen = claim(ended, first)
    marking.save_draft(seen.pk, by=first, levels={}, comment="等一下")
    marking.put_back(seen.pk, by=first)
    assert claim(ended, first, besides=seen.pk).score_id != seen.score_id


def test_a_given_mark_is_never_changed(one, first):
    mark = some.gives(one, first)
    with pytest.raises(MarkGiven):
        marking.give_mark(mark.pk, by=first, levels=some.bottom(mark))
    with pytest.raises(MarkGiven):
        marking.put_back(mark.pk, by=first)


def test_nobody_gives_anothers_mark(one, first, second):
    mark = claim(one, first)
    with pytest.raises(NotFoundHere):
        marking.give_mark(mark.pk, by=second, levels=some.top(mark))


def test_the_database_itself_refuses_one_officer_twice(one, first):
    mark = some.gives(one, first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(score=mark.score, officer=first, turn=2, response="", lease_until=timezone.now())


def test_whoever_set_the_others_password_is_not_a_second_marker(one, first, second, third):
    second.reset_by, second.reset_at = first, timezone.now()
    second.save()
    mark = some.gives(one, first)
    assert claim(one, second) is None
    assert claim(one, third).score_id == mark.score_id


def test_a_password_set_between_claim_and_mark_is_noticed(one, first, second):
    mark, other = claim(one, first), claim(one, second)
    marking.give_mark(mark.pk, by=first, levels=some.top(mark))
    second.reset_by, second.reset_at = first, timezone.now()
    second.save()
    with pytest.raises(NotAllowed):
        marking.give_mark(other.pk, by=second, levels=some.top(other))


@pytest.mark.parametrize("where", ["ward", "below", "above"])
def test_an_officer_of_the_candidates_ward_is_given_no_answer(one, prison, ward, where):
    if where == "ward":
        place = ward
    elif where == "below":
        place = a.ward(prison, code="1-1", name="一分监区", parent=ward)
    else:
        place = a.ward(prison, code="9", name="大监区")
        ward.parent = place
        ward.save()
    officer = a.officer(prison, "evaluator", username="own")
    grant_at_setup(officer, "teacher", ward=place, reason="test")
    assert marking.piles_for(officer) == []
    assert claim(one, officer) is None


def test_an_evaluator_of_another_ward_marks(one, second_ward):
    officer = a.officer(second_ward.prison, "evaluator", username="other-ward", ward=second_ward)
    assert claim(one, officer).turn == 1


def test_who_comes_into_the_ward_while_marking_cannot_give_the_mark(one, ward, first):
    mark = claim(one, first)
    grant_at_setup(first, "teacher", ward=ward, reason="test")
    with pytest.raises(OwnWard):
        marking.give_mark(mark.pk, by=first, levels=some.top(mark))


def test_an_outsider_and_a_teacher_find_nothing(one, teacher, outsider):
    for officer in (teacher, outsider):
        assert marking.piles_for(officer) == []
        with pytest.raises(NotFoundHere):
            claim(one, officer)


def test_an_answer_that_has_changed_is_not_marked(one, first):
    mark = claim(one, first)
    Response.objects.filter(item=mark.score.item).update(response="新的答案")
    with pytest.raises(ResponseChanged):
        marking.give_mark(mark.pk, by=first, levels=some.top(mark))


def test_after_the_marking_is_closed_nobody_marks(one, first, second, third, chief):
    late = claim(one, third)
    marking.save_draft(late.pk, by=third, levels={}, comment="晚了")
    Mark.objects.filter(pk=late.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    some.mark_all(one, first, second)
    marking.close_marking(one.pk, by=chief)
    with pytest.raises((NotNow, MarkTaken)):
        marking.give_mark(late.pk, by=third, levels=some.top(late))


@pytest.mark.parametrize("levels", [{"x": 0}, {"?": 9}, {"?": -1}, {"?": "1"}])
def test_a_level_that_is_not_in_the_rubric_is_refused(one, first, levels):
    mark = claim(one, first)
    (key,) = some.top(mark)
    with pytest.raises(Invalid):
        marking.save_draft(mark.pk, by=first, levels={key if name == "?" else name: at for name, at in levels.items()})
    mark.refresh_from_db()
    assert mark.saved_at is None


def test_who_typed_an_answer_does_not_mark_it(ended, first, second):
    item = some.item_of_kind(ended, "extended_text")
    for seat in ended.seats.all():
        SheetAnswer.objects.create(seat=seat, item=item, number=3, response="x", typed_by=first)
    assert marking.claim_next(ended.pk, item.pk, by=first) is None
    assert marking.claim_next(ended.pk, item.pk, by=second) is not None


@pytest.mark.parametrize("annotations", [[{"photo": "a", "text": "", "x": 10**400, "y": 0}]])
def test_a_place_that_is_too_large_a_number_is_refused(ended, first, annotations):
    mark = marking.claim_next(ended.pk, some.item_of_kind(ended, "extended_text").pk, by=first)
    with pytest.raises(Invalid):
        marking.save_draft(mark.pk, by=first, levels={}, annotations=annotations)
