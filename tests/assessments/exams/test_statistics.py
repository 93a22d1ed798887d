"""Item analysis beside independent libraries on the same data, and beside worked examples that were published."""

import numpy as np
import pytest
from girth.common import cronbach_alpha
from scipy import stats

from assessments.exams.statistics import ScoredItem, analyse, extreme_weights, reliability
from tests.assessments.published import LSAT6, QUIZ

NAN = float("nan")


def right_or_wrong(items):
    return [ScoredItem(f"q{n}", 1.0) for n in range(items)]


def answers(seed, *, candidates=80, items=12, most=1):
    """Scores of people of different strength; with `most` above 1, points in between too."""
    random = np.random.default_rng(seed)
    strength, hardness = random.normal(size=(candidates, 1)), random.normal(size=(1, items))
    return random.binomial(most, 1 / (1 + np.exp(hardness - strength))).astype(float)


@pytest.mark.parametrize("most", [1, 4])
@pytest.mark.parametrize("seed", range(10))
def test_alpha_is_that_of_girth(seed, most):
    scores = answers(seed, most=most)
    found = analyse([ScoredItem(f"q{n}", most) for n in range(12)], scores).paper
    alpha = cronbach_alpha(scores.T)
    assert found.alpha == pytest.approx(alpha, abs=1e-12)
    assert found.sem == pytest.approx(scores.sum(axis=1).std(ddof=1) * (1 - alpha) ** 0.5)
    assert found.is_kr20 == (most == 1)


