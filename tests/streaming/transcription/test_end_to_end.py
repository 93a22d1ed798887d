"""Sound file → faster-whisper with the test model → stored blocks → segments."""

from pathlib import Path

import numpy
import pytest

from streaming.models import Transcript
from streaming.transcription import api, waves
from streaming.transcription.cutting import plan_blocks
from streaming.transcription.engines.client import EngineProcess
from streaming.transcription.worker import Worker
from tests.streaming.transcription import sounds
from tests.streaming.transcription.conftest import HOW

pytestmark = pytest.mark.django_db


def transcribed(path, **asked):
    transcript = api.request_transcript(path, **{"subject": "test:1", **asked})
    Worker().drain()
    return Transcript.objects.get(pk=transcript.pk)


@pytest.mark.parametrize("name", ["lesson_en", "lesson_zh", "lesson_mixed_silence"])
def test_the_spoken_sentences_come_back_at_their_times(tiny, own_data, name):
    expected = sounds.sample(name, own_data / "lesson.wav")
    transcript = transcribed(own_data / "lesson.wav")
    found = [segment for segment in api.segments_of(transcript) if not segment.dropped]
    assert transcript.state == "done"
    assert [segment.text for segment in found] == [segment["text"] for segment in expected]
    errors = sorted(
        abs(ours - theirs)
        for segment, reference in zip(found, expected, strict=True)
        for ours, theirs in [(segment.start, reference["start"]), (segment.end, reference["end"])]
    )
    assert numpy.median(errors) <= 0.03
    assert errors[int(0.95 * len(errors))] <= 0.15


def test_the_language_is_heard(tiny, own_data):
    sounds.sample("lesson_zh", own_data / "lesson.wav")
    transcript = transcribed(own_data / "lesson.wav")
    assert (transcript.heard_language, transcript.heard_probability > 0.9) == ("zh", True)


def test_a_wrong_language_is_noticed(tiny, own_data):
    sounds.sample("lesson_zh", own_data / "lesson.wav")
    transcript = transcribed(own_data / "lesson.wav", language="en")
    assert (transcript.language, transcript.heard_language) == ("en", "zh")
    assert transcript.heard_probability > 0.9


def test_silence_noise_and_a_tone_give_no_words(tiny, own_data):
    path = sounds.write(own_data / "a.wav", 30, sounds.noise(40), sounds.noise(20, level=0.3), sounds.tone(30), 30)
    transcript = transcribed(path)
    assert transcript.state == "done"
    assert [segment.text for segment in api.segments_of(transcript) if not segment.dropped] == []


def test_an_hour_of_silence_never_wakes_the_engine(tiny, own_data):
    transcript = transcribed(sounds.write(own_data / "a.wav", 3600))
    assert transcript.state == "done"
    assert transcript.blocks.count() >= 5
    assert not transcript.blocks.filter(raw__took_s__gt=0).exists()


def test_a_long_recording_is_cut_between_sentences_and_reads_as_one(tiny, own_data):
    expected = sounds.sample("lesson_en", own_data / "lesson.wav")
    once = sounds.samples_of(own_data / "lesson.wav")
    path = sounds.write(own_data / "long.wav", once, 480, once, 500, once)
    transcript = transcribed(path)
    assert transcript.blocks.count() == 2
    found = [segment for segment in api.segments_of(transcript) if not segment.dropped]
    assert [segment.text for segment in found] == 3 * [segment["text"] for segment in expected]
    last = len(once) / 16_000 * 2 + 980 + expected[-1]["start"]
    assert found[-1].start == pytest.approx(last, abs=0.1)


def test_several_windows_at_once_give_words_in_order(kit, own_data):
    api.add_model(kit / "ct2", name="batched", changes={**HOW, "word_timestamps": True, "batch_size": 4})
    expected = sounds.sample("lesson_en", own_data / "lesson.wav")
    found = api.segments_of(transcribed(own_data / "lesson.wav"))
    starts = [word.start for segment in found for word in segment.words]
    assert starts == sorted(starts)
    assert len(found) < 4  # half minutes: captions are built over the words
    said = "".join(word.text for segment in found for word in segment.words)
    assert said.strip().startswith(" ".join(one["text"] for one in expected[:5]))


@pytest.mark.slow
def test_four_hours_take_no_more_memory_than_twelve_minutes(tiny, own_data):
    sounds.sample("lesson_en", own_data / "lesson.wav")
    once = sounds.samples_of(own_data / "lesson.wav")
    times = round(720 * sounds.RATE / len(once))
    short = peak_of(tiny, sounds.write(own_data / "short.wav", *times * [once]))
    silence = 4 * 3600 - 2 * times * len(once) / sounds.RATE
    speech = times * [once]
    long = peak_of(tiny, sounds.write(own_data / "long.wav", *speech, *int(silence / 600) * [600], *speech))
    assert long < short + 60, (short, long)


def peak_of(model, path):
    """MB that the engine's process has ever held: voices looked for in the whole file, then every block of it decoded."""
    seconds = waves.seconds_of(path)
    with EngineProcess() as engine:
        engine.load(model.folder, model.decoding)
        for block in plan_blocks(seconds, engine.speech(path)):
            engine.decode(path, block, language="en")
        status = Path(f"/proc/{engine.pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024
