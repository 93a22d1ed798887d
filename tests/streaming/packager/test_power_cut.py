"""The power goes while a picture is live: what viewers have seen is on the disk, byte for byte, and the picture goes on."""

import os
from pathlib import Path

import pytest

from tests.faults.test_power_cut import mounted, wait_for

from .studio import Shown, orders, record, run_packager, start_packager

pytestmark = pytest.mark.skipif(
    not os.access(Path("/dev/fuse"), os.W_OK), reason="there is no /dev/fuse to mount a file system with"
)


def seen_until_the_power_goes(tmp_path, source, *, broken=""):
    """(what a viewer has fetched, folder of what survived)"""
    disk = tmp_path / "disk"
    orders(disk / "live", record(disk / "raw", source, upto=14), ended=False)
    with mounted(disk, tmp_path) as (folder, after):
        live = folder / "live"
        packager = start_packager(folder / "raw", live, broken=broken)
        try:
            wait_for(lambda: (live / "dvr.m3u8").exists() and (live / "dvr.m3u8").read_text().count("#EXTINF") >= 3)
            seen = fetched(live)
        finally:
            packager.kill()
            packager.wait()
    return seen, after


def fetched(live):
    names = [line for line in (live / "dvr.m3u8").read_text().splitlines() if line.endswith(".m4s")]
    return {name: (live / name).read_bytes() for name in ["init-0.mp4", *names]}


def lost(seen, live):
    return [name for name, data in seen.items() if not (live / name).exists() or (live / name).read_bytes() != data]


def test_a_power_cut_takes_nothing_that_was_shown(tmp_path, lesson):
    seen, after = seen_until_the_power_goes(tmp_path, lesson)
    assert lost(seen, after / "live") == []
    assert set(fetched(after / "live")) >= set(seen)
    orders(after / "live", record(after / "raw", lesson))
    assert run_packager(after / "raw", after / "live") == 0
    found = Shown(after / "live")
    assert found.times()[-1][1] == pytest.approx(8, abs=0.05)
    assert max(map(abs, found.holes())) < 0.001
    assert not any(segment.discontinuity for segment in found.list.segments)
    assert lost(seen, after / "live") == []


def test_a_packager_that_does_not_wait_for_the_disk_is_caught(tmp_path, lesson):
    seen, after = seen_until_the_power_goes(tmp_path, lesson, broken="no_fsync_of_segments")
    assert lost(seen, after / "live")
