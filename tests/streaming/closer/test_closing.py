"""From the raw parts to one checked film."""

import json
import subprocess

import pytest

from streaming import tasks
from streaming.closer import closing
from streaming.closer.following import ask_for_transcript
from streaming.models import Recording, RecordingStage, Transcript
from tests.streaming.packager.studio import SAMPLES, film


def closed(broadcast):
    tasks.sweep_recordings()
    return Recording.objects.get(broadcast=broadcast)


def streams(path):
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", str(path)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


def complaints(path):
    """What a decoder says about the whole film."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-f", "null", "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stderr


def test_an_ended_broadcast_becomes_a_film_that_is_checked(past, lesson):
    past.part(lesson)
    recording = closed(past.end())
    assert recording.stage == RecordingStage.VERIFIED
    assert recording.job_state == "done"
    assert recording.duration_s == pytest.approx(6, abs=0.1)
    assert abs(recording.av_difference_ms) < 60
    assert (recording.gaps, recording.alarms) == ([], [])
    assert complaints(recording.film_path) == ""


def test_the_picture_is_copied_as_it_was(past, lesson):
    past.part(lesson)
    recording = closed(past.end())
    assert streams(recording.film_path) == ["h264,320,180", "aac"]


def test_the_film_plays_from_its_first_byte(past, lesson):
    past.part(lesson)
    head = closed(past.end()).film_path.read_bytes()[:4096]
    assert b"moov" in head


def test_the_sound_for_the_transcript_is_sixteen_kilohertz_mono(past, lesson, django_capture_on_commit_callbacks):
    past.part(lesson)
    with django_capture_on_commit_callbacks(execute=True):
        recording = closed(past.end())
    assert recording.audio_path.read_bytes()[:4] == b"RIFF"
    assert Transcript.objects.get(subject=recording.subject).audio_seconds == pytest.approx(6, abs=0.1)


def test_an_interruption_is_never_hidden(past, lesson):
    past.part(lesson)
    past.part(lesson, after=11)
    recording = closed(past.end(17))
    assert recording.duration_s == pytest.approx(12, abs=0.2)
    [gap] = recording.gaps
    assert (gap["at_s"], gap["seconds"], gap["cause"]) == (
        pytest.approx(6, abs=0.1),
        pytest.approx(5, abs=0.2),
        "restart",
    )
    assert recording.alarms == []
    assert complaints(recording.film_path) == ""


def test_another_sender_is_named_as_the_cause(past, lesson):
    past.part(lesson)
    past.part(lesson, after=9, sender="officer:2")
    assert closed(past.end(15)).gaps[0]["cause"] == "takeover"


def test_parts_of_different_size_are_brought_to_one(past, lesson):
    past.part(lesson)
    past.part(SAMPLES / "chromium-vp8.webm", extension="webm", after=6)
    recording = closed(past.end(12))
    assert streams(recording.film_path)[0] == "h264,1280,720"
    assert recording.duration_s == pytest.approx(12, abs=0.5)
    assert complaints(recording.film_path) == ""


def test_a_camera_that_changed_its_size_gives_a_film_of_one_size(past):
    past.part(SAMPLES / "chromium-h264-changing-size.mkv")
    recording = closed(past.end(12))
    assert streams(recording.film_path)[0] == "h264,1280,720"
    assert complaints(recording.film_path) == ""


def test_a_lesson_without_sound_says_so(past, tmp_path):
    past.part(film(tmp_path / "mute.mkv", seconds=3, sound=False))
    recording = closed(past.end(3))
    assert "no_sound" in recording.alarms
    assert not recording.audio
    assert ask_for_transcript(recording) is None
    assert not Transcript.objects.exists()


def test_a_part_without_sound_becomes_silence_between_the_others(past, lesson, tmp_path):
    past.part(lesson)
    past.part(film(tmp_path / "mute.mkv", seconds=3, sound=False), after=6)
    recording = closed(past.end(9))
    assert recording.duration_s == pytest.approx(9, abs=0.2)
    assert abs(recording.av_difference_ms) < 100


def test_a_lesson_without_picture_says_so(past, tmp_path):
    past.part(film(tmp_path / "radio.mkv", seconds=4, picture=False))
    recording = closed(past.end(4))
    assert "no_picture" in recording.alarms
    assert recording.audio


def test_silence_is_noticed(past, tmp_path):
    source = film(tmp_path / "quiet.mkv", seconds=4, extra=("-af", "volume=0"))
    past.part(source)
    assert "quiet" in closed(past.end(4)).alarms


def test_a_lesson_that_lasted_longer_than_its_film_is_an_alarm(past, lesson):
    index = past.part(lesson).index
    broadcast = past.end(60)
    *before, last = index.read_text().splitlines()
    late = json.loads(last) | {"received_ms": round(1000 * broadcast.ended_at.timestamp())}
    index.write_text("\n".join([*before, json.dumps(late), ""]))
    assert closed(broadcast).alarms == ["short"]


def test_late_pieces_make_the_film_again(past, lesson):
    past.part(lesson, upto=8)
    before = closed(past.end())
    past.broadcast.epochs.all().delete()
    past.part(lesson)
    recording = closed(past.broadcast)
    assert before.duration_s < 5
    assert recording.version == 2
    assert recording.duration_s == pytest.approx(6, abs=0.1)
    assert recording.film.endswith("film-2.mp4")


def test_a_published_lesson_keeps_its_film(past, lesson):
    past.part(lesson, upto=8)
    broadcast = past.end()
    recording = closed(broadcast)
    Recording.objects.update(stage=RecordingStage.PUBLISHED)
    past.broadcast.epochs.all().delete()
    past.part(lesson)
    recording = closed(broadcast)
    assert recording.version == 1


def test_an_uploaded_recording_takes_the_place_of_what_was_sent(past, lesson, tmp_path):
    past.part(film(tmp_path / "short.mkv", seconds=2))
    past.part(lesson, kind="upload", after=3)
    recording = closed(past.end())
    assert recording.duration_s == pytest.approx(6, abs=0.1)
    assert recording.gaps == []


def test_what_cannot_be_played_is_said_and_the_bytes_stay(past, tmp_path):
    trick = tmp_path / "trick.mkv"
    trick.write_text("#EXTM3U\nfile:///etc/passwd\n" * 50)
    epoch = past.part(trick)
    recording = closed(past.end())
    assert recording.job_state == "failed"
    assert recording.error == closing.NOTHING
    assert epoch.raw.exists()


def test_a_broadcast_that_runs_is_left_alone(past, lesson):
    past.part(lesson)
    tasks.sweep_recordings()
    assert not Recording.objects.exists()


def test_a_closed_recording_is_not_closed_again_without_need(past, lesson):
    past.part(lesson)
    broadcast = past.end()
    closed(broadcast)
    assert closed(broadcast).version == 1