@pytest.mark.parametrize("seed", range(10))
def test_alpha_without_an_item_is_that_of_girth(seed):
    scores = answers(seed)
    for column, item in enumerate(analyse(right_or_wrong(12), scores).items):
        rest = np.delete(scores, column, axis=1)
        assert item.alpha_without == pytest.approx(cronbach_alpha(rest.T), abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_discrimination_is_the_point_biserial_of_scipy_with_the_rest(seed):
    scores = answers(seed)
    for column, item in enumerate(analyse(right_or_wrong(12), scores).items):
        rest = np.delete(scores, column, axis=1).sum(axis=1)
        expected = stats.pointbiserialr(scores[:, column].astype(bool), rest).statistic
        assert item.discrimination == pytest.approx(expected, abs=1e-12)


def test_facility_and_spread_are_those_of_scipy():
    scores = answers(3)
    ours = analyse(right_or_wrong(12), scores)
    each, totals = stats.describe(scores), stats.describe(scores.sum(axis=1))
    assert [item.facility for item in ours.items] == pytest.approx(each.mean.tolist())
    assert [item.sd for item in ours.items] == pytest.approx(np.sqrt(each.variance).tolist())
    assert ours.paper.mean == pytest.approx(totals.mean)
    assert ours.paper.sd == pytest.approx(totals.variance**0.5)
    assert ours.paper.median == stats.scoreatpercentile(scores.sum(axis=1), 50)
    assert (ours.paper.lowest, ours.paper.highest) == totals.minmax


def test_kr20_of_a_published_quiz():
    """Wuensch, East Carolina University, StatHelp/KR20: variance of the totals 5.84, of the items 2.18 together."""
    found = analyse(right_or_wrong(10), QUIZ).paper
    assert found.alpha == pytest.approx(10 / 9 * (1 - 2.18 / 5.84))
    assert found.is_kr20


def test_alpha_and_facilities_of_the_lsat():
    """Rizopoulos (2006), J. Statistical Software 17(5), `descript(LSAT)`: facilities, and alpha 0.295."""
    found = analyse(right_or_wrong(5), LSAT6)
    assert [round(item.facility, 3) for item in found.items] == [0.924, 0.709, 0.553, 0.763, 0.870]
    assert round(found.paper.alpha, 3) == 0.295
    assert [round(item.alpha_without, 3) for item in found.items] == [0.275, 0.238, 0.217, 0.246, 0.266]


def test_the_distribution_counts_tenths_of_the_points():
    scores = [[1.0] * n + [0.0] * (10 - n) for n in (0, 1, 1, 5, 10)]
    found = analyse(right_or_wrong(10), scores).paper
    assert found.distribution == (1, 2, 0, 0, 0, 1, 0, 0, 0, 1)


def test_upper_less_lower_takes_27_percent_at_each_end():
    scores = np.array([[1.0 if n >= 5 else 0.0] + [1.0] * n + [0.0] * (9 - n) for n in range(10)])
    found = analyse(right_or_wrong(10), scores)
    assert found.items[0].upper_lower == 1.0
    assert found.items[9].upper_lower == pytest.approx(1 / 3)  # one of the best three, none of the worst three


def test_those_who_tie_at_the_edge_share_the_last_places():
    weights = extreme_weights(np.array([9.0, 5.0, 5.0, 5.0, 1.0, 0.0, 0.0]), 0.27)  # two places
    assert weights.tolist() == pytest.approx([1 / 2, 1 / 6, 1 / 6, 1 / 6, 0, 0, 0])


def test_the_order_of_the_candidates_makes_no_difference():
    scores = answers(5)
    turned = analyse(right_or_wrong(12), scores[::-1])
    for one, other in zip(analyse(right_or_wrong(12), scores).items, turned.items, strict=True):
        assert one.upper_lower == pytest.approx(other.upper_lower)
        assert one.discrimination == pytest.approx(other.discrimination)


def test_options_are_counted_with_the_mean_total_of_those_who_chose_them():
    items = [ScoredItem("q", 1.0, ("a", "b"), frozenset({"a"})), ScoredItem("r", 2.0)]
    chosen = [[{"a"}, ()], [{"b"}, ()], [{"b"}, ()], [(), ()]]
    found = analyse(items, [[1, 2], [0, 2], [0, 1], [0, 0]], chosen=chosen).items[0].options
    told = [(one.option, one.right, one.count, one.share, one.mean_total) for one in found]
    assert told == [("a", True, 1, 0.25, 3.0), ("b", False, 2, 0.5, 1.5), ("", False, 1, 0.25, 0.0)]
    assert [one.best for one in found] == [1.0, 0.0, 0.0]
    assert [one.worst for one in found] == [0.0, 0.0, 1.0]


def test_a_dropped_item_counts_for_nothing_and_still_shows_how_it_did():
    scores = answers(7)
    found = analyse(right_or_wrong(12), scores, dropped=["q3"])
    without = analyse(right_or_wrong(11), np.delete(scores, 3, axis=1))
    assert found.paper == without.paper
    assert found.totals == without.totals
    dropped = found.items[3]
    assert (dropped.dropped, dropped.alpha_without) == (True, None)
    assert dropped.facility == pytest.approx(scores[:, 3].mean())
    assert dropped.discrimination == pytest.approx(np.corrcoef(scores[:, 3], np.delete(scores, 3, axis=1).sum(1))[0, 1])


def test_what_a_candidate_was_not_given_is_not_taken_for_wrong():
    found = analyse(right_or_wrong(3), [[1, NAN, 1], [0, 1, NAN], [NAN, 0, 0]])
    assert [item.given for item in found.items] == [2, 2, 2]
    assert [item.facility for item in found.items] == [0.5, 0.5, 0.5]
    assert found.totals == (2.0, 1.0, 0.0)
    assert found.paper.most == 2.0


def test_forms_of_unequal_size_are_brought_to_the_average_one():
    found = analyse(right_or_wrong(4), [[1, 1, 1, 1], [1, 0, NAN, NAN]])
    assert found.paper.most == 3.0
    assert found.totals == (3.0, 1.5)


def test_alpha_of_draws_is_that_of_a_form_not_of_the_pool():
    """Each of 4,000 had 10 of 40 equally hard items: alpha is near that of ten such items which all had."""
    random = np.random.default_rng(1)
    strength = random.normal(size=(4000, 1))
    full = (random.random((4000, 40)) < 1 / (1 + np.exp(-strength))).astype(float)
    drawn = np.full_like(full, NAN)
    for row, line in enumerate(full):
        taken = random.choice(40, 10, replace=False)
        drawn[row, taken] = line[taken]
    of_ten = np.mean([reliability(full[:, start : start + 10]) for start in range(0, 40, 10)])
    assert reliability(drawn) == pytest.approx(of_ten, abs=0.03)
    assert reliability(full) > of_ten + 0.1


def shared_covariance(one, other):
    both = ~np.isnan(one) & ~np.isnan(other)
    return np.cov(one[both], other[both])[0, 1]


def test_each_pair_of_items_counts_with_those_who_had_both():
    scores = answers(9, candidates=60)
    scores[np.random.default_rng(2).random(scores.shape) < 0.2] = NAN
    covariances = np.array([[shared_covariance(one, other) for other in scores.T] for one in scores.T])
    v, c = covariances.diagonal().mean(), covariances[~np.eye(12, dtype=bool)].mean()
    k = (~np.isnan(scores)).sum(axis=1).mean()
    assert reliability(scores) == pytest.approx(k * c / (v + (k - 1) * c))


def test_one_candidate_has_a_mean_and_nothing_that_needs_two():
    found = analyse(right_or_wrong(3), [[1, 0, 1]])
    assert (found.paper.candidates, found.paper.mean, found.paper.sd) == (1, 2.0, None)
    assert (found.paper.alpha, found.paper.sem) == (None, None)
    assert {(item.discrimination, item.upper_lower) for item in found.items} == {(None, None)}


def test_nobody_at_all_is_no_error():
    found = analyse(right_or_wrong(2), [])
    assert (found.paper.candidates, found.paper.mean, sum(found.paper.distribution)) == (0, None, 0)
    assert [item.facility for item in found.items] == [None, None]


def test_without_variance_there_is_no_discrimination_and_no_alpha():
    found = analyse(right_or_wrong(3), [[1, 1, 1]] * 5)
    assert found.paper.alpha is None
    assert {item.discrimination for item in found.items} == {None}
    one_constant = analyse(right_or_wrong(3), [[1, 1, 1], [1, 0, 0], [1, 1, 0], [1, 0, 1]])
    assert one_constant.items[0].discrimination is None


def test_all_items_dropped_leave_nobody_with_a_score():
    found = analyse(right_or_wrong(2), [[1, 0], [0, 1]], dropped=["q0", "q1"])
    assert (found.paper.candidates, found.paper.items, found.paper.alpha) == (0, 0, None)


@pytest.mark.parametrize(
    ("items", "scores", "more"),
    [
        ([ScoredItem("q", 1)], [[2]], {}),
        ([ScoredItem("q", 1)], [[-1]], {}),
        ([ScoredItem("q", 0)], [[0]], {}),
        ([ScoredItem("q", 1)], [[float("inf")]], {}),
        ([ScoredItem("q", 1), ScoredItem("q", 1)], [[1, 1]], {}),
        ([ScoredItem("q", 1)], [[1]], {"dropped": ["other"]}),
        ([ScoredItem("q", 1)], [[1]], {"chosen": [[], []]}),
    ],
)
def test_what_cannot_be_is_refused(items, scores, more):
    with pytest.raises(ValueError):
        analyse(items, scores, **more)
