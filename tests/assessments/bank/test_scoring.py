import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.scoring import folded, score
from lms.packages import shapes
from tests.assessments.bank.drawn import ANY, CHOICES, HOTSPOTS, INLINE_CHOICES, MATCHES

COMMON = {"id": "urn:newleaf:item:1", "version": 1, "prompt_html": "<p>?</p>"}
ONE = shapes.ChoiceItem(**COMMON, options=[{"id": key, "text": key} for key in "abcd"], correct=["b"])
SEVERAL = ONE.model_copy(update={"correct": ["a", "c"], "multiple": True})
ORDER = shapes.OrderItem(**COMMON, entries=[{"id": key, "text": key} for key in "bca"], correct=["a", "b", "c"])
MATCH = shapes.MatchItem(
    **COMMON,
    left=[{"id": key, "text": key} for key in ("l1", "l2", "l3", "l4")],
    right=[{"id": key, "text": key} for key in ("r1", "r2", "r3", "r4")],
    correct=[("l1", "r1"), ("l2", "r2"), ("l3", "r3"), ("l4", "r4")],
)
FILL_IN = shapes.FillInItem(
    **COMMON, text="[[g1]] [[g2]]", gaps=[{"id": "g1", "accept": ["220", "二百二十"]}, {"id": "g2", "accept": ["Volt"]}]
)
EXACT = shapes.FillInItem(**COMMON, text="[[g1]]", gaps=[{"id": "g1", "accept": ["kWh"], "ignore_case": False}])
GAPS = shapes.InlineChoiceItem(
    **COMMON,
    text="[[g1]] [[g2]]",
    gaps=[{"id": gap, "options": [{"id": key, "text": key} for key in "abc"], "correct": right} for gap, right in (("g1", "a"), ("g2", "b"))],
)  # fmt: skip
AREAS = shapes.HotspotItem(
    **COMMON,
    picture={"path": "p.png", "media_type": "image/png", "alt": ""},
    areas=[{"id": key, "shape": "rect", "coords": [0, 0, 9, 9], "label": key} for key in "abc"],
    correct=["a", "c"],
    multiple=True,
)


@pytest.mark.parametrize(
    ("item", "response", "mark"),
    [
        (ONE, "b", 1.0),
        (ONE, "a", 0.0),
        (ONE, "a[,]b", 0.0),
        (ONE, "", 0.0),
        (SEVERAL, "c[,]a", 1.0),
        (SEVERAL, "a", 0.5),
        (SEVERAL, "a[,]b", 0.0),
        (SEVERAL, "a[,]b[,]c", 0.5),
        (SEVERAL, "a[,]b[,]c[,]d", 0.0),
        (SEVERAL, "a[,]a[,]c", 0.0),
        (ORDER, "a[,]b[,]c", 1.0),
        (ORDER, "a[,]c[,]b", 0.0),
        (ORDER, "a[,]b", 0.0),
        (MATCH, "l4[.]r4[,]l1[.]r1[,]l2[.]r2[,]l3[.]r3", 1.0),
        (MATCH, "l1[.]r1[,]l2[.]r2", 0.5),
        (MATCH, "l1[.]r1[,]l2[.]r3[,]l3[.]r2[,]l4[.]r4", 0.0),
        (MATCH, "l1[.]r1[,]l1[.]r1[,]l1[.]r1[,]l1[.]r1", 0.0),
        (MATCH, "nonsense", 0.0),
        (FILL_IN, "220[,]volt", 1.0),
        (FILL_IN, " ２２０ [,]ＶＯＬＴ。", 1.0),
        (FILL_IN, "二百 二十[,]", 0.5),
        (FILL_IN, "[,]Volt", 0.5),
        (FILL_IN, "220[,]Volt[,]more", 0.0),
        (EXACT, "kWh", 1.0),
        (EXACT, "kwh", 0.0),
    ],
)
def test_a_response_is_worth_what_the_rules_say(item, response, mark):
    assert score(item, response) == mark


@given(ANY)
def test_a_mark_lies_between_nothing_and_one(answered):
    assert 0.0 <= score(*answered) <= 1.0


@given(st.sampled_from([ONE, SEVERAL, ORDER, MATCH, FILL_IN, EXACT, AREAS, GAPS]), st.text())
def test_nothing_that_is_written_raises(item, response):
    assert 0.0 <= score(item, response) <= 1.0


