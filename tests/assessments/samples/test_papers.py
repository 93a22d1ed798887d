"""The three papers can be drawn from the sample bank and add up."""

from dataclasses import replace

import pytest

from assessments.samples.items import drafts
from assessments.samples.papers import COOK, MATHS, PAPERS, WELDER, Draw, Fixed, Section, form, total_points

ALL = drafts()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.title)
def test_it_is_worth_a_hundred_points_and_sixty_pass(paper):
    assert total_points(paper) == 100
    assert sum(placed.points for placed in form(paper, ALL, seed=3)) == 100
    assert paper.pass_mark == 60


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.title)
def test_forms_hold_no_item_twice_and_nothing_foreign(paper):
    for seed in range(20):
        placed = form(paper, ALL, seed=seed)
        names = [one.draft.name for one in placed]
        assert len(set(names)) == len(names)
        assert {one.draft.language for one in placed} == {"zh-hans"}
        assert {one.draft.occupation for one in placed} == {paper.occupation}


def test_minutes():
    assert [paper.minutes for paper in PAPERS] == [60, 60, 40]
    assert (WELDER.kind, COOK.kind, MATHS.kind) == ("exam", "exam", "unit_test")


def test_a_seed_gives_its_form_and_another_seed_another():
    names = [one.draft.name for one in form(WELDER, ALL, seed=1)]
    assert [one.draft.name for one in form(WELDER, ALL, seed=1)] == names
    assert [one.draft.name for one in form(WELDER, ALL, seed=2)] != names


def test_every_fixed_item_is_in_every_form():
    for seed in range(5):
        assert {"提拔握压", "减压器的表"} <= {one.draft.name for one in form(WELDER, ALL, seed=seed)}


def test_an_essay_is_worth_what_its_rubric_says():
    for paper in PAPERS:
        for placed in form(paper, ALL, seed=1):
            if placed.draft.item.kind == "extended_text":
                assert placed.points == placed.draft.points


@pytest.mark.parametrize(
    "part",
    [Draw(99, ("材料",)), Draw(1, ("材料",), (5, 5), ("order",)), Draw(1, ("刀工",)), Fixed("没有这道题")],
    ids=str,
)
def test_too_few_items_are_named(part):
    paper = replace(WELDER, sections=(Section("一", 1, (part,)),))
    with pytest.raises(ValueError, match="too few items"):
        form(paper, ALL, seed=1)


def test_draws_from_the_same_items_share_them_out():
    easy = Draw(1, ("安全防护",), (1, 1))
    paper = replace(WELDER, sections=(Section("一", 1, (easy, easy)),))
    for seed in range(20):
        one, other = form(paper, ALL, seed=seed)
        assert one.draft.name != other.draft.name
