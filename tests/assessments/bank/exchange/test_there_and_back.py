"""What was exported imports back equal."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.bank.drafts import Outcome
from assessments.bank.exchange.excel.writing import write_items
from assessments.bank.exchange.qti.export import write_package
from assessments.bank.exchange.reading import read_items
from tests.factories.drafts import KINDS, drafts, without_ids

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def sentences(verdict):
    return [str(note.sentence) for note in verdict.notes]


@pytest.mark.parametrize("kind", KINDS)
@SLOW
@given(data=st.data())
def test_every_kind_comes_back_from_qti(kind, data):
    draft = data.draw(drafts((kind,)))
    reading = read_items(write_package([draft]))
    assert reading.format == "qti"
    (verdict,) = reading.verdicts
    assert verdict.draft == draft, sentences(verdict)
    assert verdict.outcome == Outcome.TAKEN or {note.code for note in verdict.notes} == {"negative_marks"}


@pytest.mark.parametrize("kind", KINDS)
@SLOW
@given(data=st.data())
def test_every_kind_comes_back_from_excel(kind, data):
    draft = data.draw(drafts((kind,)))
    reading = read_items(write_items([draft]))
    assert reading.format == "excel"
    (verdict,) = reading.verdicts
    assert verdict.draft, sentences(verdict)
    assert without_ids(verdict.draft) == without_ids(draft), sentences(verdict)
    assert verdict.outcome == Outcome.TAKEN, sentences(verdict)


@settings(SLOW, max_examples=10)
@given(many=st.lists(drafts(), min_size=2, max_size=8))
def test_many_come_back_together(many):
    back = read_items(write_package(many)).verdicts
    assert [one.draft for one in back] == many
    by_kind = sorted(many, key=lambda draft: KINDS.index(draft.item.kind))
    back = read_items(write_items(many)).verdicts
    assert [without_ids(one.draft) for one in back] == [without_ids(draft) for draft in by_kind]
