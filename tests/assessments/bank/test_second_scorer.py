"""Two scorers, written apart from each other, give the same marks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.bank.scoring import score
from tests.assessments.bank.drawn import ANSWERED
from tests.bench.second_scorer import second_score


@pytest.mark.parametrize("kind", ANSWERED)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_both_scorers_give_the_same_mark(kind, data):
    item, response = data.draw(ANSWERED[kind])
    assert score(item, response) == pytest.approx(second_score(item.model_dump(mode="json"), response), abs=1e-9)
