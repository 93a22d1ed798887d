"""Segments → chunks → the test model → captions.vtt; and everything that may be missing."""

import numpy
import pysubs2
import pytest

from streaming import planning, running
from streaming.live_captions import producer as module
from streaming.live_captions.producer import Producer
from streaming.live_captions.state import CaptionState, state_of
from streaming.models import Broadcast


@pytest.fixture
def producer(monkeypatch):
    """Looks at the database at every step."""
    monkeypatch.setattr(module, "LOOK_S", 0.0)
    made = Producer()
    yield made
    made._rest()


def play(producer, on_air, count):
    """The lesson goes on for so many seconds; the producer keeps up."""
    for _second in range(count):
        on_air.show()
        while producer.step():
            pass


def cues(text):
    return [(line.start / 1000, line.end / 1000, line.plaintext.replace("\n", " ")) for line in pysubs2.SSAFile.from_string(text, format_="vtt")]  # fmt: skip


def said(sentences):
    return " ".join(sentence["text"] for sentence in sentences)


def test_what_is_said_stands_in_the_captions_at_its_time(tiny, producer, on_air, spoken):
    play(producer, on_air, on_air.seconds)
    found = cues(on_air.text("captions-all.vtt"))
    assert " ".join(text for _start, _end, text in found) == said(spoken[1])
    errors = [abs(start - sentence["start"]) for (start, _end, _text), sentence in zip(found, spoken[1], strict=True)]
    assert numpy.median(errors) <= 0.2
    assert max(errors) <= 0.5


def test_a_sentence_is_there_soon_after_it_was_said(tiny, producer, on_air, spoken):
    late = []
    for second in range(1, on_air.seconds + 1):
        play(producer, on_air, 1)
        count = on_air.text("captions-all.vtt").count("-->")
        due = [one for one in spoken[1] if one["end"] < second - 9]
        late += due[count:]
    assert late == []


def test_without_the_switch_nothing_is_produced(tiny, producer, on_air):
    Broadcast.objects.update(live_captions=False)
    play(producer, on_air, on_air.seconds)
    assert [path.name for path in on_air.live.glob("captions*")] == []
    assert producer._engine is None


def test_switched_off_while_it_runs_the_captions_are_taken_away(tiny, producer, on_air, teacher):
    play(producer, on_air, 15)
    assert on_air.text()
    planning.change_broadcast(on_air.broadcast.pk, by=teacher, live_captions=False)
    play(producer, on_air, 5)
    assert on_air.text() == on_air.text("captions-all.vtt") == ""
    assert (on_air.board()["captions"], on_air.board()["captions_state"]) == (False, "")
    planning.change_broadcast(on_air.broadcast.pk, by=teacher, live_captions=True)
    play(producer, on_air, 10)
    assert on_air.board()["captions_state"] == "running"
    assert on_air.text()


def test_without_a_model_the_state_says_so_and_a_model_brings_the_captions(own_models, kit, producer, on_air):
    from streaming.transcription import api
    from tests.streaming.transcription.conftest import HOW

    play(producer, on_air, 10)
    assert on_air.text() == ""
    assert on_air.board()["captions_state"] == "no_model"
    api.add_model(kit / "ct2", name="tiny", changes=HOW)
    play(producer, on_air, 15)
    assert on_air.board()["captions_state"] == "running"
    assert on_air.text()


def test_a_new_producer_goes_on_where_the_killed_one_was(tiny, producer, on_air, spoken):
    play(producer, on_air, 25)
    before = on_air.text("captions-all.vtt")
    producer._engine.close()  # as a kill does: whatever was in memory is gone
    second = Producer()
    try:
        play(second, on_air, on_air.seconds - 25)
    finally:
        second._rest()
    whole = on_air.text("captions-all.vtt")
    assert before.strip() and whole.startswith(before.strip().rsplit("\n\n", 1)[0])
    assert " ".join(text for _start, _end, text in cues(whole)) == said(spoken[1])


def test_a_killed_engine_is_a_pause_and_is_begun_again(tiny, producer, on_air, monkeypatch):
    monkeypatch.setattr(module, "_RECOVER_S", 0.0)
    play(producer, on_air, 12)
    import os
    import signal

    os.kill(producer._engine.pid, signal.SIGKILL)
    producer._engine._process.wait()
    play(producer, on_air, 12)
    assert state_of(on_air.live) == "running"
    assert cues(on_air.text())[-1][0] > 14


def test_what_waits_longer_than_fifteen_seconds_is_left_out_and_the_captions_pause(tiny, producer, on_air, monkeypatch):
    monkeypatch.setattr(module, "OLDEST_S", -1.0)
    play(producer, on_air, 15)
    assert on_air.board()["captions_state"] == CaptionState.PAUSED
    assert on_air.text() == ""
    monkeypatch.setattr(module, "OLDEST_S", 15.0)
    play(producer, on_air, 12)
    assert on_air.board()["captions_state"] == CaptionState.RUNNING
    assert cues(on_air.text())[0][0] > 8


def test_a_producer_that_was_away_leaves_out_what_is_long_over(tiny, producer, on_air):
    on_air.show(30)
    while producer.step():
        pass
    assert cues(on_air.text())[0][0] > 30 - 16


def test_the_last_words_come_after_the_end(tiny, producer, on_air, spoken, teacher):
    play(producer, on_air, on_air.seconds - 1)
    running.end_broadcast(on_air.broadcast.pk, by=teacher)
    play(producer, on_air, 3)
    assert on_air.text("captions-all.vtt").rstrip().endswith(spoken[1][-1]["text"].split()[-1])
    producer.step()
    assert producer._lessons == {}


def test_a_picture_without_sound_has_no_captions_and_no_trouble(tiny, producer, on_air):
    for entry in on_air.whole.entries:
        (on_air.live / entry.file).write_bytes(b"")  # cannot be read
    play(producer, on_air, 10)
    assert on_air.text() == ""
    assert state_of(on_air.live) == "running"


def test_a_database_that_is_away_stops_nothing(tiny, producer, on_air, monkeypatch):
    play(producer, on_air, 5)
    from django.db import OperationalError

    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(module, "plans", away)
    play(producer, on_air, 10)
    assert on_air.text()
