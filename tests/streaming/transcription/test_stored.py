"""A result that came with the product goes the way of an engine's, and never passes for one."""

import pytest
from django.urls import reverse

from streaming.models import Transcript
from streaming.transcription import api, preparing
from streaming.transcription.shapes import Decoding, Segment, Word
from streaming.transcription.stored import StoredResult, take_stored
from streaming.transcription.worker import Worker
from tests.streaming.transcription import sounds

RESULT = StoredResult(
    "sample",
    "f" * 64,
    "zh",
    [Segment(0.5, 1.5, "先断电。", [Word(0.5, 1.0, "先断", 1.0), Word(1.0, 1.5, "电。", 1.0)])],
)


@pytest.fixture
def asked(tmp_path, prison):
    return api.request_transcript(
        sounds.write(tmp_path / "sound.wav", 3), subject="test:1", language="zh-hans", prison=prison, title="防火"
    )


def test_it_is_stored_as_an_engines_result_is(asked, commits):
    heard = []
    api.transcript_finished.connect(lambda sender, transcript, **_: heard.append(transcript.state), weak=False)
    assert take_stored(asked.pk, RESULT)
    asked.refresh_from_db()
    assert (asked.state, asked.heard_language, api.text_of(asked)) == ("done", "zh", "先断电。")
    assert "done" in heard
    assert asked.blocks.get().raw["segments"][0]["words"][1]["start"] == 1.0


def test_its_key_is_never_that_of_a_model(asked):
    take_stored(asked.pk, RESULT)
    asked.refresh_from_db()

    class Model:
        name, fingerprint, decoding = "sample", RESULT.contents, Decoding()

    assert asked.is_stored
    assert asked.key != preparing.key_of(asked.audio_sha256, Model, language="zh", prompt=asked.prompt)
    assert asked.model_fingerprint.startswith("stored-")


def test_what_an_engine_has_begun_is_left_to_it(asked):
    asked.claim()
    assert not take_stored(asked.pk, RESULT)
    assert not asked.blocks.exists()


def test_taking_it_twice_changes_nothing(asked):
    assert [take_stored(asked.pk, RESULT) for _again in range(2)] == [True, False]
    assert asked.blocks.count() == 1


def test_once_there_is_a_model_it_can_listen_for_itself(asked, a_model, stored_engine, administrator):
    take_stored(asked.pk, RESULT)
    stored_engine(
        speech=[[0.0, 2.0]],
        decode=[[{"segment": {"start": 0.0, "end": 2.0, "text": "别的。"}}, {"done": {"heard": {}}}]],
    )
    new = api.transcribe_again(asked.pk, by=administrator)
    Worker().drain()
    new.refresh_from_db()
    assert (new.pk != asked.pk, new.state, new.is_stored) == (True, "done", False)
    assert api.text_of(Transcript.objects.get(pk=asked.pk)) == "先断电。"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "not made by a speech model on this machine"), ("zh-hans", "不是本机的语音模型听写的")],
)
def test_its_page_says_what_it_is(client, settings, education_office, asked, language, words):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(education_office)
    address = reverse("streaming_transcript", args=[asked.pk])
    assert words not in client.get(address).content.decode()
    take_stored(asked.pk, RESULT)
    assert words in client.get(address).content.decode()
