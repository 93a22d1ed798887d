"""Which item comes next, when it ends, and how well made-up learners are placed."""

from collections import Counter

import numpy as np
import pytest

from assessments.placement.adaptive import (
    Pool,
    PoolItem,
    Rules,
    Stop,
    ability_of,
    band_at,
    band_chances,
    enough,
    next_item,
    select,
)
from assessments.placement.irt import Ability, Parameters
from assessments.placement.simulation import simulate

NEAREST = Rules(among=1)


def a_pool(items=60, *, areas=("",), shares=None, seed=1):
    random = np.random.default_rng(seed)
    made = [
        PoolItem(f"i{n}", Parameters(float(b), float(a)), areas[n % len(areas)])
        for n, (a, b) in enumerate(zip(random.uniform(0.7, 1.6, items), random.uniform(-2.5, 2.5, items), strict=True))
    ]
    return Pool(made, shares)


def randomly():
    return np.random.default_rng(7)


@pytest.mark.parametrize("ability", [-2.0, -0.3, 0.0, 1.1, 2.4])
def test_without_chance_the_next_item_tells_the_most(ability):
    pool = a_pool()
    likely = 1 / (1 + np.exp(-pool.items.discrimination * (ability - pool.items.difficulty)))
    tells = pool.items.discrimination**2 * likely * (1 - likely)
    theirs = max(set(range(60)) - {3, 8}, key=lambda place: tells[place])
    unused = np.ones((1, 60), dtype=bool)
    unused[0, [3, 8]] = False
    assert select(pool, np.array([ability]), unused, NEAREST, randomly())[0] == theirs


def test_the_best_few_share_the_first_place():
    random = randomly()
    first = Counter(next_item(a_pool(), {}, Rules(among=4), random) for _ in range(400))
    assert len(first) == 4
    assert min(first.values()) > 60


def test_no_item_comes_twice_and_in_the_end_none_is_left():
    pool, answers, random = a_pool(8), {}, randomly()
    while key := next_item(pool, answers, Rules(), random):
        assert key not in answers
        answers[key] = True
    assert len(answers) == 8
    assert next_item(Pool([]), {}, Rules(), random) is None


def test_areas_get_their_share():
    pool = a_pool(90, areas=("reading", "sums", "law"), shares={"reading": 2, "sums": 1, "law": 1})
    answers, random = {}, randomly()
    for turn in range(20):
        answers[next_item(pool, answers, Rules(), random)] = turn % 2 == 0
    got = Counter(pool.areas[pool.area_of[pool.at[key]]] for key in answers)
    assert got == {"reading": 10, "sums": 5, "law": 5}


def test_an_area_that_has_run_out_is_made_up_for_by_others():
    pool = Pool([PoolItem(f"i{n}", Parameters(0.0), "few" if n < 2 else "many") for n in range(10)])
    answers, random = {}, randomly()
    while key := next_item(pool, answers, Rules(), random):
        answers[key] = True
    assert len(answers) == 10


def test_an_area_without_a_share_comes_last():
    pool = Pool([PoolItem(f"i{n}", Parameters(0.0), "a" if n < 5 else "b") for n in range(10)], {"a": 1.0})
    answers, random = {}, randomly()
    for _ in range(5):
        answers[next_item(pool, answers, Rules(), random)] = True
    assert set(answers) == {f"i{n}" for n in range(5)}
    assert next_item(pool, answers, Rules(), random) is not None


def test_it_ends_when_it_is_precise_enough_or_long_enough():
    pool, rules = a_pool(), Rules(standard_error=0.4, least=5, most=20)
    assert enough(Ability(0, 0.5), 10, pool, rules) is None
    assert enough(Ability(0, 0.4), 10, pool, rules) == Stop.PRECISE
    assert enough(Ability(0, 0.3), 4, pool, rules) is None
    assert enough(Ability(0, 0.9), 20, pool, rules) == Stop.MOST
    assert enough(Ability(0, 0.9), 3, a_pool(3), rules) == Stop.EMPTY


def test_right_answers_raise_the_ability_and_narrow_the_error():
    pool = a_pool()
    keys = pool.keys[:6]
    low, high = (ability_of(pool, dict.fromkeys(keys, right), Rules()) for right in (False, True))
    assert low.value < 0 < high.value
    assert max(low.standard_error, high.standard_error) < 1.5
    assert ability_of(pool, dict.fromkeys([*keys, "gone"], True), Rules()) == high


def test_bands_and_their_chances():
    assert [band_at(value, [-1.0, 1.0]) for value in (-1.5, -1.0, 0.0, 1.0, 3.0)] == [0, 1, 1, 2, 2]
    chances = band_chances(Ability(0.0, 0.5), [-1.0, 1.0])
    assert chances == pytest.approx([0.02275, 0.9545, 0.02275], abs=1e-4)
    assert band_chances(Ability(0.0, 0.5), []) == [1.0]


def test_made_up_learners_are_placed_where_they_belong():
    trial = simulate(a_pool(200), [-1.0, 1.0], Rules(standard_error=0.3, most=30))
    assert all(sum(row) == 1000 for row in trial.placed)
    assert min(trial.share_right(band) for band in range(3)) > 0.8
    assert min(trial.share_near(band) for band in range(3)) > 0.99
    assert 5 <= trial.mean_items <= 30
    assert simulate(a_pool(200), [-1.0, 1.0], Rules(standard_error=0.3, most=30)) == trial


def test_a_poor_pool_shows_in_the_trial():
    easy = Pool([PoolItem(f"i{n}", Parameters(-3.0)) for n in range(10)])
    trial, good = (simulate(pool, [1.0], Rules()) for pool in (easy, a_pool(200)))
    assert trial.share_right(1) < 0.6 < good.share_right(1)
    assert trial.most_shown == 1.0
    assert simulate(Pool([]), [1.0], Rules()).mean_items == 0


def test_drawing_among_more_shows_each_item_to_fewer():
    one, five = (simulate(a_pool(200), [0.0], Rules(among=among)).most_shown for among in (1, 8))
    assert one == 1.0
    assert five < 0.65
