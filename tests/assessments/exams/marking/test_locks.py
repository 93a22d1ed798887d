"""Whoever writes scores locks the sitting first, so that nobody closes the marking in between."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db.models.query import QuerySet

from assessments.exams.marking import api as marking
from assessments.exams.marking.appeals import file_appeal
from assessments.exams.marking.errors import NotAllMarked
from assessments.exams.models import ItemScore
from tests.factories import marking as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked(monkeypatch):
    """Names of the rows that are locked, in their order."""
    names = []
    real = QuerySet.select_for_update

    def noting(rows, *args, **kwargs):
        names.append(rows.model.__name__)
        return real(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", noting)
    return names


def test_giving_and_saving_lock_the_sitting_first(ended, first, locked):
    item = some.item_of_kind(ended, "extended_text")
    mark = marking.claim_next(ended.pk, item.pk, by=first)
    for verb in (marking.save_draft, marking.give_mark):
        locked.clear()
        verb(mark.pk, by=first, levels=some.top(mark))
        assert locked[:2] == ["Sitting", "ItemScore"]


def test_closing_scores_and_moves_under_one_lock(ended, first, second, chief, locked):
    some.mark_all(ended, first, second)
    locked.clear()
    assert marking.close_marking(ended.pk, by=chief).state == "marked"
    assert locked == ["Sitting"]


def test_what_closing_has_scored_stays_where_something_is_left(ended, first, second, chief):
    some.mark_all(ended, first, second)
    ItemScore.objects.filter(seat__sitting=ended, number=1).update(points=None)
    ended.seats.first().responses.filter(item=some.item_of_kind(ended, "extended_text")).update(response="另一个")
    with pytest.raises(NotAllMarked):
        marking.close_marking(ended.pk, by=chief)
    assert not ItemScore.objects.filter(seat__sitting=ended, number=1, points=None).exists()


def test_confirming_an_appeal_locks_the_sitting_first(released, third, second_chief, locked):
    seat = released.seats.select_related("sitting__version", "learner").get(number=1)
    appeal = file_appeal(seat, "marks", "第一题。", at=datetime.now(UTC), question=1)
    ItemScore.objects.filter(seat=seat, number=1).update(points=0)
    marking.decide_appeal(appeal.pk, by=third, upheld=True, reason="理由。", points={1: Decimal(1)})
    locked.clear()
    marking.confirm_appeal(appeal.pk, by=second_chief)
    assert locked[:2] == ["Sitting", "Appeal"]
