"""Drawing forms: whoever can be given a form gets one, and no item twice."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from assessments.exams.papers.blueprint import Blueprint, Draw, Fixed, Section
from assessments.exams.papers.forms import TooFewItems, draw, shortfalls


def paper(*parts):
    return Blueprint(sections=[Section(id="s1", title="一", parts=parts)])


def drawn(count, id="d1", points="2"):
    return Draw(id=id, count=count, points=Decimal(points))


def test_the_same_seed_gives_the_same_form():
    pools = {"d1": [f"i{number}" for number in range(50)]}
    forms = [draw(paper(drawn(10)), pools, seed="a") for _ in range(2)]
    assert forms[0] == forms[1]
    assert forms[0] != draw(paper(drawn(10)), pools, seed="b")


def test_a_fixed_item_is_never_drawn_as_well():
    pools = {"f": ["a"], "d1": ["a", "b", "c"]}
    form = draw(paper(drawn(2), Fixed(id="f", item="a", points=Decimal(5))), pools, seed="x")
    assert sorted(placed.item for placed in form) == ["a", "b", "c"]
    assert [placed.points for placed in form if placed.item == "a"] == [Decimal(5)]


def test_too_few_items_are_named():
    with pytest.raises(TooFewItems) as error:
        draw(paper(drawn(3)), {"d1": ["a", "b"]}, seed="x")
    assert error.value.missing == {"d1": 1}


def test_what_another_form_holds_is_left_out():
    pools = {"d1": list("abcd")}
    first = {placed.item for placed in draw(paper(drawn(2)), pools, seed="x")}
    second = {placed.item for placed in draw(paper(drawn(2)), pools, seed="x", without=frozenset(first))}
    assert first | second == set("abcd")
    with pytest.raises(TooFewItems):
        draw(paper(drawn(3)), pools, seed="x", without=frozenset(first))


def test_items_stay_in_their_sections_when_they_are_mixed():
    sections = [Section(id=f"s{number}", title="", parts=[drawn(5, f"d{number}")]) for number in range(3)]
    pools = {f"d{number}": [f"{number}-{item}" for item in range(9)] for number in range(3)}
    form = draw(Blueprint(sections=sections), pools, seed="x", mixed=True)
    assert [section for section, _ in itertools.groupby(placed.section for placed in form)] == ["s0", "s1", "s2"]


def test_every_item_of_a_pool_comes_up_about_as_often():
    pools = {"d1": [f"i{number}" for number in range(20)]}
    counts = dict.fromkeys(pools["d1"], 0)
    for number in range(2000):
        for placed in draw(paper(drawn(5)), pools, seed=str(number)):
            counts[placed.item] += 1
    assert all(400 < count < 600 for count in counts.values()), counts


@given(
    pools=st.lists(st.sets(st.integers(0, 12), max_size=9), min_size=1, max_size=5),
    counts=st.lists(st.integers(1, 4), min_size=5, max_size=5),
    seed=st.text(max_size=3),
)
def test_a_form_is_drawn_whenever_one_exists(pools, counts, seed):
    """Beside the matching of another library: one row for each place, one column for each item."""
    blueprint = paper(
        *(drawn(count, f"d{number}") for number, (count, _) in enumerate(zip(counts, pools, strict=False)))
    )
    known = {f"d{number}": sorted(map(str, pool)) for number, pool in enumerate(pools)}
    places = [part.id for part in blueprint.parts for _ in range(part.count)]
    fits = csr_matrix([[str(item) in known[place] for item in range(13)] for place in places])
    possible = bool((maximum_bipartite_matching(fits, perm_type="column") >= 0).all())
    assert (shortfalls(blueprint, known) == {}) == possible
    if possible:
        form = draw(blueprint, known, seed=seed)
        assert len({placed.item for placed in form}) == len(form) == blueprint.count
        assert all(placed.item in known[placed.part] for placed in form)
    else:
        with pytest.raises(TooFewItems):
            draw(blueprint, known, seed=seed)
