import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.scoring import folded, score
from lms.packages import shapes

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


@given(
    st.sampled_from([ONE, SEVERAL, ORDER, MATCH, FILL_IN, EXACT]),
    st.text() | st.lists(st.sampled_from(["a", "b", "l1[.]r1", "220", ""])).map("[,]".join),
)
def test_a_mark_lies_between_nothing_and_one(item, response):
    assert 0.0 <= score(item, response) <= 1.0


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
