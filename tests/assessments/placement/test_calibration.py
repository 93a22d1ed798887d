"""Difficulties from answers, beside published estimates and girth."""

import girth
import numpy as np
import pytest

from assessments.placement.calibration import calibrate
from tests.assessments.published import LSAT6

NAN = float("nan")


def simulated(seed, *, learners=1500, items=20, mean=0.0, sd=1.0):
    random = np.random.default_rng(seed)
    b, ability = random.normal(0, 1, items), random.normal(mean, sd, (learners, 1))
    return b, (random.random((learners, items)) < 1 / (1 + np.exp(b - ability))).astype(float)


def test_the_lsat_has_the_published_estimates():
    """Rizopoulos (2006), J. Statistical Software 17(5), section 3.1, `rasch(LSAT)`: one discrimination for all, 0.7551."""
    found = calibrate(LSAT6, tolerance=1e-7)
    assert found.converged
    assert found.sd == pytest.approx(0.7551, abs=2e-3)
    published = [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802]
    assert (found.difficulty / found.sd).tolist() == pytest.approx(published, abs=1e-2)


@pytest.mark.parametrize("seed", range(3))
def test_difficulties_are_those_of_girth(seed):
    _true, answers = simulated(seed)
    theirs = girth.onepl_mml(answers.T.astype(int), options={"quadrature_bounds": (-6, 6), "quadrature_n": 61})
    found = calibrate(answers)
    assert found.sd == pytest.approx(theirs["Discrimination"], rel=0.02)
    ours = found.difficulty / found.sd
    assert ours.tolist() == pytest.approx(theirs["Difficulty"].tolist(), abs=0.03)


def test_the_true_difficulties_lie_within_their_errors():
    """But for the shift that all have in common: these learners' mean is not exactly 0."""
    true, answers = simulated(5, items=40)
    found = calibrate(answers)
    off = found.difficulty - true
    assert 0.8 < np.std((off - off.mean()) / found.standard_error) < 1.2
    assert abs(off.mean()) < 0.1
    assert found.sd == pytest.approx(1.0, abs=0.08)


def test_what_was_believed_holds_the_scale_when_the_learners_are_strong():
    true, answers = simulated(6, mean=1.0)
    found = calibrate(answers, believed=np.round(true), believed_sd=1.0)
    assert found.mean == pytest.approx(1.0, abs=0.25)
    assert np.abs(found.difficulty - true).mean() < 0.25
    free = calibrate(answers)
    assert (free.difficulty - true).mean() == pytest.approx(-1.0, abs=0.1)  # nothing holds it there


def test_an_item_with_few_answers_stays_near_what_was_believed():
    _true, answers = simulated(7, items=5)
    answers[2:, 4] = NAN
    answers[:2, 4] = 1.0
    found = calibrate(answers, believed=np.array([0, 0, 0, 0, 1.0]), believed_sd=0.5)
    assert 0.5 < found.difficulty[4] < 1.1
    assert found.standard_error[4] > 0.4 > found.standard_error[0]
    assert found.answers.tolist() == [1500, 1500, 1500, 1500, 2]


def test_answers_of_an_adaptive_test_bend_nothing():
    """Easy items for those who began badly, hard ones for the others: an analysis of plain shares would be off by half a logit."""
    true, answers = simulated(8, learners=4000, items=30)
    began_well = answers[:, :10].sum(axis=1) > 5
    easy = true[10:] < 0
    answers[:, 10:] = np.where(began_well[:, None] == easy[None, :], NAN, answers[:, 10:])
    found = calibrate(answers)
    assert np.abs(found.difficulty - true).max() < 0.25


@pytest.mark.parametrize("answers", [[[NAN, NAN]], [[0.5, 1.0]], np.zeros((0, 3))], ids=["none", "partial", "nobody"])
def test_nothing_to_go_by_is_refused(answers):
    with pytest.raises(ValueError):
        calibrate(np.array(answers))
