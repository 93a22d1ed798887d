"""The past sitting: the same every time, with a spread as a real class has it."""

import random
from collections import Counter, defaultdict
from statistics import mean, pstdev

import pytest

from assessments.bank.scoring import score
from assessments.samples.items import MARKED, drafts
from assessments.samples.papers import WELDER, form
from assessments.samples.responses import right_response, wrong_response
from assessments.samples.sitting import MARKERS, answers, marks

ALL = drafts()
FORM = form(WELDER, ALL, seed=1)
PAPER = [placed.draft for placed in FORM]
GIVEN = answers(PAPER)
POINTS = {placed.draft.name: placed.points for placed in FORM}
ITEMS = {draft.name: draft.item for draft in PAPER}


def worth(name, response):
    """By the scorer; for a kind that it does not mark yet, all or nothing."""
    item = ITEMS[name]
    if item.kind in MARKED:
        return 0.0
    marked = score(item, response)
    return float(response == right_response(item)) if marked is None else marked


def totals():
    found = defaultdict(float)
    for answer in GIVEN:
        found[answer.candidate] += worth(answer.item, answer.response) * POINTS[answer.item]
    return found


def test_everybody_has_one_answer_to_everything():
    assert len(GIVEN) == 60 * len(PAPER)
    assert set(Counter((answer.candidate, answer.item) for answer in GIVEN).values()) == {1}


def test_it_is_the_same_every_time_and_another_seed_gives_another():
    assert answers(PAPER) == GIVEN
    assert answers(PAPER, seed=7) != GIVEN


def test_more_candidates_change_nothing_for_those_before():
    assert answers(PAPER, candidates=61)[: len(GIVEN)] == GIVEN


def test_totals_spread_as_in_a_class():
    found = list(totals().values())
    assert 45 < mean(found) < 75
    assert 9 < pstdev(found) < 20


def test_hard_items_are_solved_less_often():
    by_level = defaultdict(list)
    for answer in GIVEN:
        draft = next(draft for draft in PAPER if draft.name == answer.item)
        if draft.item.kind == "choice":
            by_level[draft.difficulty].append(worth(answer.item, answer.response))
    assert mean(by_level[1]) > mean(by_level[2]) > mean(by_level[4])


def test_wrong_answers_prefer_one_distractor():
    chosen = Counter()
    for answer in GIVEN:
        item = ITEMS[answer.item]
        if item.kind == "choice" and not item.multiple and answer.response and answer.response != item.correct[0]:
            chosen[answer.item, answer.response] += 1
    by_item = defaultdict(list)
    for (name, _), many in chosen.items():
        by_item[name].append(many)
    busy = [sorted(many)[-1] / sum(many) for many in by_item.values() if sum(many) >= 10]
    assert mean(busy) > 0.45


def test_some_are_left_out_and_nobody_uses_more_than_the_time():
    used = defaultdict(float)
    for answer in GIVEN:
        used[answer.candidate] += answer.seconds
    left_out = sum(not answer.response for answer in GIVEN)
    assert 0.005 < left_out / len(GIVEN) < 0.06
    assert max(used.values()) <= 60 * 60 + 1
    assert min(used.values()) > 15 * 60


def test_what_time_did_not_allow_is_empty():
    short = answers(PAPER, candidates=5, minutes=10)
    for candidate in range(1, 6):
        mine = [answer for answer in short if answer.candidate == candidate]
        assert sum(answer.seconds for answer in mine) <= 600 + 1
        assert [answer.response for answer in mine if answer.seconds == 0.0] == [""] * sum(a.seconds == 0.0 for a in mine)  # fmt: skip
        assert mine[-1].response == ""


@pytest.mark.parametrize("kind", sorted({draft.item.kind for draft in ALL} - set(MARKED)))
def test_a_wrong_response_is_not_worth_everything(kind):
    for draft in ALL:
        if draft.item.kind == kind:
            chance = random.Random(draft.name)
            given = {wrong_response(draft.item, random.Random(number), chance) for number in range(12)}
            assert right_response(draft.item) not in given, draft.name
            assert all((score(draft.item, response) or 0.0) < 1.0 for response in given), draft.name


@pytest.mark.parametrize("draft", [draft for draft in ALL if draft.item.kind in ("upload", "practical")], ids=lambda d: d.name)  # fmt: skip
def test_what_is_not_written_is_refused(draft):
    with pytest.raises(ValueError, match=draft.name):
        answers([draft])


def test_two_markers_mostly_agree():
    given = marks(PAPER, GIVEN)
    both = defaultdict(dict)
    for mark in given:
        both[mark.candidate, mark.item, mark.criterion][mark.marker] = mark.points
    assert len(both) == 60 * sum(len(i.rubric) for i in ITEMS.values() if i.kind == "extended_text")
    assert all(set(pair) == set(MARKERS) for pair in both.values())
    same = sum(pair[1] == pair[2] for pair in both.values())
    assert 0.7 < same / len(both) < 0.98


def test_an_empty_text_gets_nothing():
    empty = {answer.candidate for answer in GIVEN if ITEMS[answer.item].kind == "extended_text" and not answer.response}
    assert empty
    assert {mark.points for mark in marks(PAPER, GIVEN) if mark.candidate in empty} == {0.0}
