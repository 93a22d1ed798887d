"""Placement tests: made, changed, closed, tried out, calibrated."""

from decimal import Decimal

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied

from assessments.placement import api
from assessments.placement.errors import BadAreas, BadLevels, OutOfUse, TooFewAnswers
from assessments.placement.models import ItemCalibration, Placement, PlacementAnswer, PlacementTest
from assessments.placement.pools import items_of, pool_of
from lms.audit.models import AuditEvent
from lms.lib.errors import Invalid, NotAllowed, NotFoundHere
from tests.factories import people
from tests.factories import placement as a

pytestmark = pytest.mark.django_db


def test_a_test_has_its_levels_and_topics_and_stands_in_the_log(placement_test, prison):
    assert placement_test.prison == prison
    assert [(one.name, one.starts_at) for one in placement_test.levels.all()] == [
        ("入门", None),
        ("初级", Decimal("2.5")),
        ("中级", Decimal("3.5")),
    ]
    assert AuditEvent.objects.filter(verb="assessments.placement_test.created", prison=str(prison.pk)).count() == 1


@pytest.mark.parametrize(
    "levels",
    [
        [api.Level("one")],
        [api.Level("one"), api.Level("two")],
        [api.Level("one", Decimal(1)), api.Level("two", Decimal(2))],
        [api.Level("one"), api.Level("two", Decimal(3)), api.Level("three", Decimal(3))],
        [api.Level("one"), api.Level("two", Decimal(3)), api.Level("three", Decimal(2))],
        [api.Level("one"), api.Level("one", Decimal(3))],
        [api.Level("one"), api.Level(" ", Decimal(3))],
        [api.Level("one"), api.Level("two", Decimal(9))],
    ],
)
def test_levels_that_cannot_be_are_refused(education_office, levels):
    with pytest.raises(BadLevels):
        a.a_test(education_office, levels=levels)
    assert not PlacementTest.objects.exists()


@pytest.mark.parametrize("areas", [[], [("", 1)], [("识字", 1), ("识字", 2)], [("识字", 0)]])
def test_topics_that_cannot_be_are_refused(education_office, areas):
    with pytest.raises(BadAreas):
        a.a_test(education_office, areas=areas)
    assert not PlacementTest.objects.exists()


@pytest.mark.parametrize("bad", [{"most_items": 500}, {"language": "xx"}, {"name": ""}, {"precision": "never"}])
def test_fields_that_cannot_be_are_refused(education_office, bad):
    with pytest.raises(Invalid):
        a.a_test(education_office, **bad)


def test_a_change_is_logged_and_keeps_nothing_of_the_old_levels(placement_test, education_office):
    api.change_test(
        placement_test.pk, [api.Level("A"), api.Level("B", Decimal(3))], [("识字", 1)], by=education_office, name="新"
    )
    placement_test.refresh_from_db()
    assert [one.name for one in placement_test.levels.all()] == ["A", "B"]
    assert placement_test.name == "新"
    assert AuditEvent.objects.filter(verb="assessments.placement_test.revised").exists()


def test_another_prison_neither_sees_nor_changes_it(placement_test, outsider):
    assert not api.placement_tests_for(outsider).exists()
    with pytest.raises(NotFoundHere):
        api.change_test(placement_test.pk, a.LEVELS, [("识字", 1)], by=outsider)
    with pytest.raises(NotFoundHere):
        api.close_test(placement_test.pk, by=outsider)


def test_a_teacher_sees_it_and_may_not_change_it(placement_test, teacher):
    assert list(api.placement_tests_for(teacher)) == [placement_test]
    with pytest.raises(PermissionDenied):
        api.change_test(placement_test.pk, a.LEVELS, [("识字", 1)], by=teacher)
    with pytest.raises(PermissionDenied):
        a.a_test(teacher)


def test_a_role_over_one_ward_makes_no_test_for_the_prison(prison, ward, placement_test):
    somebody = people.officer(prison, "education_office", username="warded", ward=ward)
    with pytest.raises(NotAllowed):
        a.a_test(somebody)
    with pytest.raises(NotAllowed):
        api.close_test(placement_test.pk, by=somebody)


