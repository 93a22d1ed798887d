"""What is said about the figures of a paper."""

import numpy as np
import pytest
from django.utils import translation

from assessments.exams.findings import Code, findings
from assessments.exams.statistics import ScoredItem, analyse

CHOICE = ScoredItem("q", 1.0, ("a", "b", "c"), frozenset({"a"}))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def paper(letters, *, others=9, candidates=30, item=CHOICE):
    """The n-th candidate has n points of the rest; `letters` (repeated) is what they chose in the item, the weakest first."""
    rest = [ScoredItem(f"r{n}", 1.0) for n in range(others)]
    picked = [letters[n * len(letters) // candidates] for n in range(candidates)]
    scores, chosen = [], []
    for n, letter in enumerate(picked):
        right = round(n * others / (candidates - 1))
        scores.append([1.0 if letter in item.right else 0.0] + [1.0] * right + [0.0] * (others - right))
        chosen.append([{letter} if letter else set()] + [set()] * others)
    return analyse([item, *rest], scores, chosen=chosen)


def codes(analysis, item="q"):
    return {one.code for one in findings(analysis) if one.item == item}


def test_a_key_that_nobody_in_the_best_third_chose_is_suspected():
    found = [one for one in findings(paper("aaaabbbbbb")) if one.code == Code.KEY_SUSPECT]
    assert [one.sentence for one in found] == ["Nobody in the best third chose the key: is it wrong?"]
    assert found[0].urgent
    with translation.override("zh-hans"):
        chinese = [one.sentence for one in findings(paper("aaaabbbbbb")) if one.code == Code.KEY_SUSPECT]
    assert chinese == ["成绩最好的三分之一考生中，没有人选标准答案。标准答案是不是错了？"]


def test_a_key_that_the_best_chose_is_not():
    assert codes(paper("bbbbcaaaaa")) == set()


def test_another_answer_that_the_best_prefer_is_named():
    assert Code.OTHER_OPTION in codes(paper("aaacbbabbb"))


def test_a_question_that_the_better_get_wrong_is_urgent():
    plain = ScoredItem("q", 1.0)
    scores = [[1.0 if n < 15 else 0.0] + [1.0] * (n // 3) + [0.0] * (10 - n // 3) for n in range(30)]
    found = findings(analyse([plain, *(ScoredItem(f"r{n}", 1.0) for n in range(10))], scores))
    assert [one.code for one in found if one.urgent] == [Code.NEGATIVE]


def test_easy_hard_and_equal_for_all():
    assert Code.TOO_EASY in codes(paper("b" + "a" * 29))
    assert Code.TOO_HARD in codes(paper("b" * 13 + "ba"))
    assert Code.ALL_SAME in codes(paper("a"))


def test_a_wrong_answer_that_nobody_takes_and_answers_that_lack():
    analysis = paper("bbaaa")
    said = [one.sentence for one in findings(analysis, texts={("q", "c"): "水"}) if one.code == Code.UNUSED_OPTION]
    assert said == ["Hardly anybody chose the wrong answer “水”: it misleads no one."]
    lacking = [one.sentence for one in findings(paper(["", "b", "a", "a"])) if one.code == Code.NOT_ANSWERED]
    assert lacking == ["27 % gave no answer: was the time too short?"]


def test_the_paper_is_said_to_be_unreliable_with_its_error_in_points():
    random = np.random.default_rng(4)
    noise = analyse([ScoredItem(f"q{n}", 1.0) for n in range(8)], random.integers(0, 2, (60, 8)))
    said = [one for one in findings(noise) if one.code in (Code.UNRELIABLE, Code.NO_RELIABILITY)]
    assert len(said) == 1
    assert Code.UNRELIABLE not in {one.code for one in findings(paper("bbbcaaa"))}


def test_few_candidates_make_hints():
    assert "Only 5 candidates: take these figures as hints." in [
        one.sentence for one in findings(paper("bbaaa", candidates=5))
    ]
    assert Code.FEW_CANDIDATES not in codes(paper("bbaaa"), item="")


def test_a_dropped_item_is_passed_over():
    analysis = analyse([CHOICE, ScoredItem("r", 1.0)], [[0, 1]] * 30, chosen=[[{"b"}, ()]] * 30, dropped=["q"])
    assert codes(analysis) == set()


def test_nobody_with_a_score_is_said():
    assert [one.code for one in findings(analyse([CHOICE], []))] == [Code.NOBODY, Code.NOBODY]
