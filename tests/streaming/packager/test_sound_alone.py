"""The sound by itself, for lines that cannot carry the picture: the same moments, the same promises."""

import json
import subprocess

import m3u8
import pytest

from streaming.packager import boxes, sound

from .studio import SAMPLES, Shown, film, orders, record, run_packager

BEGAN = 1_800_000_000_000
FAULTS = ["after_segment:3", "before_playlist:2", "between_playlists:3", "between_playlists:4", "after_playlist:2"]


@pytest.fixture(scope="module")
def packaged(tmp_path_factory, lesson):
    folder = tmp_path_factory.mktemp("packaged")
    orders(folder / "live", record(folder / "raw", lesson, began=BEGAN))
    assert run_packager(folder / "raw", folder / "live") == 0
    return folder / "live"


def heard(live):
    return Shown(live, "dvr-sound.m3u8")


def test_the_sound_alone_is_the_sound_of_the_picture(packaged):
    whole, alone = Shown(packaged), heard(packaged)
    assert alone.times("soun") == whole.times("soun")
    assert max(map(abs, alone.holes("soun"))) < 1e-6
    assert [track.kind for init, _ in alone.segments for track in init.tracks.values()] == ["soun"] * 8


def test_each_segment_of_sound_decodes_alone(packaged):
    for segment in heard(packaged).list.segments:
        data = (packaged / segment.init_section.uri).read_bytes() + (packaged / segment.uri).read_bytes()
        command = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=codec_name,nb_read_frames", "-of", "json", "-"]  # fmt: skip
        done = subprocess.run(command, input=data, capture_output=True, check=True)
        [stream] = json.loads(done.stdout)["streams"]
        assert (stream["codec_name"], done.stderr) == ("aac", b"")
        assert int(stream["nb_read_frames"]) == pytest.approx(segment.duration * 48_000 / 1024, abs=1)


def test_both_lists_tell_the_same_time(packaged):
    """A player may go from one to the other at a moment of the day."""
    for name in ("dvr", "live"):
        whole, alone = Shown(packaged, f"{name}.m3u8"), Shown(packaged, f"{name}-sound.m3u8")
        assert whole.list.target_duration == alone.list.target_duration
        for (_, pictures), (_, sounds), moving, still in zip(
            whole.segments, alone.segments, whole.list.segments, alone.list.segments, strict=True
        ):
            ahead = sounds[0].runs[2].start / 48_000 - pictures[0].runs[2].start / 48_000
            assert ahead == 0
            begins = (
                pictures[0].runs[2].start / 48_000
                - pictures[0].runs[1].start / whole.segments[0][0].tracks[1].timescale
            )
            later = (still.program_date_time - moving.program_date_time).total_seconds()
            assert later == pytest.approx(begins, abs=0.002)


def test_the_list_of_both_says_what_a_line_must_carry(packaged):
    for name in ("live", "dvr"):
        both = m3u8.load(str(packaged / f"index-{name}.m3u8"))
        picture, alone = both.playlists
        assert (picture.uri, alone.uri) == (f"{name}.m3u8", f"{name}-sound.m3u8")
        assert picture.stream_info.codecs.startswith("avc1.")
        assert picture.stream_info.codecs.endswith(",mp4a.40.2")
        assert picture.stream_info.resolution == (320, 180)
        assert (alone.stream_info.codecs, alone.stream_info.resolution) == ("mp4a.40.2", None)
        for variant in (picture, alone):
            media = m3u8.load(str(packaged / variant.uri)).segments
            peak = max(8 * (packaged / one.uri).stat().st_size / one.duration for one in media)
            assert peak <= variant.stream_info.bandwidth <= 2 * peak


@pytest.mark.parametrize("fault", FAULTS)
def test_a_kill_leaves_no_hole_and_nothing_named_twice(raw, live, lesson, packaged, fault):
    orders(live, record(raw, lesson, began=BEGAN))
    assert run_packager(raw, live, fault=f"streaming.packager.{fault}") == -9
    named = heard(live).list.segments.uri if (live / "dvr-sound.m3u8").exists() else []
    before = {name: (live / name).read_bytes() for name in named}
    assert run_packager(raw, live) == 0
    assert [one.uri for one in heard(live).list.segments] == [one.uri for one in heard(packaged).list.segments]
    assert heard(live).times("soun") == Shown(live).times("soun")
    assert max(map(abs, heard(live).holes("soun"))) < 0.022
    assert all((live / name).read_bytes() == data for name, data in before.items())


def test_a_camera_that_changes_its_size_turns_both_lists_at_the_same_places(raw, live):
    orders(live, record(raw, SAMPLES / "chromium-h264-changing-size.mkv"))
    assert run_packager(raw, live) == 0
    assert [one.discontinuity for one in heard(live).list.segments] == [
        one.discontinuity for one in Shown(live).list.segments
    ]
    assert max(map(abs, heard(live).holes("soun"))) < 1e-6


@pytest.mark.parametrize("missing", ["sound", "picture"])
def test_where_one_is_missing_there_is_one_list_only(raw, live, tmp_path, missing):
    orders(live, record(raw, film(tmp_path / "half.mkv", seconds=3, **{missing: False})))
    assert run_packager(raw, live) == 0
    assert len(m3u8.load(str(live / "index-live.m3u8")).playlists) == 1
    assert not list(live.glob("*sound*")) + list(live.glob("a-*"))


def test_sound_that_comes_late_and_at_once_is_cut_into_pieces(packaged):
    found = Shown(packaged)
    together = b"".join((packaged / segment.uri).read_bytes() for segment in found.list.segments)
    init = boxes.parse_init((packaged / "init-0.mp4").read_bytes())
    pieces = sound.pieces_of(init, together, longest_s=1.49)
    assert max(piece.duration_s for piece in pieces) <= 1.49
    assert pieces[-1].start_s + pieces[-1].duration_s == found.times("soun")[-1][1]
    assert sum(piece.duration_s for piece in pieces) == pytest.approx(found.times("soun")[-1][1] - pieces[0].start_s)
