"""The normaliser of the search: the shared examples, and what must hold for every text."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.management.commands.search_table import TABLET, pairs, tablet_source
from lms.lib.search_text import TABLE, find, normalise, runs, tokens

ROOT = Path(__file__).parents[3]
SHARED = json.loads((ROOT / "tests/samples/search_text.json").read_text(encoding="utf-8"))
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=40)


@pytest.mark.parametrize("case", SHARED["texts"], ids=lambda case: case["text"][:12])
def test_a_text_becomes_the_words_that_the_tablet_makes_of_it(case):
    assert normalise(case["text"]) == case["words"]
    assert [case["text"][token.start : token.end] for token in tokens(case["text"])] == case["from"]


@pytest.mark.parametrize("case", SHARED["queries"], ids=lambda case: case["query"])
def test_a_query_becomes_the_runs_that_the_tablet_makes_of_it(case):
    assert [{"words": list(run.words), "prefix": run.prefix} for run in runs(case["query"])] == case["runs"]


def test_the_table_is_what_opencc_says_of_single_characters():
    table = pairs()
    assert json.loads(TABLE.read_text(encoding="utf-8")) == {
        "from": "".join(table),
        "to": "".join(table.values()),
    }
    assert (ROOT / TABLET).read_text(encoding="utf-8") == tablet_source(table)


@given(ANY_TEXT)
def test_words_lie_in_their_text_in_order(text):
    places = [(token.start, token.end) for token in tokens(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(ANY_TEXT)
def test_what_is_normalised_stays_as_it_is(text):
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(st.sampled_from("减壓閥气瓶的，。 aB1"), max_size=30), st.data())
def test_any_one_or_two_characters_of_a_text_are_found_in_it(text, data):
    words = tokens(text)
    singles = [token for token in words if token.single]
    if not singles:
        return
    first = data.draw(st.sampled_from(singles))
    part = text[first.start : first.start + data.draw(st.integers(1, 2))]
    if all(token.single for token in tokens(part)):
        assert all(find(run, words) >= 0 for run in runs(part))


@given(ANY_TEXT)
def test_no_word_holds_what_an_index_would_cut_at(text):
    for token in tokens(text):
        assert all(unicodedata.category(character)[0] in "LMN" for character in token.word)
