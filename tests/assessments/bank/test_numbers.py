"""Numbers as people write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.scoring import read_number, score
from lms.packages import shapes

COMMON = {"id": "urn:newleaf:item:1", "version": 1, "prompt_html": "<p>?</p>"}
MM, CM = {"text": "毫米"}, {"text": "cm", "factor": 10.0}


def a_number(value, **fields):
    return shapes.NumericItem(**COMMON, value=value, **fields)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", "12.5"),
        ("１２.５", "12.5"),
        ("１２．５", "12.5"),
        ("12。5", "12.5"),
        (" 12.5。", "12.5"),
        (".5", "0.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        ("- 3", "-3"),
        ("1,234", "1234"),
        ("1，234", "1234"),
        ("1,234,567.8", "1234567.8"),
        ("1 234 567", "1234567"),
        ("1\u202f234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1.234", "1.234"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("3/4", "3/4"),
        ("1 1/2", "3/2"),
        ("1½", "3/2"),
        ("¾", "3/4"),
        ("-1 1/2", "-3/2"),
        ("1.2e3", "1200"),
        ("1.2×10³", "1200"),
        ("1.2 x 10^3", "1200"),
        ("5×10⁻²", "0.05"),
        ("١٢", "12"),
        ("၁၂", "12"),
    ],
)
def test_a_number_is_read_in_every_usual_writing(text, number):
    assert read_number(text, []) == (Fraction(number), None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "mm",
        "1,2,3",
        "12.5.3",
        "1,23,456",
        "1 2",
        "1/0",
        "1/2/3",
        "1 5/3",
        "10²",
        "1e99",
        "--3",
        "twelve",
        "十二",
        "12 5/",
        "12 mm",
        "x=5",
        "9" * 81,
        "nan",
        "inf",
    ],
)
def test_what_could_be_read_two_ways_or_not_at_all_is_no_number(text):
    assert read_number(text, []) is None


@pytest.mark.parametrize(
    ("response", "mark"),
    [
        ("12.5 毫米", 1.0),
        ("１２.５毫米", 1.0),
        ("12.5 毫 米。", 1.0),
        ("1.25cm", 1.0),
        ("1.25 CM", 1.0),
        ("12.5", 1.0),
        ("12.5 m", 0.0),
        ("12.5 毫米 毫米", 0.0),
        ("毫米", 0.0),
    ],
)
def test_a_number_counts_in_every_unit_of_the_item(response, mark):
    assert score(a_number(12.5, units=[MM, CM]), response) == mark


def test_a_unit_can_be_asked_for():
    item = a_number(12.5, units=[MM, CM], unit_required=True)
    assert (score(item, "12.5"), score(item, "12.5 毫米")) == (0.0, 1.0)


def test_a_unit_may_stand_before_the_number():
    item = a_number(50, units=[{"text": "¥"}, {"text": "元"}])
    assert [score(item, text) for text in ("¥50", "￥ 50", "50元", "¥50元", "$50")] == [1.0, 1.0, 1.0, 0.0, 0.0]


def test_capital_letters_of_a_unit_count_only_where_two_could_be_meant():
    power = a_number(1, units=[{"text": "mW"}, {"text": "MW", "factor": 1e9}])
    assert [score(power, text) for text in ("1 mW", "1 MW", "1 mw")] == [1.0, 0.0, 0.0]
    assert score(a_number(1, units=[{"text": "kWh"}]), "1 KWH") == 1.0


@pytest.mark.parametrize("area", ["m2", "m²", "㎡", "m^2", "ｍ２"])
def test_a_square_is_a_square_however_it_is_written(area):
    assert score(a_number(3, units=[{"text": "m²"}]), f"3 {area}") == 1.0


@pytest.mark.parametrize(("response", "mark"), [("1.0", 1.0), ("1.2", 1.0), ("1.1999", 1.0), ("1.2001", 0.0), ("0.9999", 0.0)])  # fmt: skip
def test_the_borders_of_the_tolerance_are_right_to_the_last_digit(response, mark):
    assert score(a_number(1.1, tolerance=0.1), response) == mark


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_thousands_and_both_decimal_signs_mean_the_same(whole, places):
    text = f"{whole:,}"
    assert read_number(text, []) == (Fraction(whole), None)
    assert read_number(text.replace(",", " "), []) == (Fraction(whole), None)
    if places != 3:
        decimals = f"{abs(whole)}."[:-1] + "." + "7" * places if places else str(abs(whole))
        assert read_number(decimals.replace(".", ","), []) == read_number(decimals, [])


@given(
    st.text(max_size=100),
    st.lists(st.builds(shapes.Unit, text=st.text(max_size=3), factor=st.floats()), max_size=3),
    st.floats(),
    st.floats(),
)
def test_nothing_that_is_written_or_configured_raises(text, units, value, tolerance):
    assert score(a_number(value, units=units, tolerance=tolerance), text) in (0.0, 1.0)
