"""The one description of a sheet."""

from itertools import combinations
from math import dist
from uuid import UUID

import pytest
from django.utils import translation

from assessments.exams.paper import layout, sheets
from assessments.exams.paper.codes import SheetCode, read_code
from lms.lib.errors import Invalid
from tests.factories import exam_papers as a


def test_the_same_form_has_the_same_layout():
    assert sheets.layout_of(a.a_form()) == sheets.layout_of(a.a_form())


def test_the_key_changes_nothing():
    with_key = a.a_form([a.a_choice(1, correct=("o2",)), a.a_number(2, value=12.5)])
    without = a.a_form([a.a_choice(1), a.a_number(2)])
    assert sheets.layout_of(with_key) == sheets.layout_of(without)
    assert sheets.answer_sheets(with_key) == sheets.answer_sheets(without)


def test_another_order_of_options_is_another_layout():
    turned = a.a_choice(1)
    turned.options.reverse()
    assert sheets.layout_of(a.a_form([turned])).fingerprint != sheets.layout_of(a.a_form([a.a_choice(1)])).fingerprint


def test_nothing_overlaps_and_nothing_leaves_the_page():
    for page in sheets.layout_of(a.a_form([a.a_choice(n, 2 + n % 9) for n in range(1, 90)])).pages:
        assert all(dist((b.x, b.y), (c.x, c.y)) >= 6.9 for b, c in combinations(page.bubbles, 2))
        assert all(22 < b.x < 188 and 55 < b.y < 275 for b in page.bubbles)


def test_every_question_is_on_some_page():
    laid = sheets.layout_of(a.a_form([a.a_choice(n) for n in range(1, 101)]))
    assert len({bubble.item for page in laid.pages for bubble in page.bubbles}) == 100
    assert len(laid.pages) == 3


def test_a_question_that_fits_no_page_is_refused():
    with translation.override("en"), pytest.raises(Invalid, match="too many options"):
        sheets.layout_of(a.a_form([a.a_choice(1, 200)]))


def test_the_markers_stand_clear_of_everything():
    for left, top in layout.MARKERS.values():
        assert left <= 10 or left >= 190
        assert 5 <= top <= layout.HEIGHT - layout.MARKER - 5


def test_a_code_is_read_back():
    code = SheetCode(UUID(int=5), UUID(int=2**128 - 1), 12, "ABCDEFGH")
    assert read_code(code.text()) == code


def test_a_code_with_a_wrong_character_is_no_code():
    text = SheetCode(UUID(int=5), UUID(int=6), 1, "ABCDEFGH").text()
    for place in range(len(text)):
        wrong = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        assert read_code(wrong) is None


@pytest.mark.parametrize("text", ["", "https://example.org", "NLA1", "新叶", "NLA1" + "A" * 71])
def test_another_code_is_no_code(text):
    assert read_code(text) is None
