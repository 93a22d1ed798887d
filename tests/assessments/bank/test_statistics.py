"""Figures of use: exams and practice apart, replaced and not added up when a sitting is scored again."""

from datetime import UTC, datetime

import pytest

from assessments.bank import api as bank
from assessments.bank.models import FirstAnswer, Item, ItemStatistics
from assessments.bank.statistics import option_counts
from tests.factories import learning as a
from tests.factories import people
from tests.factories.bank import an_item

DAY = datetime(2026, 5, 1, 8, tzinfo=UTC)
ONE, TWO = "urn:newleaf:sitting:1", "urn:newleaf:sitting:2"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def item(author):
    return an_item(author)


def figures(item, takers=10, facility=0.5, **more):
    return [bank.ItemFigures(item_id=item.pk, takers=takers, facility=facility, **more)]


def test_two_sittings_are_weighted_by_their_candidates(item):
    bank.record_item_statistics(ONE, figures(item, 30, 0.5, discrimination=0.2, chosen={"a": 20}), used_at=DAY)
    bank.record_item_statistics(TWO, figures(item, 10, 0.9, discrimination=0.6, chosen={"a": 1, "b": 9}), used_at=DAY)
    found = ItemStatistics.objects.get(item=item)
    assert (found.times_used, found.takers, found.facility) == (2, 40, pytest.approx(0.6))
    assert found.discrimination == pytest.approx(0.3)
    assert option_counts(item, practice=False) == {"a": 21, "b": 9}


def test_a_sitting_that_is_scored_again_replaces_its_figures(item):
    bank.record_item_statistics(ONE, figures(item, facility=0.1, chosen={"a": 5}), used_at=DAY)
    bank.record_item_statistics(ONE, figures(item, facility=0.7, chosen={"b": 2}), used_at=DAY)
    found = ItemStatistics.objects.get(item=item)
    assert (found.times_used, found.facility) == (1, pytest.approx(0.7))
    assert option_counts(item, practice=False) == {"b": 2}


def test_a_sitting_that_is_taken_back_leaves_nothing(item):
    bank.record_item_statistics(ONE, figures(item), used_at=DAY)
    bank.record_item_statistics(ONE, [], used_at=DAY)
    assert not ItemStatistics.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"takers": 0},
        {"facility": 1.01},
        {"facility": float("nan")},
        {"discrimination": -1.5},
        {"discrimination": float("nan")},
        {"chosen": {"a": -1}},
    ],
)
def test_figures_that_cannot_be_are_refused_and_change_nothing(item, bad):
    bank.record_item_statistics(ONE, figures(item), used_at=DAY)
    with pytest.raises(ValueError):
        bank.record_item_statistics(ONE, figures(item, **{"takers": 5, **bad}), used_at=DAY)
    assert ItemStatistics.objects.get().takers == 10


def practised(item, ward, responses):
    lesson = a.a_lesson(of_bank=[item])
    for number, response in enumerate(responses):
        learner = people.learner(ward, number=f"p{number}")
        a.answers(learner, lesson, item.iri, response)
        a.answers(learner, lesson, item.iri, right_of(item), minute=9)  # again, with the key seen
    bank.count_practice()


def right_of(item):
    return bank.item_document(item.pk).correct[0]


def test_practice_counts_each_learners_first_answer(item, ward):
    wrong = bank.item_document(item.pk).options[1].id
    practised(item, ward, [right_of(item), wrong, wrong, "no such option"])
    found = ItemStatistics.objects.get()
    assert (found.practice_takers, found.practice_facility) == (4, pytest.approx(0.25))
    assert (found.times_used, found.facility) == (0, None)
    assert option_counts(item, practice=True) == {right_of(item): 1, wrong: 2}


def test_an_answer_that_comes_in_a_later_batch_is_not_a_first_one(item, ward):
    lesson, learner = a.a_lesson(of_bank=[item]), people.learner(ward, number="late")
    for response in ("x", right_of(item)):
        a.answers(learner, lesson, item.iri, response)
        bank.count_practice()
    found = ItemStatistics.objects.get()
    assert (found.practice_takers, found.practice_facility) == (1, 0.0)


def test_practice_can_be_counted_again_from_the_log_and_exams_stay(item, ward):
    practised(item, ward, [right_of(item), "x"])
    bank.record_item_statistics(ONE, figures(item), used_at=DAY)
    before = ItemStatistics.objects.values().get()
    FirstAnswer.objects.all().delete()
    ItemStatistics.objects.update(practice_takers=99)
    bank.recount_practice()
    assert ItemStatistics.objects.values().get() == before


def test_an_item_of_another_bank_is_not_counted(learner):
    lesson = a.a_lesson(items=1)
    a.answers(learner, lesson, a.items_of(lesson)[0]["id"], "a")
    bank.count_practice()
    assert not ItemStatistics.objects.exists()
    assert not Item.objects.exists()
