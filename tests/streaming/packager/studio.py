"""Recorders for the tests: Matroska by ffmpeg, stored pieces of Chromium's, and a raw folder filled chunk by chunk."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import m3u8

from streaming.packager import boxes
from streaming.packager.orders import EpochOrder, Orders, write_orders

SAMPLES = Path(__file__).parents[2] / "samples" / "live"
ROOT = Path(__file__).parents[3]


def film(
    path,
    *,
    seconds=8,
    gop=30,
    sound=True,
    picture=True,
    size="320x180",
    rate=30,
    extra=(),
    container=("-f", "matroska"),
):
    """A picture that moves and a sound that counts, H.264 and Opus in Matroska unless told otherwise."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y"]
    if picture:
        command += ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}"]
    if sound:
        command += ["-f", "lavfi", "-i", f"sine=frequency=440:beep_factor=4:sample_rate=48000:duration={seconds}"]
    if picture:
        command += ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", str(gop), "-sc_threshold", "0",
                    "-pix_fmt", "yuv420p", "-b:v", "200k"]  # fmt: skip
    if sound:
        command += ["-c:a", "libopus", "-b:a", "32k"]
    subprocess.run([*command, *extra, *container, str(path)], check=True)
    return path


def record(raw, source, *, number=0, extension="mkv", chunks=20, upto=None, began=None):
    """Put a file into the raw folder as the ingest does: bytes, and an index line for each chunk. `upto`: the first chunks only."""
    raw.mkdir(parents=True, exist_ok=True)
    data = Path(source).read_bytes()
    step = -(-len(data) // chunks)
    began = began or int(time.time() * 1000)
    lines = []
    for n, offset in enumerate(range(0, len(data), step)):
        size = len(data[offset : offset + step])
        lines.append(
            {
                "n": n,
                "offset": offset,
                "bytes": size,
                "received_ms": began + 500 * n + 40,
                "captured_ms": began + 500 * n,
            }
        )
    lines = lines[:upto]
    (raw / f"{number}.{extension}").write_bytes(data)
    (raw / f"{number}.index").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return EpochOrder(number, extension, "", began, finished=upto is None)


def orders(live, *epochs, ended=True):
    write_orders(live, Orders(tuple(epochs), ended))


def run_packager(raw, live, *, timeout=120, **how):
    """Until it ends; −9 when the fault point was reached."""
    return start_packager(raw, live, **how).wait(timeout)


def start_packager(raw, live, *, fault="", broken="", reserve=0):
    """`broken` chooses a build that is broken on purpose (broken.py)."""
    module = "tests.streaming.packager.broken" if broken else "streaming.packager"
    command = [sys.executable, "-m", module, str(raw), str(live), "--reserve", str(reserve)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "NEWLEAF_FAULT": fault, "BROKEN": broken})


class Shown:
    """What a player finds: the long playlist, checked by a library that is not ours, and the segments' times."""

    def __init__(self, live, name="dvr.m3u8"):
        self.live = live
        self.list = m3u8.load(str(live / name))
        self.segments = [self._read(segment) for segment in self.list.segments]

    def _read(self, segment):
        init = boxes.parse_init((self.live / segment.init_section.uri).read_bytes())
        data = (self.live / segment.uri).read_bytes()
        places = [first - 8 for kind, first, _end in boxes.boxes(data) if kind == b"moof"]
        pieces = [data[start:end] for start, end in zip(places, [*places[1:], len(data)], strict=True)]
        return init, [boxes.parse_fragment(init, piece) for piece in pieces]

    def times(self, kind="vide"):
        """(start, end) in seconds of each segment's track."""
        found = []
        for init, fragments in self.segments:
            track = next(track for track in init.tracks.values() if track.kind == kind)
            runs = [fragment.runs[track.id] for fragment in fragments if track.id in fragment.runs]
            end = runs[-1].start + runs[-1].duration
            found.append((runs[0].start / track.timescale, end / track.timescale))
        return found

    def holes(self, kind="vide"):
        """Seconds between the end of one segment and the beginning of the next, where the playlist promises none."""
        times = self.times(kind)
        return [
            after[0] - before[1]
            for before, after, segment in zip(times[:-1], times[1:], self.list.segments[1:], strict=True)
            if not segment.discontinuity
        ]

    def all_begin_with_keyframes(self):
        return all(fragments[0].runs[init.video.id].begins_with_key for init, fragments in self.segments if init.video)

    def frames(self, position):
        """Pictures that ffmpeg decodes from one segment, without a word of complaint."""
        segment = self.list.segments[position]
        data = (self.live / segment.init_section.uri).read_bytes() + (self.live / segment.uri).read_bytes()
        command = ["ffprobe", "-v", "error", "-count_frames", "-select_streams", "v", "-show_entries", "stream=nb_read_frames",
                   "-of", "csv=p=0", "-"]  # fmt: skip
        done = subprocess.run(command, input=data, capture_output=True, check=True)
        assert not done.stderr, done.stderr
        return int(done.stdout.split()[0])
