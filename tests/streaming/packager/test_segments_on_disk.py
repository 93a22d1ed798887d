"""Raw bytes in, playlists and segments out: with real recordings, a real ffmpeg and a real process."""

import json
import time
from datetime import UTC, datetime

import pytest

from streaming.ingest.storage import EpochFile
from streaming.packager.orders import EpochOrder

from .studio import SAMPLES, Shown, film, orders, record, run_packager, start_packager


def shown(raw, live, source, **how):
    orders(live, record(raw, source, **how))
    assert run_packager(raw, live) == 0
    return Shown(live)


def test_a_recording_becomes_segments_of_a_second_without_a_hole(raw, live, lesson):
    found = shown(raw, live, lesson)
    assert len(found.segments) == 8
    assert max(map(abs, found.holes())) < 0.001
    assert max(map(abs, found.holes("soun"))) < 0.022
    assert Shown(live, "live.m3u8").list.target_duration == 1
    assert [segment.duration for segment in found.list.segments] == pytest.approx([1.0] * 8, abs=0.05)


def test_every_segment_begins_with_a_keyframe_and_decodes_alone(raw, live, lesson):
    found = shown(raw, live, lesson)
    assert found.all_begin_with_keyframes()
    assert [found.frames(number) for number in range(8)] == [30] * 8


def test_a_recording_of_chromium_is_shown_from_its_first_picture(raw, live):
    found = shown(raw, live, SAMPLES / "chromium-h264-changing-size.mkv")
    assert found.times()[0][0] < 0.1
    assert found.times()[-1][1] > 11
    assert max(map(abs, found.holes())) < 0.001
    assert max(map(abs, found.holes("soun"))) < 0.022


def test_a_camera_that_changes_its_size_gets_a_new_init_segment_and_says_so(raw, live):
    found = shown(raw, live, SAMPLES / "chromium-h264-changing-size.mkv")
    changes = [segment.discontinuity for segment in found.list.segments]
    assert sum(changes) == 2
    assert len({segment.init_section.uri for segment in found.list.segments}) == 3
    assert all(found.frames(number) for number in range(len(changes)))


def test_a_recorder_that_begins_with_a_single_byte_is_shown_from_its_first_picture(raw, live, lesson):
    """Chromium's first slice, when its encoder takes longer than that to begin."""
    data, began = lesson.read_bytes(), int(time.time() * 1000)
    raw.mkdir()
    orders(live, EpochOrder(0, "mkv", "", began, finished=False), ended=False)
    with EpochFile(raw / "0.mkv", raw / "0.index") as file:
        file.append(0, data[:1], began)
        packager = start_packager(raw, live)
        file.append(1, data[1:6000], began + 500)
        file.append(2, data[6000:], began + 8000)
    orders(live, EpochOrder(0, "mkv", "", began, finished=True))
    assert packager.wait(60) == 0
    found = Shown(live)
    assert [found.frames(number) for number in range(8)] == [30] * 8


def test_the_sound_and_the_picture_end_together(raw, live, lesson):
    found = shown(raw, live, lesson)
    assert abs(found.times("soun")[-2][1] - found.times()[-2][1]) < 0.05


def test_the_programme_time_follows_the_servers_clock(raw, live, lesson):
    began = int(datetime(2026, 3, 2, 9, 0, tzinfo=UTC).timestamp() * 1000)
    found = shown(raw, live, lesson, began=began)
    times = [segment.program_date_time.timestamp() * 1000 - began for segment in found.list.segments]
    assert times == pytest.approx([1000 * n + 40 for n in range(8)], abs=60)


def test_the_short_playlist_holds_the_last_minute(raw, live, tmp_path):
    source = film(tmp_path / "long.mkv", seconds=70, size="160x90", rate=10, gop=10)
    shown(raw, live, source)
    window = Shown(live, "live.m3u8")
    assert sum(segment.duration for segment in window.list.segments) == pytest.approx(60, abs=1.1)
    assert window.list.media_sequence == 70 - len(window.list.segments)
    assert not window.list.playlist_type


def test_the_long_playlist_only_grows(raw, live, lesson):
    source = record(raw, lesson, upto=10)
    orders(live, source, ended=True)
    run_packager(raw, live)
    found = Shown(live).list
    assert found.playlist_type == "event"
    assert found.media_sequence == 0
    assert found.is_endlist


def test_a_microphone_that_gives_pure_silence_is_shown(raw, live, tmp_path):
    found = shown(raw, live, film(tmp_path / "silent.mkv", seconds=6, extra=("-af", "volume=0")))
    assert len(found.segments) == 6
    assert max(map(abs, found.holes("soun"))) < 0.022


