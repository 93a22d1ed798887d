"""ffmpeg between two pipes: raw bytes of an epoch in, fragmented MP4 out. The picture is copied; only VP8, VP9 and AV1 are converted.

No `-fflags nobuffer`: it throws away what was read to recognise the streams, and with it the first seconds of the lesson.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
from dataclasses import dataclass
from typing import Any

import ffmpeg

from lms.lib import sandbox

from .segments import FRAGMENT_S

DEMUXERS = {"mkv": "matroska", "webm": "matroska", "mp4": "mov", "flv": "flv", "ts": "mpegts"}
RATE = 48_000
AAC_FRAME = 1024
_LIMITS = sandbox.Limits(memory_bytes=2 * sandbox.GIB, cpu_seconds=48 * 3600)
# Keyframes on whole seconds of the epoch's own clock, so that a second run cuts where the first one did.
_KEYFRAMES = "if(isnan(prev_forced_t),1,gt(floor(t),floor(prev_forced_t)))"
_FIT = {"w": 1280, "h": 720}


@dataclass(frozen=True)
class Recipe:
    extension: str
    transcode: bool = False
    audio: bool = True
    video: bool = True
    begin_s: float | None = None  # where the sound shall begin, on the epoch's clock; None: where it does


def command(recipe: Recipe) -> list[str]:
    source = ffmpeg.input(
        "pipe:0", format=DEMUXERS[recipe.extension], copyts=None, fflags="+genpts", probesize=1_000_000,
        analyzeduration=500_000, protocol_whitelist="pipe", format_whitelist=DEMUXERS[recipe.extension],
    )  # fmt: skip
    options: dict[str, Any] = {
        "format": "mp4",
        "movflags": "+empty_moov+default_base_moof+frag_keyframe+frag_discont",
        "use_editlist": 0,
        "avoid_negative_ts": "disabled",
        "frag_duration": int((FRAGMENT_S if recipe.video else 1.0) * 1_000_000),
        "max_interleave_delta": 1_000_000,
        "flush_packets": 1,
        "map_metadata": -1,
    }
    streams = []
    if recipe.video:
        streams.append(source["v:0"])
        options |= _converted() if recipe.transcode else {"vcodec": "copy"}
    if recipe.audio:
        streams.append(source["a:0"])
        # The fast coder takes 1.3 % of a core for speech instead of 3.4 %, and at this bit rate it is nearer to what was said.
        options |= {"acodec": "aac", "aac_coder": "fast", "audio_bitrate": "96k", "ac": 2, "af": _sound(recipe.begin_s)}
    output = ffmpeg.output(*streams, "pipe:1", **options)
    return ffmpeg.compile(output.global_args("-hide_banner", "-loglevel", "error", "-nostdin"))


def _sound(begin_s: float | None) -> str:
    """Even time. The first sample lies on a grid of AAC frames, so that a second run makes the same frames as the first."""
    frames = max(1, int(begin_s * RATE / AAC_FRAME)) if begin_s is not None else None
    return f"aresample={RATE}:async=1000" + (f":first_pts={frames * AAC_FRAME}" if frames else "")


def _converted() -> dict[str, Any]:
    fit = f"scale={_FIT['w']}:{_FIT['h']}:force_original_aspect_ratio=decrease,pad={_FIT['w']}:{_FIT['h']}:-1:-1,format=yuv420p"
    return {
        "vcodec": "libx264", "preset": "veryfast", "tune": "zerolatency", "profile:v": "main", "crf": 24, "maxrate": "2000k",
        "bufsize": "2000k", "g": 100_000, "sc_threshold": 0, "force_key_frames": f"expr:{_KEYFRAMES}", "vf": fit,
        "vsync": "passthrough", "threads": 2,
    }  # fmt: skip


class Remuxer:
    """One run of ffmpeg. `exchange` moves bytes both ways without ever waiting longer than told."""

    def __init__(self, recipe: Recipe) -> None:
        wrapped = sandbox.wrap(command(recipe), limits=_LIMITS)
        self._process = subprocess.Popen(
            wrapped, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=sandbox.ENVIRONMENT,
            start_new_session=True, bufsize=0,
        )  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._in, self._out, self._err = self._process.stdin, self._process.stdout, self._process.stderr
        self._waiting = memoryview(b"")
        self.complaint = b""
        self.ended = False
        self._selector = selectors.DefaultSelector()
        for pipe in (self._in, self._out, self._err):
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(self._out, selectors.EVENT_READ)
        self._selector.register(self._err, selectors.EVENT_READ)

    @property
    def hungry(self) -> bool:
        """Whether it has taken all that it was given."""
        return not self._waiting and not self._in.closed

    def give(self, data: bytes) -> None:
        self._waiting = memoryview(data)
        self._write()
        if self._waiting and not self._in.closed:
            self._selector.register(self._in, selectors.EVENT_WRITE)

    def finish(self) -> None:
        """No more input: ffmpeg writes what it still holds, and ends."""
        if not self._in.closed:
            self._in.close()

    def exchange(self, timeout: float) -> bytes:
        """What ffmpeg has written meanwhile. `ended` is set at its end."""
        made = b""
        for key, _events in self._selector.select(timeout):
            if key.fileobj is self._in:
                self._write()
                if not self._waiting:
                    self._selector.unregister(self._in)
            elif key.fileobj is self._err:
                self._complain()
            else:
                made = self._out.read(1 << 20) or b""
                self.ended = not made
        return made

    def _write(self) -> None:
        try:
            while self._waiting:
                written = self._in.write(self._waiting)
                if not written:
                    return
                self._waiting = self._waiting[written:]
        except BrokenPipeError:
            self._waiting = memoryview(b"")

    def _complain(self) -> None:
        said = self._err.read(1 << 16)
        if not said:
            self._selector.unregister(self._err)
        self.complaint = (self.complaint + (said or b""))[-4000:]

    def close(self) -> None:
        """End ffmpeg, whatever it does."""
        self._selector.close()
        self.finish()
        if self.ended:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
        sandbox.end(self._process)
        for pipe in (self._in, self._out, self._err):
            pipe.close()
