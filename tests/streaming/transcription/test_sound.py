"""The sound file and the voice detector."""

import wave

import numpy
import pytest

from streaming.transcription import voice, waves
from streaming.transcription.engines.client import EngineProcess
from streaming.transcription.shapes import Span
from tests.streaming.transcription import sounds


def test_the_length_of_a_sound_is_what_is_really_there(tmp_path):
    path = sounds.write(tmp_path / "a.wav", 10)
    with path.open("r+b") as file:
        file.truncate(44 + 5 * 32_000)
    assert waves.seconds_of(path) == 5.0


def test_a_file_that_is_no_such_sound_is_refused(tmp_path):
    (tmp_path / "no.wav").write_bytes(b"#EXTM3U\n")
    with wave.open(str(tmp_path / "stereo.wav"), "wb") as sound:
        sound.setparams((2, 2, 48_000, 0, "NONE", ""))
    for name, code in [("no.wav", "not_a_wave"), ("stereo.wav", "not_a_wave"), ("gone.wav", "sound_gone")]:
        with pytest.raises(waves.WaveRefused, match=code):
            waves.seconds_of(tmp_path / name)


def test_a_span_of_samples_is_exactly_that_span(tmp_path):
    path = sounds.write(tmp_path / "a.wav", 1, numpy.full(16_000, 16_384), 1)
    middle = waves.samples(path, Span(1, 2))
    assert (len(middle), float(middle.min()), float(middle.max())) == (16_000, 0.5, 0.5)


def test_a_short_pause_does_not_end_speech_and_a_long_one_does():
    heard = [0.9] * 10 + [0.1] * 2 + [0.9] * 10 + [0.1] * 20 + [0.9] * 5
    assert list(voice.spans_of(heard)) == [Span(0.0, 0.704), Span(1.344, 1.504)]


def test_voices_are_found_where_somebody_speaks(kit, tmp_path):
    path = tmp_path / "lesson.wav"
    spoken = [Span(segment["start"], segment["end"]) for segment in sounds.sample("lesson_mixed_silence", path)]
    with EngineProcess() as engine:
        found = engine.speech(path)
    assert all(any(span.shared_with(words) > 0 for words in spoken) for span in found)
    assert all(sum(span.shared_with(words) for span in found) > 0.4 * words.seconds for words in spoken)


def test_the_detector_remembers_across_pieces(kit, tmp_path, monkeypatch):
    """In pieces of two seconds it hears the same as in pieces of a minute."""
    sounds.sample("lesson_en", tmp_path / "a.wav")
    whole = voice.speech_in(tmp_path / "a.wav")
    monkeypatch.setattr(voice, "_PIECE_SECONDS", 512 * 60 / 16_000)
    assert voice.speech_in(tmp_path / "a.wav") == whole
    assert len(whole) > 15


def test_nobody_speaks_in_silence_noise_or_a_tone(tmp_path):
    path = sounds.write(tmp_path / "a.wav", 20, sounds.noise(30), sounds.tone(20), 10)
    with EngineProcess() as engine:
        assert sum(span.seconds for span in engine.speech(path)) < 0.5
