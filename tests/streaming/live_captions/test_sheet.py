"""What viewers read of a running lesson, and what a new producer goes on with."""

from streaming.captions.cues import GAP, Cue
from streaming.live_captions.sheet import NEWEST_S, Sheet
from streaming.live_captions.state import CaptionState, hide, state_of, write_state


def test_later_cues_are_added_and_survive_the_producer(tmp_path):
    Sheet(tmp_path).add([Cue(1.0, 2.0, "一")], until_ms=5000)
    Sheet(tmp_path).add([Cue(3.0, 4.0, "二")], until_ms=9000)
    again = Sheet(tmp_path)
    assert [cue.text for cue in again.cues] == ["一", "二"]
    assert again.until_ms == 9000
    assert (tmp_path / "captions.vtt").read_text().startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n一\n")


def test_no_cue_stands_over_the_one_before(tmp_path):
    sheet = Sheet(tmp_path)
    sheet.add([Cue(1.0, 3.5, "一")], until_ms=0)
    sheet.add([Cue(3.0, 4.0, "二")], until_ms=0)
    assert [(cue.start, cue.end) for cue in sheet.cues] == [(1.0, 3.0 - GAP), (3.0, 4.0)]


def test_the_short_file_holds_the_last_two_minutes_and_the_long_one_everything(tmp_path):
    Sheet(tmp_path).add([Cue(10.0 * n, 10.0 * n + 2, f"Satz{n};") for n in range(60)], until_ms=0)
    newest, whole = (tmp_path / "captions.vtt").read_text(), (tmp_path / "captions-all.vtt").read_text()
    assert (newest.count("-->"), whole.count("-->")) == (NEWEST_S / 10, 60)
    assert "Satz59;" in newest


def test_a_damaged_memory_is_begun_anew(tmp_path):
    (tmp_path / "captions.json").write_text('{"cues": [')
    assert Sheet(tmp_path).cues == []


def test_hidden_captions_are_not_delivered_and_come_back(tmp_path):
    Sheet(tmp_path).add([Cue(1.0, 2.0, "一")], until_ms=0)
    write_state(tmp_path, CaptionState.RUNNING)
    hide(tmp_path)
    assert not list(tmp_path.glob("*.vtt"))
    assert state_of(tmp_path) == ""
    Sheet(tmp_path).write()
    assert "一" in (tmp_path / "captions.vtt").read_text()
