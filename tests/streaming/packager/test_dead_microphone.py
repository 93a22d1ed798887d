"""A microphone that never says a word, or dies during the lesson: the picture goes on at its pace, and the watch knows."""

import json
import time

import pytest

from tests.bench.live_server import wait_for

from .growing import Growing
from .studio import EpochOrder, Shown, film, orders, start_packager


@pytest.mark.parametrize(("heard_s", "trouble"), [(0.001, "no_sound"), (4, "no_sound"), (24, "")])
def test_the_picture_goes_on_without_sound(raw, live, tmp_path, heard_s, trouble):
    """At real time: ffmpeg would hold pictures back to wait for a sound that does not come."""
    source = film(tmp_path / "lesson.mkv", seconds=24, size="640x360", extra=("-af", f"atrim=end={heard_s}", "-cluster_time_limit", "500"))  # fmt: skip
    orders(live, EpochOrder(0, "mkv"), ended=False)
    raw.mkdir()
    packager = start_packager(raw, live)
    try:
        with Growing(raw / "0.mkv", raw / "0.index", source):
            began = time.monotonic()
            wait_for(lambda: (live / "dvr.m3u8").exists() and Shown(live).times()[-1][1] > 12, 60)
            assert time.monotonic() - began < 30
            said = json.loads((live / "health.json").read_bytes())
    finally:
        packager.kill()
        packager.wait()
    assert max(map(abs, Shown(live).holes())) < 0.001
    assert said["trouble"] == trouble
