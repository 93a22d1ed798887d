"""Points and totals, without a database."""

from decimal import Decimal

import pytest

from assessments.exams.marking.points import points_of_levels, points_of_share, settle, total
from lms.packages import shapes

D = Decimal
RUBRIC = [
    shapes.Criterion(id="a", title="甲", levels=[shapes.RubricLevel(points=p, description="") for p in (0, 1, 3)]),
    shapes.Criterion(id="b", title="乙", levels=[shapes.RubricLevel(points=p, description="") for p in (0, 3)]),
]


@pytest.mark.parametrize(
    ("share", "out_of", "points"),
    [(2 / 3, "2", "1.33"), (1 / 3, "2", "0.67"), (0.1 + 0.2, "5", "1.50"), (0.125, "1", "0.13"), (1.0, "2.5", "2.50")],
)
def test_a_question_is_rounded_once_to_a_hundredth_halves_up(share, out_of, points):
    assert points_of_share(share, D(out_of)) == D(points)


def test_levels_are_a_share_of_the_rubric_whatever_the_question_is_worth_here():
    assert points_of_levels(RUBRIC, {"a": 1, "b": 1}, D(6)) == 4
    assert points_of_levels(RUBRIC, {"a": 2, "b": 1}, D(10)) == 10
    assert points_of_levels(RUBRIC, {"a": 0, "b": 1}, D(10)) == 5


@pytest.mark.parametrize("levels", [{}, {"a": 1}, {"a": 3, "b": 0}, {"a": -1, "b": 0}, {"a": "1", "b": 0}])
def test_without_a_level_for_every_criterion_there_are_no_points(levels):
    assert points_of_levels(RUBRIC, levels, D(6)) is None


def test_two_markers_within_the_difference_give_the_mean():
    assert settle({1: D(7), 2: D("8.5")}, D(10)).points == D("7.75")
    assert settle({1: D(7)}, D(10)).points is None


def test_beyond_the_difference_a_third_decides_alone():
    due = settle({1: D(7), 2: D("8.51")}, D(10))
    assert (due.points, due.needs_third) == (None, True)
    assert settle({1: D(2), 2: D(9), 3: D(4)}, D(10)).points == 4


def test_a_dropped_question_counts_neither_way_and_the_pass_mark_falls_with_it():
    found = total([(D(2), D(2), False), (D(0), D(3), True), (D(3), D(5), False)], attended=True, pass_mark=D(6))
    assert (found.points, found.out_of, found.pass_mark, found.passed) == (5, 7, D("4.20"), True)


def test_what_is_not_scored_yet_is_not_passed():
    found = total([(D(9), D(9), False), (None, D(1), False)], attended=True, pass_mark=D(6))
    assert (found.complete, found.passed) == (False, False)


def test_who_was_not_there_has_no_points():
    found = total([(D(9), D(9), False)], attended=False, pass_mark=D(6))
    assert (found.attended, found.points, found.passed) == (False, 0, False)
