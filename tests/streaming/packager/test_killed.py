"""A packager that is killed anywhere goes on where it was: no hole, no discontinuity, nothing named twice."""

import json

import pytest

from .studio import SAMPLES, Shown, film, orders, record, run_packager, start_packager

POINTS = ["after_segment", "before_playlist", "after_playlist"]
ONCE = ["after_init", "after_map", "after_end"]  # reached when the picture begins, changes or is over


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("sample", ["ffmpeg", "chromium"])
def test_a_kill_leaves_no_hole(raw, live, lesson, point, sample):
    source = lesson if sample == "ffmpeg" else SAMPLES / "chromium-h264-changing-size.mkv"
    whole = raw.with_name("whole")
    orders(whole, record(raw, source))
    assert run_packager(raw, whole) == 0
    orders(live, record(raw, source))
    assert run_packager(raw, live, fault=f"streaming.packager.{point}:4") == -9
    assert run_packager(raw, live, fault=f"streaming.packager.{point}:2") == -9
    assert run_packager(raw, live) == 0
    found, expected = Shown(live), Shown(whole)
    assert sum(found.times(), ()) == pytest.approx(sum(expected.times(), ()), abs=0.01)
    assert max(map(abs, found.holes())) < 0.001
    assert max(map(abs, found.holes("soun"))) < 0.022
    assert [segment.discontinuity for segment in found.list.segments] == [
        s.discontinuity for s in expected.list.segments
    ]
    assert found.all_begin_with_keyframes()
    assert all(found.frames(number) for number in range(len(found.segments)))


@pytest.mark.parametrize("point", ONCE)
def test_a_kill_at_a_turn_leaves_no_hole(raw, live, point):
    source, whole = SAMPLES / "chromium-h264-changing-size.mkv", raw.with_name("whole")
    orders(whole, record(raw, source))
    assert run_packager(raw, whole) == 0
    orders(live, record(raw, source))
    assert run_packager(raw, live, fault=f"streaming.packager.{point}:{1 if point == 'after_end' else 2}") == -9
    assert run_packager(raw, live) == 0
    found, expected = Shown(live), Shown(whole)
    assert sum(found.times(), ()) == pytest.approx(sum(expected.times(), ()), abs=0.01)
    assert max(map(abs, found.holes())) < 0.001
    assert found.list.is_endlist
    assert all(found.frames(number) for number in range(len(found.segments)))


@pytest.mark.parametrize("extension", ["flv", "ts", "mp4"])
def test_a_kill_leaves_no_hole_in_other_containers(raw, live, tmp_path, extension):
    container = {"flv": ("-c:a", "aac", "-f", "flv"), "ts": ("-c:a", "aac", "-f", "mpegts"),
                 "mp4": ("-movflags", "+empty_moov+default_base_moof+frag_keyframe", "-f", "mp4")}[extension]  # fmt: skip
    source = film(tmp_path / f"lesson.{extension}", seconds=6, container=container)
    orders(live, record(raw, source, extension=extension))
    assert run_packager(raw, live, fault="streaming.packager.after_segment:4") == -9
    assert run_packager(raw, live) == 0
    found = Shown(live)
    assert len(found.segments) == 6
    assert max(map(abs, found.holes())) < 0.001
    assert not any(segment.discontinuity for segment in found.list.segments)


def test_a_kill_leaves_no_hole_in_a_converted_picture(raw, live):
    orders(live, record(raw, SAMPLES / "chromium-vp8.webm", extension="webm"))
    assert run_packager(raw, live, fault="streaming.packager.after_playlist:3") == -9
    assert run_packager(raw, live) == 0
    found = Shown(live)
    assert found.times()[-1][1] > 5
    assert max(map(abs, found.holes())) < 0.04
    assert found.all_begin_with_keyframes()


def test_the_published_segments_stay_as_they_are(raw, live, lesson):
    orders(live, record(raw, lesson))
    run_packager(raw, live, fault="streaming.packager.after_playlist:5")
    before = {path.name: path.read_bytes() for path in live.glob("s-*.m4s")}
    run_packager(raw, live)
    assert len(before) == 5
    assert all((live / name).read_bytes() == data for name, data in before.items())


def test_it_goes_on_where_new_chunks_come_later(raw, live, lesson):
    orders(live, record(raw, lesson, upto=11), ended=False)
    process = start_packager(raw, live)
    while not (live / "dvr.m3u8").exists() or len(Shown(live).segments) < 3:
        assert process.poll() is None
    process.kill()
    process.wait()
    orders(live, record(raw, lesson))
    assert run_packager(raw, live) == 0
    found = Shown(live)
    assert found.times()[-1][1] == pytest.approx(8, abs=0.05)
    assert max(map(abs, found.holes())) < 0.001


def test_a_damaged_playlist_is_begun_anew(raw, live, lesson):
    orders(live, record(raw, lesson))
    run_packager(raw, live, fault="streaming.packager.after_playlist:5")
    text = (live / "dvr.m3u8").read_text()
    (live / "dvr.m3u8").write_text(text[: len(text) // 2].rstrip("\n"))
    assert run_packager(raw, live) == 0
    assert len(Shown(live).segments) == 8


def test_restarts_are_counted(raw, live, lesson):
    orders(live, record(raw, lesson))
    run_packager(raw, live, fault="streaming.packager.after_segment:2")
    run_packager(raw, live)
    assert json.loads((live / "health.json").read_text())["restarts"] == 1


def test_a_build_that_resumes_between_keyframes_is_caught(raw, live, lesson):
    """The check itself is checked: such a build leaves a hole that `holes` must see."""
    orders(live, record(raw, lesson))
    assert run_packager(raw, live, fault="streaming.packager.after_playlist:4") == -9
    assert run_packager(raw, live, broken="resumes_between_keyframes") == 0
    assert max(map(abs, Shown(live).holes())) > 0.5


def test_a_build_that_names_a_segment_too_early_is_caught(raw, live, lesson):
    orders(live, record(raw, lesson))
    fault = "streaming.packager.after_playlist:4"
    assert run_packager(raw, live, fault=fault, broken="playlist_before_segment") == -9
    with pytest.raises(FileNotFoundError):
        Shown(live)