@pytest.mark.parametrize(
    ("response", "mark"), [("b", 1.0), ("a", 0.25), ("c", 0.0), ("d", 0.0), ("a[,]b", 0.0), ("z", 0.0), ("", 0.0)]
)
def test_an_own_mapping_gives_part_of_the_points_for_one_answer(response, mark):
    item = ONE.model_copy(update={"mapping": shapes.Mapping(values={"a": 0.5, "b": 2.0, "d": -1.0})})
    assert score(item, response) == mark


@pytest.mark.parametrize(
    ("response", "mark"), [("a[,]c", 1.0), ("a", 1.0), ("c", 0.5), ("c[,]b", 0.0), ("c[,]d", 0.25), ("b", 0.0)]
)
def test_a_mapping_is_held_within_its_bounds(response, mark):
    mapping = shapes.Mapping(values={"a": 2.0, "c": 1.0, "b": -5.0}, default=-0.5, lower=-1.0, upper=2.0)
    assert score(SEVERAL.model_copy(update={"mapping": mapping}), response) == mark


def test_a_lower_bound_holds_for_an_answer_but_not_for_none():
    mapping = shapes.Mapping(values={"a": 1.0, "c": 1.0, "b": -5.0}, lower=0.5)
    item = SEVERAL.model_copy(update={"mapping": mapping})
    assert (score(item, "b"), score(item, "")) == (0.25, 0.0)


def test_words_that_are_only_partly_right_earn_their_part():
    mapping = shapes.Mapping(values={"g1[.]220": 1.0, "g1[.]230": 0.5, "g2[.]Volt": 1.0})
    item = FILL_IN.model_copy(update={"mapping": mapping})
    assert [score(item, text) for text in ("220[,]VOLT", "２３０[,]volt", "9[,]volt")] == [1.0, 0.75, 0.5]


def test_a_left_side_may_not_be_paired_with_everything():
    mapping = shapes.Mapping(values={f"l{n}[.]r{n}": 1.0 for n in range(1, 5)})
    item = MATCH.model_copy(update={"mapping": mapping})
    assert score(item, "l1[.]r1[,]l1[.]r2[,]l1[.]r3") == 0.0


@pytest.mark.parametrize(
    ("response", "mark"),
    [
        ("g1[.]a[,]g2[.]b", 1.0),
        ("g2[.]b[,]g1[.]a", 1.0),
        ("g1[.]a", 0.5),
        ("g1[.]b[,]g2[.]b", 0.5),
        ("g1[.]a[,]g1[.]b", 0.0),
        ("g1[.]a[,]g9[.]b", 0.5),
        ("nonsense", 0.0),
    ],
)
def test_each_gap_with_a_list_is_worth_the_same(response, mark):
    assert score(GAPS, response) == mark


def test_an_option_that_may_be_used_once_is_not_used_twice():
    once = GAPS.model_copy(update={"once": True})
    assert (score(once, "g1[.]b[,]g2[.]b"), score(once, "g1[.]a[,]g2[.]b")) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("response", "mark"), [("a[,]c", 1.0), ("a", 0.5), ("a[,]b", 0.0), ("a[,]c[,]b", 0.5), ("a[,]a", 0.0)]
)
def test_each_area_that_belongs_counts_for_and_each_other_against(response, mark):
    assert score(AREAS, response) == mark


def test_one_area_is_right_or_not():
    one = AREAS.model_copy(update={"multiple": False, "correct": ["b"]})
    assert [score(one, text) for text in ("b", "a", "a[,]b", "")] == [1.0, 0.0, 0.0, 0.0]


@given(MATCHES | CHOICES | HOTSPOTS | INLINE_CHOICES, st.data())
def test_the_order_in_which_things_are_named_does_not_matter(item, data):
    names = ["a[.]b", "b[.]c", "c[.]a"] if item.kind in ("match", "inline_choice") else ["a", "b", "c"]
    mixed = data.draw(st.permutations(names))
    assert score(item, "[,]".join(mixed)) == score(item, "[,]".join(names))


@given(st.permutations(["a", "c"]))
def test_the_order_of_ticks_does_not_matter(ticks):
    assert score(SEVERAL, "[,]".join(ticks)) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ", "abc"),
        ("你好，世界", "你好,世界"),
        ("“好”", '"好"'),
        ("220 伏", "220伏"),
        (" a  b ", "a b"),
        ("是的。", "是的"),
        ("（一）", "(一)"),
    ],
)
def test_writings_of_one_answer_are_folded_together(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("ab", "a b"), ("1.5", "15"), ("-5", "5"), ("3.6", "36")])
def test_what_differs_stays_different(one, other):
    assert folded(one) != folded(other)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)