def test_a_test_for_all_prisons_is_changed_only_from_above(administrator, education_office, items):
    test = a.a_test(administrator)
    assert test.prison is None
    assert test in api.placement_tests_for(education_office)
    with pytest.raises(NotAllowed):
        api.close_test(test.pk, by=education_office)


def test_a_closed_test_is_not_changed_any_more(placement_test, education_office):
    api.close_test(placement_test.pk, by=education_office)
    with pytest.raises(OutOfUse):
        api.change_test(placement_test.pk, a.LEVELS, [("识字", 1)], by=education_office)


def test_the_pool_holds_the_language_the_topics_and_the_prison(placement_test, author, outsider, items):
    a.some_items(author, count=1, tag="算术")
    a.some_items(author, count=1, language="en")
    a.some_items(outsider, count=1)
    assert set(items_of(placement_test)) == set(items)


def test_an_item_with_two_topics_counts_for_the_first(education_office, author, items):
    test = a.a_test(education_office, areas=[("算术", 1), ("识字", 1)])
    items[0].tags.add("算术")
    items[0].save()
    pool = pool_of(test)
    assert [pool.keys[place] for place, area in enumerate(pool.area_of) if pool.areas[area] == "算术"] == [
        str(items[0].pk)
    ]


def test_an_item_that_was_never_calibrated_lies_in_the_middle(placement_test, items):
    items[0].calibration.delete()
    pool = pool_of(placement_test)
    assert pool.items.difficulty[pool.at[str(items[0].pk)]] == 0.0
    assert pool.items.difficulty[pool.at[str(items[1].pk)]] == -1.0


def test_a_trial_places_made_up_learners_of_each_level(placement_test):
    trial = api.try_out(placement_test, learners=200)
    assert len(trial.placed) == 3
    assert trial.share_right(0) > 0.5
    assert trial.mean_items <= 8


def many_answers(test, education_office, items, ward, *, people_count=60):
    random, placements, answers = np.random.default_rng(1), [], []
    for number in range(people_count):
        learner = people.learner(ward, number=f"9{number:03}")
        placements.append(
            Placement(test=test, learner=learner, subject=test.subject, state="stopped", begun_by=education_office)
        )
        ability = random.normal()
        for place, item in enumerate(items):
            right = random.random() < 1 / (1 + np.exp(place % 3 - 1 - ability))
            answers.append(
                PlacementAnswer(
                    placement=placements[-1], number=place + 1, item_id=item.pk, document={}, score=float(right)
                )
            )
    Placement.objects.bulk_create(placements)
    PlacementAnswer.objects.bulk_create(answers)


def test_difficulties_come_from_answers_when_there_are_enough(placement_test, education_office, items, ward):
    ItemCalibration.objects.all().delete()
    many_answers(placement_test, education_office, items[:9], ward)
    assert api.calibrate_test(placement_test.pk, by=education_office) == 9
    found = [item.difficulty for item in ItemCalibration.objects.order_by("item_id")]
    by_kind = [np.mean([item.calibration.difficulty for item in _fresh(items[:9])[kind::3]]) for kind in range(3)]
    assert len(found) == 9
    assert by_kind[0] < by_kind[1] - 0.4 < by_kind[2] - 0.8
    assert ItemCalibration.objects.first().answers == 60
    assert AuditEvent.objects.filter(verb="assessments.placement_test.calibrated").count() == 1


def _fresh(items):
    return [type(item).objects.select_related("calibration").get(pk=item.pk) for item in items]


def test_few_answers_leave_the_writers_judgement(placement_test, education_office, items, ward):
    many_answers(placement_test, education_office, items, ward, people_count=29)
    before = list(ItemCalibration.objects.values_list("pk", "difficulty"))
    with pytest.raises(TooFewAnswers):
        api.calibrate_test(placement_test.pk, by=education_office)
    assert list(ItemCalibration.objects.values_list("pk", "difficulty")) == before
