"""Reading aloud at publishing: small clips, rendered once, and silence where nobody can read."""

import pytest

from content.narration import api as narration
from content.narration.engine import Silence


def test_a_text_becomes_a_small_clip():
    clip = narration.narrate("先断电，再验电。", "zh-hans")
    assert clip.media_type == "audio/mp4"
    assert clip.data[4:8] == b"ftyp"
    assert 1 < clip.seconds < 6
    assert len(clip.data) < 60_000


def test_unchanged_text_is_not_rendered_again(monkeypatch):
    first = narration.narrate("One, two, three.", "en")
    monkeypatch.setattr(type(narration.narrator()), "render", lambda *args: pytest.fail("rendered again"))
    assert narration.narrate("One,  two, three.", "en") == first


def test_a_whole_lesson_keeps_its_order():
    clips = narration.narrate_all(["One.", "", "A much longer sentence about safety at work."], "en")
    assert clips[1] is None
    assert clips[0].seconds < clips[2].seconds


def test_a_language_without_a_voice_has_no_narration():
    assert narration.narrate("Hello", "tlh") is None


def test_words_cannot_become_options_of_the_engine():
    assert narration.narrate("--path=/etc -f /etc/passwd", "en").seconds > 1


def test_a_missing_engine_is_said_once_and_lessons_stay_silent(monkeypatch, caplog):
    narration.narrator.cache_clear()
    monkeypatch.setattr("content.narration.espeak.shutil.which", lambda name: None)
    try:
        assert narration.narrate("Hello", "en") is None
        assert narration.narrate("Hello again", "en") is None
        assert isinstance(narration.narrator(), Silence)
        assert caplog.text.count("not installed") == 1
    finally:
        narration.narrator.cache_clear()
