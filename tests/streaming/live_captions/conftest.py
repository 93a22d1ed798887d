"""A spoken lesson as a live picture: packaged once, its segments shown to the producer one by one as if time went by."""

import json
import shutil
import subprocess

import pytest

from streaming.models import Broadcast
from streaming.packager.playlists import Playlist, read_list
from streaming.packager.running import live_folder
from tests.streaming.packager import studio
from tests.streaming.transcription import sounds
from tests.streaming.transcription.conftest import kit, own_models, stored_engine, tiny  # noqa: F401

BEGAN_MS = 1_790_000_000_000


@pytest.fixture(scope="session")
def spoken(tmp_path_factory):
    """(folder of the packaged lesson, its sentences with their times)"""
    if not sounds.KIT.is_dir():
        pytest.skip(sounds.NO_KIT)
    place = tmp_path_factory.mktemp("spoken")
    sentences = lesson(place / "lesson.wav")
    film(place / "lesson.wav", place / "lesson.mkv")
    order = studio.record(place / "raw", place / "lesson.mkv", chunks=60, began=BEGAN_MS)
    studio.orders(place / "live", order)
    assert studio.run_packager(place / "raw", place / "live") == 0
    return place / "live", sentences


def lesson(target, *, name="lesson_en", most=10, gaps=(1.2, 0.35, 2.5)):
    """Sentences of the sample that have no pause inside (the test model knows only whole ones), with other pauses between them."""
    whole = [one for one in sounds.sample(name, target) if "," not in one["text"]]
    sound, parts, sentences, now = sounds.samples_of(target), [2.0], [], 2.0
    for number, one in enumerate(whole[:most]):
        begin, end = (round((one[edge] + by) * sounds.RATE) for edge, by in (("start", -0.1), ("end", 0.1)))
        gap = gaps[number % len(gaps)]
        sentences.append({"text": one["text"], "start": now + 0.1, "end": now + 0.1 + one["end"] - one["start"]})
        parts += [sound[begin:end], gap]
        now += (end - begin) / sounds.RATE + int(gap * sounds.RATE) / sounds.RATE
    sounds.write(target, *parts)
    return sentences


def film(sound, target):
    """A picture of bars beside the sound, as a browser sends it."""
    command = [
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-y",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=160x90:rate=10",
        "-i",
        str(sound),
    ]
    command += [
        "-shortest",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-tune",
        "zerolatency",
        "-g",
        "10",
        "-pix_fmt",
        "yuv420p",
    ]
    subprocess.run([*command, "-c:a", "libopus", "-b:a", "48k", "-cluster_time_limit", "500", "-f", "matroska", str(target)], check=True)  # fmt: skip


class OnAir:
    """A live broadcast whose segments appear when the test says so."""

    def __init__(self, broadcast, packaged):
        self.broadcast, self.live = broadcast, live_folder(broadcast.pk)
        self.whole = read_list((packaged / "dvr.m3u8").read_text())
        self.live.mkdir(parents=True, exist_ok=True)
        for file in packaged.iterdir():
            if not file.name.startswith(".") and file.suffix != ".m3u8":
                shutil.copyfile(file, self.live / file.name)
        self.shown = 0

    @property
    def seconds(self):
        return len(self.whole.entries)

    def show(self, count=1):
        """So many segments more."""
        self.shown = min(self.shown + count, len(self.whole.entries))
        playlist = Playlist(self.whole.target_s)
        for entry in self.whole.entries[: self.shown]:
            playlist.add(entry)
        playlist.ended = self.shown == len(self.whole.entries)
        studio_file = self.live / ".live.m3u8.new"
        studio_file.write_text(playlist.window())
        studio_file.replace(self.live / "live.m3u8")

    def text(self, name="captions.vtt"):
        path = self.live / name
        return path.read_text() if path.exists() else ""

    def board(self):
        return json.loads((self.live / "room.json").read_text())


@pytest.fixture
def on_air(live, spoken, commits):
    """The spoken lesson, live with captions switched on; its programme date-time counts from the broadcast's beginning."""
    from datetime import UTC, datetime

    began = datetime.fromtimestamp(BEGAN_MS / 1000, UTC)
    Broadcast.objects.filter(pk=live.pk).update(live_captions=True, started_at=began, language="en")
    live.refresh_from_db()
    return OnAir(live, spoken[0])
