"""From FLV to Matroska, without a studio."""

import subprocess
from types import SimpleNamespace

from lms.lib.ids import new_id
from streaming.studio_feed import feeds, relay
from tests.streaming.packager.studio import film


def remuxed(data):
    epoch = SimpleNamespace(pk=new_id())
    feeds.flv_of(epoch.pk).parent.mkdir(parents=True, exist_ok=True)
    feeds.flv_of(epoch.pk).write_bytes(data)
    feeds.end(epoch.pk)
    return b"".join(relay._remuxed(epoch))


def test_an_flv_that_breaks_off_in_the_middle_of_a_picture_gives_whole_pictures(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    whole = film(tmp_path / "lesson.flv", seconds=3, container=("-c:a", "aac", "-f", "flv")).read_bytes()
    for size in range(len(whole) // 2, len(whole) // 2 + 6000, 997):
        (tmp_path / "epoch.mkv").write_bytes(remuxed(whole[:size]))
        command = ["ffmpeg", "-v", "error", "-y", "-i", tmp_path / "epoch.mkv", "-c", "copy", tmp_path / "epoch.ts"]
        subprocess.run(command, check=True)


def test_the_same_flv_always_gives_the_same_bytes(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    whole = film(tmp_path / "lesson.flv", seconds=3, container=("-c:a", "aac", "-f", "flv")).read_bytes()
    first = remuxed(whole)
    assert first == remuxed(whole)
    assert first.startswith(remuxed(whole[: len(whole) // 2])[:10_000])
