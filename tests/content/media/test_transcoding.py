"""From an upload to what tablets play, and what happens to files that are none."""

import json
import subprocess

import pytest

from content.media import api as media
from content.media import probing, work
from content.media.errors import MediaRefused
from content.media.models import Video
from lms.lib.leases import JobState
from lms.packages import api as packages
from tests.factories import media as a

pytestmark = pytest.mark.django_db


def ffprobe(path):
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_a_video_becomes_h264_and_aac_without_metadata(author, tmp_path):
    video = a.a_ready_video(author, tmp_path)
    assert video.is_ready
    found = ffprobe(packages.blob_path(video.mp4.sha256))
    assert {stream["codec_name"] for stream in found["streams"]} == {"h264", "aac"}
    assert "secret" not in json.dumps(found)
    assert "31.2" not in json.dumps(found)


def test_a_video_starts_before_it_is_loaded(author, tmp_path):
    video = a.a_ready_video(author, tmp_path)
    data = packages.blob_path(video.mp4.sha256).read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_large_picture_is_made_720p_with_even_sides(author, tmp_path):
    video = a.a_ready_video(author, tmp_path, size="1922x1082")
    assert (video.width, video.height) == (1278, 720)
    assert video.seconds == pytest.approx(1, abs=0.2)


def test_an_upright_video_stays_upright(author, tmp_path):
    video = a.a_ready_video(author, tmp_path, size="1080x1920")
    assert (video.width, video.height) == (720, 1280)


def test_a_video_gets_a_poster(author, tmp_path):
    video = a.a_ready_video(author, tmp_path)
    assert packages.blob_path(video.poster.sha256).read_bytes().startswith(b"\xff\xd8")


def test_a_silent_video_is_fine(author, tmp_path):
    assert a.a_ready_video(author, tmp_path, sound=False).is_ready


def test_a_sound_becomes_aac(author, tmp_path):
    audio = media.add_audio(a.a_sound_file(tmp_path / "a.wav"), "对话.wav", by=author)
    media.transcode("audio", audio.pk)
    audio.refresh_from_db()
    assert audio.title == "对话"
    assert ffprobe(packages.blob_path(audio.m4a.sha256))["streams"][0]["codec_name"] == "aac"


def test_a_playlist_named_mp4_is_refused(author, tmp_path):
    path = tmp_path / "playlist.mp4"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n/etc/passwd\n#EXT-X-ENDLIST\n")
    with pytest.raises(MediaRefused):
        media.add_video(path, "playlist.mp4", by=author)
    assert not Video.objects.exists()


def test_ffprobe_does_not_follow_a_playlist_either(tmp_path):
    a.a_video_file(tmp_path / "inside.mp4")
    path = tmp_path / "playlist.mp4"
    path.write_text("ffconcat version 1.0\nfile inside.mp4\n")
    with pytest.raises(MediaRefused):
        probing.probe(path)


def test_a_truncated_video_gets_a_sentence(author, tmp_path):
    whole = a.a_video_file(tmp_path / "whole.mp4", seconds=2).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaRefused):
        media.add_video(cut, "cut.mp4", by=author)


def test_a_video_without_a_picture_is_refused(author, tmp_path):
    sound = a.a_sound_file(tmp_path / "only.wav")
    with pytest.raises(MediaRefused):
        media.add_video(sound, "only.mp4", by=author)


def test_too_long_is_refused(author, tmp_path, monkeypatch):
    monkeypatch.setattr(probing, "MAX_SECONDS", 1)
    with pytest.raises(MediaRefused):
        a.a_video(author, tmp_path, seconds=2)


def test_too_many_pixels_are_refused(author, tmp_path, monkeypatch):
    monkeypatch.setattr(probing, "MAX_PIXELS", 1000)
    with pytest.raises(MediaRefused):
        a.a_video(author, tmp_path)


def test_the_next_worker_finishes_what_a_killed_one_left(author, tmp_path):
    video = a.a_video(author, tmp_path)
    assert video.claim(seconds=-1)  # a worker took it, and was never heard of again
    assert ("video", str(video.pk)) in work.claimable()
    media.transcode("video", video.pk)
    video.refresh_from_db()
    assert (video.is_ready, video.attempts) == (True, 2)


def test_a_video_that_another_worker_holds_is_left_alone(author, tmp_path):
    video = a.a_video(author, tmp_path)
    assert video.claim(seconds=60)
    media.transcode("video", video.pk)
    video.refresh_from_db()
    assert (video.job_state, video.is_ready) == (JobState.RUNNING, False)


def test_a_file_that_kills_every_worker_is_given_up(author, tmp_path):
    video = a.a_video(author, tmp_path)
    Video.objects.filter(pk=video.pk).update(attempts=work.MAX_ATTEMPTS)
    media.transcode("video", video.pk)
    video.refresh_from_db()
    assert (video.job_state, video.error) == (JobState.FAILED, work.GAVE_UP)


def test_an_original_that_turned_bad_ends_with_a_sentence(author, tmp_path):
    video = a.a_video(author, tmp_path)
    packages.blob_path(video.sha256).write_bytes(b"noise" * 100)
    media.transcode("video", video.pk)
    video.refresh_from_db()
    assert video.job_state == JobState.FAILED
    assert "Traceback" not in video.error
    assert video.error
