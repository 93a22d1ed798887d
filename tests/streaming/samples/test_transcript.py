"""The stored transcript fits the lesson that is spoken, wherever it is spoken."""

import json
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from streaming.captions.cues import build_cues
from streaming.captions.units import TimedText
from streaming.samples import lesson, simulation, transcript

SENTENCES = [text for slide in lesson.SLIDES for text in slide.sentences]
CLIPS = [tuple(segment["clip"]) for segment in json.loads(transcript.PLACE.read_text(encoding="utf-8"))]


def test_it_says_what_the_lesson_says():
    found = transcript.stored_result(CLIPS).segments
    assert [segment.text for segment in found] == SENTENCES
    assert ["".join(word.text for word in segment.words) for segment in found] == SENTENCES


def test_it_is_as_long_as_eight_minutes_and_in_order():
    words = [word for segment in transcript.stored_result(CLIPS).segments for word in segment.words]
    assert words[-1].end > 480
    assert all(before.end <= after.start for before, after in pairwise(words))


def test_another_voice_moves_each_sentence_to_where_it_is_spoken():
    slower = [(2 * start + 1, 2 * end + 1) for start, end in CLIPS]
    found, moved = (transcript.stored_result(clips).segments[5] for clips in (CLIPS, slower))
    assert moved.words[3].start == pytest.approx(2 * found.words[3].start + 1, abs=0.002)


def test_a_shorter_lesson_has_a_shorter_transcript():
    assert len(transcript.stored_result(CLIPS[:10]).segments) == 10


def test_its_captions_can_be_read():
    pieces = [
        TimedText(word.start, word.end, word.text)
        for segment in transcript.stored_result(CLIPS).segments
        for word in segment.words
    ]
    lines = [line for cue in build_cues(pieces) for line in cue.text.split("\n")]
    assert max(map(len, lines)) <= 16


def test_no_slide_is_too_full():
    for slide in [*lesson.SLIDES, *simulation.SLIDES]:
        assert len(slide.points) <= 5
        assert max(map(len, slide.points)) <= 12
        assert 2 <= len(slide.mark) <= 5


@pytest.mark.parametrize("command", ["load_live_sample", "simulate_live_lesson"])
def test_a_production_server_gets_no_samples(settings, command):
    settings.PROFILE = "production"
    with pytest.raises(CommandError):
        call_command(command)
