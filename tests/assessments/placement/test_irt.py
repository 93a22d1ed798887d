"""Probability, information and ability, beside girth and scipy on random data."""

import girth
import numpy as np
import pytest
from scipy.special import expit

from assessments.placement.irt import Ability, Items, Parameters, eap, information, mle, probability

SEEDS = range(12)


def drawn(seed, *, items=15, equal=False):
    """(items, answers of one person): of several difficulties; with `equal` every discrimination is 1."""
    random = np.random.default_rng(seed)
    a = np.ones(items) if equal else random.uniform(0.5, 2.0, items)
    b = random.normal(0, 1.2, items)
    ability = random.normal()
    right = random.random(items) < 1 / (1 + np.exp(-a * (ability - b)))
    right[:2] = True, False  # or there is no likeliest ability
    return Items([Parameters(float(y), float(x)) for x, y in zip(a, b, strict=True)]), right.astype(float)


def fisher(ability, a, b, step=1e-4):
    """By numbers, from the curve alone."""
    curve = [expit(a * (ability + side - b)) for side in (-step, 0, step)]
    return ((curve[2] - curve[0]) / (2 * step)) ** 2 / (curve[1] * (1 - curve[1]))


@pytest.mark.parametrize("seed", SEEDS)
def test_probability_is_logistic_and_information_that_of_its_slope(seed):
    """Fisher's information of a yes-or-no answer: the squared slope over the variance."""
    items, _answers = drawn(seed)
    for ability in np.linspace(-4, 4, 9):
        for column, (a, b) in enumerate(zip(items.discrimination, items.difficulty, strict=True)):
            likely = expit(a * (ability - b))
            assert probability(ability, items)[0, column] == pytest.approx(likely, abs=1e-12)
            assert information(ability, items)[0, column] == pytest.approx(fisher(ability, a, b), rel=1e-6)


@pytest.mark.parametrize("equal", [True, False], ids=["1PL", "2PL"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_likeliest_ability_is_that_of_girth_with_fishers_error(seed, equal):
    items, answers = drawn(seed, equal=equal)
    found = mle(answers, items)
    theirs = girth.ability_mle(answers.astype(int)[:, None], items.difficulty, items.discrimination)[0]
    assert found.value == pytest.approx(theirs, abs=1e-3)
    known = sum(fisher(found.value, a, b) for a, b in zip(items.discrimination, items.difficulty, strict=True))
    assert found.standard_error == pytest.approx(known**-0.5, rel=1e-6)


@pytest.mark.parametrize("equal", [True, False], ids=["1PL", "2PL"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_expected_ability_is_that_of_girth(seed, equal):
    items, answers = drawn(seed, equal=equal)
    options = {"quadrature_bounds": (-6, 6), "quadrature_n": 201}
    theirs = girth.ability_eap(answers.astype(int)[:, None], items.difficulty, items.discrimination, options=options)[0]
    assert eap(answers, items, mean=0, sd=1).value == pytest.approx(theirs, abs=1e-4)


def test_the_error_of_an_expected_ability_is_the_posteriors_spread():
    """By brute force on a grid ten times as fine."""
    items, answers = drawn(3)
    grid = np.linspace(-8, 8, 16001)
    likely = probability(grid, items)
    weights = np.prod(np.where(answers == 1, likely, 1 - likely), axis=1) * np.exp(-0.5 * (grid / 1.5) ** 2)
    mean = (weights @ grid) / weights.sum()
    found = eap(answers, items)
    assert found.value == pytest.approx(mean, abs=1e-4)
    assert found.standard_error == pytest.approx(((weights @ (grid - mean) ** 2) / weights.sum()) ** 0.5, abs=1e-4)


def test_what_was_not_asked_says_nothing():
    items, answers = drawn(1, items=4)
    answers[2] = np.nan
    fewer = Items([Parameters(items.difficulty[n], items.discrimination[n]) for n in (0, 1, 3)])
    assert eap(answers, items) == eap(answers[[0, 1, 3]], fewer)


def test_without_answers_the_prior_stands():
    items, _answers = drawn(1, items=2)
    assert eap([np.nan, np.nan], items, mean=0.5, sd=1.0) == Ability(
        pytest.approx(0.5, abs=1e-6), pytest.approx(1.0, abs=1e-4)
    )


@pytest.mark.parametrize("answers", [[1.0, 1.0, 1.0], [0.0, 0.0, 0.0], [np.nan] * 3], ids=["right", "wrong", "none"])
def test_all_right_or_all_wrong_has_no_likeliest_ability(answers):
    items, _answers = drawn(1, items=3)
    assert mle(answers, items) is None


def test_very_far_abilities_break_nothing():
    items = Items([Parameters(0.0, 2.0)])
    assert probability([-1e4, 1e4], items)[:, 0].tolist() == [0.0, 1.0]


@pytest.mark.parametrize("bad", [Parameters(0.0, 0.0), Parameters(0.0, -1.0), Parameters(float("nan"))])
def test_parameters_that_cannot_be_are_refused(bad):
    with pytest.raises(ValueError):
        Items([bad])
