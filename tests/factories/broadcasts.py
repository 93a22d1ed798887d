"""Live lessons through the real verbs, and what a recorder makes."""

import subprocess

from django.utils import timezone

from streaming import api as streaming
from tests.factories.senders import Sender

__all__ = ["Sender", "a_broadcast", "a_recording", "pieces_of"]


def a_broadcast(by, *, wards=(), title="示波器的使用", **fields):
    """A broadcast of the officer's own prison, planned for now."""
    fields.setdefault("planned_start", timezone.now())
    return streaming.plan_broadcast(by.prison, by=by, title=title, wards=wards, **fields)


def a_recording(path, seconds=3, *, sound=True):
    """A small real Matroska with H.264 and Opus, as a browser makes it."""
    audio = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-c:a", "libopus"] if sound else []
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=15", *audio]
    command += ["-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-g", "15", "-cluster_time_limit", "500"]
    subprocess.run([*command, "-f", "matroska", str(path)], check=True)
    return path.read_bytes()


def pieces_of(data, size=4000):
    return [data[at : at + size] for at in range(0, len(data), size)]
