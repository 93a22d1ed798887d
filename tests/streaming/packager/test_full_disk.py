"""The disk is nearly full: the live picture waits, says so, and catches up; the recording has priority."""

import json
import os
import subprocess

import pytest

from tests.faults.test_power_cut import wait_for

from .studio import Shown, orders, record, start_packager

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
MB = 1 << 20


@pytest.fixture
def disk(tmp_path):
    """24 MB, and how to fill it."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk, left):
    usage = os.statvfs(disk)
    (disk / "other").write_bytes(bytes(max(0, usage.f_bavail * usage.f_frsize - left)))


def trouble(live):
    return json.loads((live / "health.json").read_bytes())["trouble"]


def shown(live):
    return (live / "dvr.m3u8").read_text().count("#EXTINF") if (live / "dvr.m3u8").exists() else 0


@pytest.mark.parametrize("left", [2 * MB, 20_000])
def test_the_live_picture_waits_for_room_and_catches_up(disk, tmp_path, lesson, left):
    """Under the reserve, and where not even one segment fits."""
    raw, live = tmp_path / "raw", disk / "live"
    orders(live, record(raw, lesson, upto=10), ended=False)
    packager = start_packager(raw, live, reserve=4 * MB if left > MB else 0)
    try:
        wait_for(lambda: shown(live) >= 3)
        fill(disk, left)
        source = record(raw, lesson)
        wait_for(lambda: trouble(live) == "disk" or packager.poll() is not None)
        assert packager.poll() is None
        (disk / "other").unlink()
        orders(live, source)
        assert packager.wait(120) == 0
    finally:
        packager.kill()
        packager.wait()
    found = Shown(live)
    assert found.times()[-1][1] == pytest.approx(8, abs=0.05)
    assert max(map(abs, found.holes())) < 0.001
    assert not any(segment.discontinuity for segment in found.list.segments)
