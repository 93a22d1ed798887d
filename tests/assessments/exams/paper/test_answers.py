"""From filled bubbles to a response in the project's formats."""

import pytest

from assessments.exams.paper.answers import Mistaken, field_of, letter, response_of
from tests.factories import exam_papers as a


@pytest.mark.parametrize(
    ("item", "filled", "response"),
    [
        (a.a_choice(1), {"": ["o2"]}, "o2"),
        (a.a_choice(1), {"": []}, ""),
        (a.a_choice(1, multiple=True), {"": ["o3", "o1"]}, "o1[,]o3"),
        (a.an_order(1, 3), {"1": ["o3"], "2": ["o1"], "3": ["o2"]}, "o3[,]o1[,]o2"),
        (a.a_match(1), {"l1": ["r2"], "l2": [], "l3": ["r2"]}, "l1[.]r2[,]l3[.]r2"),
        (a.an_inline_choice(1), {"g1": ["o1"], "g2": ["o1"]}, "g1[.]o1[,]g2[.]o1"),
        (a.a_hotspot(1), {"": ["a2"]}, "a2"),
    ],
)
def test_filled_bubbles_make_a_response(item, filled, response):
    assert response_of(field_of(1, item), filled) == response


@pytest.mark.parametrize(
    ("typed", "response"),
    [("12.5", "12.5"), ("-0.25", "-0.25"), ("  7", "7"), ("- 7", "-7"), (".5", ".5"), ("3.", "3.")],
)
def test_columns_make_a_number(typed, response):
    assert response_of(field_of(1, a.a_number(1)), columns(typed)) == response


def test_a_number_has_its_unit():
    assert response_of(field_of(1, a.a_number(1, "mm", "cm")), {**columns("12"), "unit": ["cm"]}) == "12 cm"


@pytest.mark.parametrize("typed", ["1 2", "1.2.3", "-", ".", "- ."])
def test_columns_that_make_no_number_are_a_doubt(typed):
    with pytest.raises(Mistaken, match="no_number"):
        response_of(field_of(1, a.a_number(1)), columns(typed))


@pytest.mark.parametrize(
    ("item", "filled", "reason"),
    [
        (a.a_choice(1), {"": ["o1", "o2"]}, "two_filled"),
        (a.an_order(1, 2), {"1": ["o1"], "2": ["o1"]}, "repeated"),
        (a.an_order(1, 2), {"1": ["o1"], "2": []}, "incomplete"),
        (a.an_inline_choice(1, once=True), {"g1": ["o1"], "g2": ["o1"]}, "repeated"),
    ],
)
def test_what_makes_no_answer_is_a_doubt(item, filled, reason):
    with pytest.raises(Mistaken, match=reason):
        response_of(field_of(1, item), filled)


def test_letters_go_on_after_z():
    assert [letter(0), letter(25), letter(26), letter(27)] == ["A", "Z", "AA", "AB"]


def columns(typed):
    return {str(place): [sign] for place, sign in enumerate(typed, start=1) if sign != " "}
