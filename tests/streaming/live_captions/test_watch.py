"""What the duty officer and the teacher are told of live captions."""

import pytest

from streaming.live_captions.state import CaptionState, write_state
from streaming.models import Broadcast
from streaming.packager.running import live_folder
from streaming.studio.health import health_of


@pytest.fixture
def captioned(live):
    Broadcast.objects.filter(pk=live.pk).update(live_captions=True)
    live.refresh_from_db()
    return live


@pytest.mark.parametrize("state", [CaptionState.NO_MODEL, CaptionState.PAUSED])
def test_a_reason_for_missing_captions_is_a_sentence(captioned, state):
    write_state(live_folder(captioned.pk), state)
    assert f"captions_{state}" in health_of(captioned).troubles


def test_captions_that_run_are_no_trouble(captioned):
    write_state(live_folder(captioned.pk), CaptionState.RUNNING)
    assert not [kind for kind in health_of(captioned).troubles if kind.startswith("captions")]


def test_without_the_switch_nothing_is_said_of_captions(live):
    write_state(live_folder(live.pk), CaptionState.NO_MODEL)
    assert not [kind for kind in health_of(live).troubles if kind.startswith("captions")]
