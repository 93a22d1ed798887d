"""A browser's chunks into the real ingest, a real packager, the real producer: what is spoken stands in the captions while it is live."""

import contextlib
import json
import math
import os
import signal
import subprocess
import sys
import time
from datetime import datetime

import pysubs2
import pytest

from tests.factories.broadcasts import Sender
from tests.faults import serving
from tests.streaming.ingest.conftest import data, template, world  # noqa: F401
from tests.streaming.ingest.serving import Ingest
from tests.streaming.live_captions.conftest import film, lesson
from tests.streaming.transcription import sounds

pytestmark = pytest.mark.slow

SWITCH = """
import sys
import django
django.setup()
from pathlib import Path
from streaming.models import Broadcast
from streaming.transcription import api
from tests.streaming.transcription.conftest import HOW
api.add_model(Path(sys.argv[2]), name="tiny", changes=HOW)
Broadcast.objects.filter(pk=sys.argv[1]).update(live_captions=True)
"""
PIECES = 48


@contextlib.contextmanager
def process(folder, command):
    """One of the product's processes, as the supervisor starts it; ended by kill -9."""
    argv = [sys.executable, "-m", "django", command]
    started = subprocess.Popen(argv, env=serving.environment(folder), cwd=serving.ROOT, start_new_session=True)
    try:
        yield started
    finally:
        kill(started)


def kill(started):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


class OnAir:
    """Two lessons with the same words; the switch is on in the first only."""

    def __init__(self, folder, prepared, place):
        if not sounds.KIT.is_dir():
            pytest.skip(sounds.NO_KIT)
        self.sentences = lesson(place / "lesson.wav", most=6)
        film(place / "lesson.wav", place / "lesson.mkv")
        self.recording = (place / "lesson.mkv").read_bytes()
        self.keys, self.tokens = prepared["broadcasts"][:2], prepared["tokens"]
        self.first, self.second = (folder / "live" / key for key in self.keys)
        argv = [sys.executable, "-c", SWITCH, self.keys[0], str(sounds.KIT / "ct2")]
        subprocess.run(argv, env=serving.environment(folder), cwd=serving.ROOT, check=True)

    def open(self, port):
        self.senders = [Sender(port, key, self.tokens[number][0]) for number, key in enumerate(self.keys)]
        for sender in self.senders:
            assert sender.open()[0] in (200, 201)

    def send(self, seconds):
        """Everything up to this second, in both lessons."""
        whole = self.sentences[-1]["end"] + 2.5
        upto = min(PIECES, math.ceil(PIECES * seconds / whole))
        size = -(-len(self.recording) // PIECES)
        for sender in self.senders:
            now = round(1000 * time.time())  # sent in a hurry: what is written on a piece must not lie ahead
            for n in range(sender.acknowledged, upto):
                assert sender.put(n, self.recording[n * size : (n + 1) * size], now)[0] == 200
            if upto == PIECES:
                assert sender.finish(PIECES)[0] == 200

    def follow(self, first=0):
        """Send on as the captions come: they leave out what is older than fifteen seconds."""
        for number in range(first, len(self.sentences)):
            self.send(self.sentences[number]["end"] + 5)
            self.wait_for(lambda least=number: len(self.captions()) > least)

    def captions(self):
        file = self.first / "captions-all.vtt"
        if not file.exists():
            return []
        return [(line.start / 1000, line.plaintext.replace("\n", " ")) for line in pysubs2.load(str(file))]

    def wait_for(self, condition, seconds=90):
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, self.captions()
            time.sleep(0.1)

    def offset(self):
        """Seconds from the lesson's beginning, which captions count from, to the first picture."""
        line = next(one for one in (self.first / "dvr.m3u8").read_text().splitlines() if "DATE-TIME" in one)
        since = json.loads((self.first / "room.json").read_text())["since"]
        return (datetime.fromisoformat(line.split(":", 1)[1]) - datetime.fromisoformat(since)).total_seconds()


@pytest.fixture
def on_air(data, world, tmp_path):  # noqa: F811
    return OnAir(data, world, tmp_path)


@contextlib.contextmanager
def broadcasting(on_air, folder):
    """Both lessons are open."""
    with Ingest(folder) as server, process(folder, "run_packagers"):
        on_air.open(server.port)
        yield


def test_spoken_words_reach_the_captions_of_their_lesson_and_of_no_other(data, on_air):  # noqa: F811
    with process(data, "run_live_captions"), broadcasting(on_air, data):
        on_air.follow()
        on_air.wait_for(lambda: (on_air.second / "live.m3u8").exists())
        board = json.loads((on_air.first / "room.json").read_text())
    found = on_air.captions()
    assert [text for _start, text in found] == [sentence["text"] for sentence in on_air.sentences]
    errors = [start - on_air.offset() - sentence["start"] for (start, _), sentence in zip(found, on_air.sentences, strict=True)]  # fmt: skip
    assert max(map(abs, errors)) < 0.5, errors
    assert (board["captions"], board["captions_state"]) == (True, "running")
    assert list(on_air.second.glob("captions*")) == []


def test_a_killed_producer_harms_nothing_and_its_successor_goes_on(data, on_air):  # noqa: F811
    with process(data, "run_live_captions") as producer, broadcasting(on_air, data):
        on_air.send(on_air.sentences[1]["end"] + 5)
        on_air.wait_for(lambda: len(on_air.captions()) >= 2)
        before = on_air.captions()
        kill(producer)
        with process(data, "run_live_captions"):
            on_air.follow(first=len(before))
    found = on_air.captions()
    assert found[: len(before)] == before
    assert [text for _start, text in found] == [sentence["text"] for sentence in on_air.sentences]
    assert [file.read_bytes() for file in (data / "broadcasts").glob("*/0.mkv")] == 2 * [on_air.recording]
