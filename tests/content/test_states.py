"""The states of a publication."""

import pytest

from content.states import TRANSITIONS, IllegalTransition, check_transition
from streaming.management.commands.state_diagrams import PATH, pages


def test_the_diagram_in_the_docs_is_fresh():
    assert PATH.read_text(encoding="utf-8") == pages(), "run: ./newleaf manage state_diagrams"


def test_nothing_goes_live_without_being_cleared():
    assert {old for old, new in TRANSITIONS if new == "live"} == {"ready", "replaced"}


def test_a_refused_publication_never_becomes_ready():
    with pytest.raises(IllegalTransition):
        check_transition("refused", "ready")
