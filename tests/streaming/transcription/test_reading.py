"""From stored engine results to what people read."""

import pytest

from streaming.models import Transcript, TranscriptBlock
from streaming.transcription import api

WORDS = [
    {"start": 0.5, "end": 0.8, "text": "電", "probability": 0.9},
    {"start": 0.8, "end": 1.2, "text": "線", "probability": 0.8},
    {"start": 1.2, "end": 1.3, "text": "。", "probability": 0.99},
]


def segment(start, end, text, **more):
    return {"start": start, "end": end, "text": text, "words": [], **more}


@pytest.fixture
def transcript(db):
    made = Transcript.objects.create(
        subject="recording:1", audio="a.wav", audio_sha256="0" * 64, audio_seconds=1200, state="done",
        speech=[[0.5, 1.3], [604.0, 606.0], [700.0, 703.0]],
    )  # fmt: skip
    first = [segment(0.5, 1.3, " 電線。", words=WORDS), segment(100, 104, "谢谢观看")]
    TranscriptBlock.objects.create(transcript=made, number=0, start_s=0, end_s=600, raw={"segments": first})
    second = [segment(3.0, 6.0, " Wear your goggles."), segment(100.1, 140.0, "Open your book.")]
    TranscriptBlock.objects.create(transcript=made, number=1, start_s=600, end_s=1200, raw={"segments": second})
    TranscriptBlock.objects.create(transcript=made, number=2, start_s=1200, end_s=1300)
    return made


def test_word_times_come_from_the_stored_result(transcript):
    first = api.segments_of(transcript)[0]
    assert [(word.start, word.end, word.text) for word in first.words] == [
        (0.5, 0.8, "电"), (0.8, 1.2, "线"), (1.2, 1.3, "。"),
    ]  # fmt: skip


def test_times_count_from_the_beginning_of_the_recording(transcript):
    wear = api.segments_of(transcript)[2]
    assert wear.text == "Wear your goggles."
    assert wear.start == pytest.approx(604, abs=0.1)  # the engine said 603.0, nobody spoke before 604


def test_without_word_times_a_segment_ends_where_the_voice_does(transcript):
    assert api.segments_of(transcript)[3].end == pytest.approx(703, abs=0.1)


def test_what_nobody_said_is_kept_with_its_reason_and_not_shown(transcript):
    assert api.segments_of(transcript)[1].dropped == "no_voice"
    assert "谢谢" not in api.text_of(transcript)


def test_the_text_runs_on_over_blocks(transcript):
    assert api.text_of(transcript) == "电线。Wear your goggles. Open your book."


def test_the_raw_result_is_never_touched(transcript):
    api.segments_of(transcript)
    assert transcript.blocks.first().raw["segments"][0]["text"] == " 電線。"