def test_a_lesson_without_sound_is_shown(raw, live, tmp_path):
    found = shown(raw, live, film(tmp_path / "mute.mkv", seconds=3, sound=False))
    assert len(found.segments) == 3


def test_a_lesson_without_picture_is_heard(raw, live, tmp_path):
    found = shown(raw, live, film(tmp_path / "radio.mkv", seconds=5, picture=False))
    assert found.times("soun")[-1][1] == pytest.approx(5, abs=0.1)


def test_vp8_is_converted_and_keeps_its_time(raw, live):
    found = shown(raw, live, SAMPLES / "chromium-vp8.webm", extension="webm")
    assert found.all_begin_with_keyframes()
    assert found.times()[-1][1] > 5
    assert max(map(abs, found.holes())) < 0.04


def test_vp8_without_a_slot_is_not_shown_and_says_why(raw, live):
    orders(live, record(raw, SAMPLES / "chromium-vp8.webm", extension="webm"))
    from streaming.packager.packager import package

    package(raw, live, transcodes=0)
    assert not (live / "live.m3u8").exists()


def test_rare_keyframes_make_longer_segments(raw, live, tmp_path):
    found = shown(raw, live, film(tmp_path / "rare.mkv", seconds=8, gop=60))
    assert [segment.duration for segment in found.list.segments] == pytest.approx([2.0] * 4, abs=0.1)
    assert Shown(live, "live.m3u8").list.target_duration == 2
    assert found.all_begin_with_keyframes()


def test_many_keyframes_do_not_make_many_segments(raw, live, tmp_path):
    found = shown(raw, live, film(tmp_path / "many.mkv", seconds=4, gop=5))
    assert 3 <= len(found.segments) <= 5


def test_no_segment_is_longer_than_the_playlist_promises(raw, live, tmp_path):
    found = shown(raw, live, film(tmp_path / "odd.mkv", seconds=20, gop=230))
    promised = Shown(live, "live.m3u8").list.target_duration
    assert all(int(segment.duration + 0.5) <= promised for segment in found.list.segments)
    assert max(map(abs, found.holes())) < 0.001


def test_pictures_that_look_ahead_keep_their_times(raw, live, tmp_path):
    source = film(tmp_path / "b.mkv", seconds=5, extra=("-tune", "film", "-bf", "2"))
    found = shown(raw, live, source)
    assert max(map(abs, found.holes())) < 0.001
    assert found.all_begin_with_keyframes()


@pytest.mark.parametrize(
    ("extension", "container"),
    [("flv", ("-c:a", "aac", "-ar", "44100", "-f", "flv")), ("ts", ("-c:a", "aac", "-f", "mpegts")),
     ("mp4", ("-movflags", "+empty_moov+default_base_moof+frag_keyframe", "-f", "mp4"))],
)  # fmt: skip
def test_other_containers_are_shown_too(raw, live, tmp_path, extension, container):
    source = film(tmp_path / f"lesson.{extension}", seconds=4, container=container)
    found = shown(raw, live, source, extension=extension)
    assert found.times()[-1][1] - found.times()[0][0] == pytest.approx(4, abs=0.1)
    assert found.all_begin_with_keyframes()
    assert max(map(abs, found.holes())) < 0.001


def test_a_second_run_of_the_recorder_is_a_discontinuity_with_its_own_time(raw, live, lesson):
    first = record(raw, lesson, number=0, began=1_800_000_000_000)
    second = record(raw, SAMPLES / "chromium-h264-changing-size.mkv", number=1, began=1_800_000_030_000)
    orders(live, first, ended=False)
    from .studio import start_packager

    process = start_packager(raw, live)
    while not (live / "dvr.m3u8").exists() or Shown(live).times()[-1][1] < 7.9:
        assert process.poll() is None
    orders(live, first, second, ended=True)
    assert process.wait(30) == 0
    found = Shown(live).list
    turn = next(segment for segment in found.segments if segment.discontinuity)
    assert found.segments.index(turn) == 8
    assert turn.program_date_time.timestamp() == pytest.approx(1_800_000_030, abs=1)


def test_a_playlist_named_mkv_is_not_opened(raw, live, tmp_path):
    trick = tmp_path / "trick.mkv"
    trick.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n" * 50)
    orders(live, record(raw, trick))
    assert run_packager(raw, live) == 0
    assert not (live / "live.m3u8").exists()
    assert json.loads((live / "health.json").read_text())["segments"] == 0


def test_health_says_how_old_the_newest_segment_is(raw, live, lesson):
    shown(raw, live, lesson)
    health = json.loads((live / "health.json").read_text())
    assert health["segments"] == 8
    assert health["ended"]
    assert abs(health["av_ms"]) < 60
    assert datetime.fromisoformat(health["newest_segment_at"]).tzinfo
