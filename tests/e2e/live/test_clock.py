"""The measuring stick itself: the burnt-in clock finds what is missing, and only that."""

import subprocess

import pytest

from tests.e2e.live import clock


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return clock.camera(tmp_path_factory.mktemp("camera") / "camera.y4m", seconds=6)


def recorded(source, target, *filters):
    """The camera's picture as a recording has it: larger, compressed, at another rate."""
    chain = ",".join([*filters, "scale=640:360"])
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(source), "-vf", chain, "-r", "25", "-c:v", "libx264"]
    subprocess.run([*command, "-preset", "ultrafast", "-crf", "35", str(target)], check=True)
    return clock.read(target)


def test_every_picture_is_read_back(source, tmp_path):
    film = recorded(source, tmp_path / "film.mp4")
    assert {number for _at, number in film.clock} == set(range(6 * clock.RATE))
    assert film.holes() == []


def test_a_lost_half_second_is_found_also_when_the_times_hide_it(source, tmp_path):
    cut = "select='not(between(t,2,2.5))'"
    kept_times = recorded(source, tmp_path / "gap.mp4", cut)
    closed_up = recorded(source, tmp_path / "closed.mp4", cut, f"setpts=N/{clock.RATE}/TB")
    assert len(kept_times.holes()) == len(closed_up.holes()) == 1


def test_a_dropped_picture_is_no_loss(source, tmp_path):
    assert recorded(source, tmp_path / "film.mp4", "select='not(between(n,30,32))'").holes() == []


def test_what_was_shown_twice_is_found(source, tmp_path):
    film = recorded(source, tmp_path / "film.mp4", "loop=1:30:30")
    assert len(film.holes()) == 1
