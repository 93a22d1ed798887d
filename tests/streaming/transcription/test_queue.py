"""Requests, leases, attempts, and what becomes of a transcript when something breaks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from streaming.models import Transcript, TranscriptBlock
from streaming.transcription import api, blocks, leasing, preparing
from streaming.transcription.errors import SoundRefused
from streaming.transcription.worker import Worker, take_transcript
from tests.streaming.transcription import sounds

pytestmark = pytest.mark.django_db

SPEECH = [[1.0, 4.0], [613.0, 616.0]]  # cut at 546.5: the second block begins there
LATER = {"start": 66.5, "end": 69.0}


def said(text, start=1.0, end=3.0):
    return {"segment": {"start": start, "end": end, "text": text}}


def done(language="zh"):
    return {"done": {"heard": {"language": language, "probability": 0.9}}}


@pytest.fixture
def sound(own_data):
    return sounds.write(own_data / "sound.wav", 1200)


def ask(sound, **asked):
    return api.request_transcript(sound, **{"subject": "test:1", **asked})


def test_a_request_made_twice_is_one_transcript(sound):
    assert ask(sound).pk == ask(sound).pk
    assert ask(sound, language="zh-Hans").pk != ask(sound).pk


def test_a_file_that_is_no_sound_is_refused(own_data):
    (own_data / "a.wav").write_bytes(b"no sound")
    with pytest.raises(SoundRefused, match="WAV"):
        ask(own_data / "a.wav")


def test_without_a_model_it_waits_and_says_so(sound):
    transcript = ask(sound)
    Worker().drain()
    transcript.refresh_from_db()
    assert transcript.state == "no_model"
    assert "recording is safe" in transcript.error


def test_once_a_model_is_added_it_is_picked_up(sound, a_model, stored_engine):
    transcript = ask(sound)
    Transcript.objects.filter(pk=transcript.pk).update(state="no_model", error="No speech model …")
    stored_engine(speech=SPEECH, decode=[[said("好。"), done()], [said("行。", **LATER), done()]])
    Worker().drain()
    transcript.refresh_from_db()
    assert (transcript.state, transcript.error) == ("done", "")
    assert api.text_of(transcript) == "好。行。"


def test_the_same_sound_is_computed_once(sound, a_model, stored_engine):
    stored_engine(
        speech=SPEECH, decode=[[said("好。"), done()], [said("行。", **LATER), done()], [{"failed": "engine_failed"}]]
    )
    first = ask(sound)
    Worker().drain()
    second = ask(sound, subject="test:2")
    Worker().drain()
    second.refresh_from_db()
    assert (second.state, second.same_as_id) == ("done", first.pk)
    assert api.text_of(second) == "好。行。"


def test_another_prompt_is_another_key(sound, a_model):
    ours = preparing.key_of("a" * 64, a_model, language="zh", prompt="焊接")
    assert ours != preparing.key_of("a" * 64, a_model, language="zh", prompt="电弧")
    assert ours == preparing.key_of("a" * 64, a_model, language="zh", prompt="焊接")


def test_a_block_that_fails_three_times_is_marked_and_the_rest_goes_on(sound, a_model, stored_engine):
    bad = [{"failed": "engine_failed", "detail": "…"}]
    stored_engine(speech=SPEECH, decode=[bad, bad, bad, [said("行。", **LATER), done()]])
    transcript = ask(sound)
    Worker().drain()
    transcript.refresh_from_db()
    assert [block.job_state for block in transcript.blocks.all()] == ["failed", "done"]
    assert transcript.state == "done"
    assert "Parts of this recording" in transcript.error
    assert api.text_of(transcript) == "行。"


def test_a_failed_attempt_is_made_good_by_the_next(sound, a_model, stored_engine):
    stored_engine(
        speech=SPEECH, decode=[[{"failed": "engine_failed"}], [said("好。"), done()], [said("行。", **LATER), done()]]
    )
    transcript = ask(sound)
    Worker().drain()
    transcript.refresh_from_db()
    assert (transcript.state, transcript.error, api.text_of(transcript)) == ("done", "", "好。行。")


def test_when_all_fails_the_transcript_has_failed_and_can_be_tried_again(sound, a_model, stored_engine, administrator):
    stored_engine(speech=SPEECH, decode=[[{"failed": "no_memory"}]])
    transcript = ask(sound)
    Worker().drain()
    transcript.refresh_from_db()
    assert transcript.state == "failed"
    assert {block.error for block in transcript.blocks.all()} == {
        "There is not enough memory for this model. A smaller model needs less."
    }
    stored_engine(speech=SPEECH, decode=[[said("好。"), done()], [said("行。", **LATER), done()]])
    api.transcribe_again(transcript.pk, by=administrator)
    Worker().drain()
    transcript.refresh_from_db()
    assert transcript.state == "done"


def test_an_engine_that_dies_ends_only_itself(sound, a_model, stored_engine):
    stored_engine(speech=SPEECH, decode=[["die"]])
    transcript = ask(sound)
    Worker().drain()
    block = transcript.blocks.first()
    assert (block.job_state, block.attempts) == ("failed", 3)
    assert "memory ran out" in block.error


def test_an_engine_that_falls_silent_is_ended(sound, a_model, stored_engine, settings, monkeypatch):
    settings.WHISPER_STALL_SECONDS = 0.2
    monkeypatch.setattr("streaming.transcription.engines.client._BEAT_SECONDS", 0.1)
    stored_engine(speech=SPEECH, decode=[["sleep"]])
    transcript = ask(sound)
    Worker().drain()
    assert "silent for too long" in transcript.blocks.first().error


def test_a_changed_sound_is_not_transcribed(sound, a_model, stored_engine):
    stored_engine(speech=SPEECH, decode=[[done()]])
    transcript = ask(sound)
    sounds.write(sound, 1201)
    Worker().drain()
    transcript.refresh_from_db()
    assert (transcript.state, transcript.attempts) == ("failed", 3)
    assert "has changed" in transcript.error


def test_a_dead_workers_block_is_taken_by_the_next(sound, a_model, stored_engine):
    _transcript, block = _one_taken_block(sound, stored_engine)
    assert blocks.take_block([a_model.fingerprint]).number == 1
    assert blocks.take_block([a_model.fingerprint]) is None
    TranscriptBlock.objects.filter(pk=block.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    again = blocks.take_block([a_model.fingerprint])
    assert (again.pk, again.attempts) == (block.pk, 2)


def test_what_comes_after_the_lease_was_lost_is_thrown_away(sound, a_model, stored_engine):
    _transcript, block = _one_taken_block(sound, stored_engine)
    TranscriptBlock.objects.filter(pk=block.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    blocks.take_block([a_model.fingerprint])
    blocks.store(block, {"segments": [said("late")["segment"]]})
    block.refresh_from_db()
    assert (block.raw, block.job_state) == (None, "running")


def test_a_block_whose_workers_all_died_is_given_up(sound, a_model, stored_engine):
    _transcript, block = _one_taken_block(sound, stored_engine)
    TranscriptBlock.objects.filter(pk=block.pk).update(attempts=3, lease_until=timezone.now() - timedelta(seconds=1))
    blocks.take_block([a_model.fingerprint])
    block.refresh_from_db()
    assert (block.job_state, "three attempts" in block.error) == ("failed", True)


def test_a_worker_that_is_stopped_puts_its_block_back_uncounted(sound, a_model, stored_engine):
    _transcript, block = _one_taken_block(sound, stored_engine)
    worker = Worker()
    with pytest.raises(leasing.Stopping):
        blocks.decode_block(block, worker._with_model(a_model), stopping=lambda: True)
    worker.rest()
    block.refresh_from_db()
    assert (block.job_state, block.attempts) == ("due", 0)


def test_a_machine_leaves_blocks_of_models_that_it_does_not_have(sound, a_model, stored_engine):
    _one_taken_block(sound, stored_engine)
    assert blocks.take_block(["another fingerprint"]) is None


def test_two_workers_never_prepare_the_same(sound):
    ask(sound)
    assert take_transcript() is not None
    assert take_transcript() is None


def test_others_are_told_once_when_it_is_finished(sound, a_model, stored_engine, commits):
    heard = []

    def stumbling(**_):
        raise RuntimeError("no")

    def listener(transcript, **_):
        heard.append(transcript.state)

    api.transcript_finished.connect(stumbling)
    api.transcript_finished.connect(listener)
    stored_engine(speech=SPEECH, decode=[[said("好。"), done()], [said("行。", **LATER), done()]])
    ask(sound)
    Worker().drain()
    api.transcript_finished.disconnect(stumbling)
    api.transcript_finished.disconnect(listener)
    assert heard == ["done"]


def _one_taken_block(sound, stored_engine):
    stored_engine(speech=SPEECH, decode=[[said("好。"), done()]])
    transcript = ask(sound)
    worker = Worker()
    worker.step()
    worker.rest()
    return transcript, blocks.take_block(list(Transcript.objects.values_list("model_fingerprint", flat=True)))
