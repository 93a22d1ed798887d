"""A camera that nobody holds: a short film, over and over at the speed of the clock, with the time of day drawn into the picture."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Self

import ffmpeg
from django.conf import settings

from content.samples import films

from .rendering import camera_options

FRAMES = 10
_AT_MOST = 1 << 20  # bytes of a chunk
_LEAST_SECONDS = 0.4  # of a chunk: ffmpeg writes a cluster each half second


class Camera:
    """Chunks of Matroska, each half a second long, kept until somebody takes them: a server that is away loses nothing."""

    def __init__(self, film: Path) -> None:
        self._made: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        environment = {**os.environ, "TZ": settings.TIME_ZONE}  # the clock in the picture is that of the prison
        self._process = subprocess.Popen(
            command(film), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment
        )
        threading.Thread(target=self._read, daemon=True, name="camera").start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def chunk(self, wait: float) -> bytes | None:
        """The next one. b"": none within `wait` seconds; None: the film is over."""
        try:
            return self._made.get(timeout=wait)
        except queue.Empty:
            return b""

    def stop(self) -> None:
        """The recorder writes its last words and ends."""
        self._process.send_signal(signal.SIGTERM)

    def _read(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        held, since = bytearray(), time.monotonic()
        try:
            while data := os.read(pipe.fileno(), 1 << 16):
                held += data
                if time.monotonic() - since >= _LEAST_SECONDS or len(held) > _AT_MOST:
                    self._made.put(bytes(held))
                    held, since = bytearray(), time.monotonic()
        except (OSError, ValueError):
            pass  # closed under our hands
        if held:
            self._made.put(bytes(held))
        self._made.put(None)


def command(film: Path) -> list[str]:
    """The film is our own, so ffmpeg runs outside the sandbox, where it can be told to stop."""
    opened = ffmpeg.input(str(film), re=None, stream_loop=-1)
    picture = opened.video.filter("fps", FRAMES).filter(
        "drawtext", fontfile=films.font_path(), text="%{localtime:%T}", fontsize=56, fontcolor="white", x="w-tw-72", y=58
    )  # fmt: skip
    sound = opened.audio.filter("aresample", 48000, **{"async": 1000})
    options = camera_options(FRAMES) | {"tune": "zerolatency"}
    made = ffmpeg.output(picture, sound, "pipe:1", **options)
    return list(ffmpeg.compile(made.global_args("-nostdin", "-v", "error")))
