"""The second engine with the same weights. It is an optional extra (openai-whisper.lock): without it these tests skip and say so."""

import numpy
import pytest

from streaming.models import Transcript
from streaming.transcription import api
from streaming.transcription.engines.base import OFFICIAL, is_installed, make_engine
from streaming.transcription.errors import ModelRefused
from streaming.transcription.worker import Worker
from tests.streaming.transcription import sounds
from tests.streaming.transcription.conftest import HOW

pytestmark = pytest.mark.django_db

needs_it = pytest.mark.skipif(
    not is_installed(OFFICIAL), reason="openai-whisper is not installed (it is an optional extra: openai-whisper.lock)"
)


@pytest.mark.skipif(is_installed(OFFICIAL), reason="openai-whisper is installed")
def test_without_the_extra_a_pt_file_is_refused_with_a_sentence(kit):
    with pytest.raises(ModelRefused) as caught:
        api.add_model(kit / "openai" / "model.pt", name="official", changes=HOW)
    assert caught.value.why == "engine_not_installed"


@needs_it
@pytest.mark.slow
@pytest.mark.parametrize("name", ["lesson_en", "lesson_zh", "lesson_mixed_silence"])
def test_the_spoken_sentences_come_back_at_their_times(kit, own_data, name):
    model = api.add_model(kit / "openai" / "model.pt", name="official", changes=HOW)
    assert (model.decoding.engine, model.abilities.multilingual) == (OFFICIAL, True)
    expected = sounds.sample(name, own_data / "lesson.wav")
    asked = api.request_transcript(own_data / "lesson.wav", subject="test:1")
    Worker().drain()
    transcript = Transcript.objects.get(pk=asked.pk)
    found = [segment for segment in api.segments_of(transcript) if not segment.dropped]
    assert (transcript.state, transcript.heard_language) == ("done", "zh" if name == "lesson_zh" else "en")
    assert [segment.text for segment in found] == [segment["text"] for segment in expected]
    errors = sorted(
        abs(ours - theirs)
        for segment, reference in zip(found, expected, strict=True)
        for ours, theirs in [(segment.start, reference["start"]), (segment.end, reference["end"])]
    )
    assert numpy.median(errors) <= 0.03
    assert errors[int(0.95 * len(errors))] <= 0.15


@needs_it
@pytest.mark.parametrize("content", [b"no weights at all", b"PK\x03\x04" + bytes(1000)])
def test_a_damaged_pt_file_cannot_be_loaded(tmp_path, content):
    (tmp_path / "broken.pt").write_bytes(content)
    with pytest.raises(ModelRefused) as caught:
        api.add_model(tmp_path / "broken.pt")
    assert caught.value.why == "model_unreadable"


@needs_it
def test_a_truncated_pt_file_cannot_be_loaded(kit, tmp_path):
    content = (kit / "openai" / "model.pt").read_bytes()
    (tmp_path / "half.pt").write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelRefused) as caught:
        api.add_model(tmp_path / "half.pt")
    assert caught.value.why == "model_unreadable"


@needs_it
def test_its_engine_is_made_by_name():
    assert type(make_engine(OFFICIAL)).__name__ == "OfficialWhisper"


@needs_it
@pytest.mark.slow
def test_an_official_file_can_be_converted_for_the_faster_engine(kit, own_data):
    model = api.add_converted(kit / "openai" / "model.pt", name="converted", changes=HOW)
    assert (model.name, model.decoding.engine, model.abilities.languages) == ("converted", "faster-whisper", 100)
    expected = sounds.sample("lesson_zh", own_data / "lesson.wav")
    asked = api.request_transcript(own_data / "lesson.wav", subject="test:1")
    Worker().drain()
    found = api.segments_of(Transcript.objects.get(pk=asked.pk))
    assert [segment.text for segment in found] == [segment["text"] for segment in expected]


@needs_it
def test_what_cannot_be_converted_leaves_nothing_behind(own_models, tmp_path):
    (tmp_path / "broken.pt").write_bytes(b"no weights at all")
    with pytest.raises(ModelRefused) as caught:
        api.add_converted(tmp_path / "broken.pt")
    assert caught.value.why == "model_unreadable"
    assert list(own_models.iterdir()) == []
