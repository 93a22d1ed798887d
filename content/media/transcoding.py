"""From any sound or video file to what every tablet plays: H.264/AAC MP4 of at most 720p, or AAC in m4a; no metadata, even loudness."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ffmpeg
from django.utils.translation import gettext as _

from lms.lib import sandbox

from .errors import MediaRefused
from .probing import FORMATS, PROTOCOLS, Probe

logger = logging.getLogger(__name__)

Report = Callable[[int], None]  # per cent
LOUDNESS = {"I": -16, "TP": -1.5, "LRA": 11}  # EBU R128, at the level that speech on small speakers needs
_CLEAN: dict[str, Any] = {
    "map_metadata": -1,
    "map_chapters": -1,
    "sn": None,
    "dn": None,
    "fflags": "+bitexact",
    "flags": "+bitexact",
}
_LANDSCAPE_OR_PORTRAIT = {
    "w": "if(gte(iw,ih),min(1280,iw),min(720,iw))",
    "h": "if(gte(iw,ih),min(720,ih),min(1280,ih))",
}


def make_video(source: Path, folder: Path, found: Probe, report: Report) -> tuple[Path, Path]:
    """The MP4 and its poster (JPEG) in `folder`. Raises MediaRefused."""
    target = folder / "video.mp4"
    opened = _open(source)
    streams = [_picture(opened.video)]
    sound: dict[str, Any] = {}
    if found.has_audio:
        streams.append(_even(opened.audio))
        sound = {"acodec": "aac", "audio_bitrate": "96k", "ac": 2}
    output = ffmpeg.output(
        *streams, str(target), format="mp4", movflags="+faststart", vcodec="libx264", preset="veryfast", crf=23,
        maxrate="2500k", bufsize="5000k", pix_fmt="yuv420p", force_key_frames="expr:gte(t,n_forced*2)", **sound, **_CLEAN,
    )  # fmt: skip
    _run(output, source, folder, found.seconds, report)
    return target, make_poster(target, folder, found.seconds)


def make_poster(film: Path, folder: Path, seconds: float) -> Path:
    """A JPEG of an early moment in `folder`. Raises MediaRefused."""
    poster = folder / "poster.jpg"
    _run(_poster(film, poster, seconds), film, folder, 0, lambda _percent: None)
    return poster


def make_audio(source: Path, folder: Path, found: Probe, report: Report) -> Path:
    """The m4a in `folder`. Raises MediaRefused."""
    target = folder / "audio.m4a"
    output = ffmpeg.output(
        _even(_open(source).audio),
        str(target),
        format="mp4",
        movflags="+faststart",
        acodec="aac",
        audio_bitrate="96k",
        ac=2,
        vn=None,
        **_CLEAN,
    )
    _run(output, source, folder, found.seconds, report)
    return target


def _open(source: Path) -> Any:
    return ffmpeg.input(str(source), protocol_whitelist=PROTOCOLS, format_whitelist=FORMATS)


def _picture(stream: Any) -> Any:
    """Square pixels, at most 1280 × 720 (or upright), at most 30 pictures a second."""
    scaled = stream.filter(
        "scale", **_LANDSCAPE_OR_PORTRAIT, force_original_aspect_ratio="decrease", force_divisible_by=2
    )
    return scaled.filter("setsar", 1).filter("fps", fps="min(source_fps,30)").filter("format", "yuv420p")


def _even(stream: Any) -> Any:
    return stream.filter("loudnorm", **LOUDNESS).filter("aresample", 48000)


def _poster(source: Path, target: Path, seconds: float) -> Any:
    opened = ffmpeg.input(
        str(source), ss=round(min(2.0, seconds / 10), 2), protocol_whitelist=PROTOCOLS, format_whitelist=FORMATS
    )
    return ffmpeg.output(
        opened.video.filter("scale", 640, -2),
        str(target),
        vframes=1,
        format="image2",
        update=1,
        vcodec="mjpeg",
        **{"q:v": 4},
        **_CLEAN,
    )


def _run(output: Any, source: Path, folder: Path, seconds: float, report: Report) -> None:
    command = ffmpeg.compile(
        output.global_args("-nostdin", "-v", "error", "-progress", "pipe:1", "-nostats"), overwrite_output=True
    )
    limits = sandbox.Limits(wall_seconds=300 + 6 * seconds, cpu_seconds=int(600 + 24 * seconds))

    def on_line(line: str) -> None:
        name, _equals, value = line.partition("=")
        if name == "out_time_us" and value.lstrip("-").isdigit() and seconds:
            report(max(0, min(99, int(int(value) / 10_000 / seconds))))

    done = sandbox.run(command, limits=limits, read=[source], write=folder, on_line=on_line)
    if not done.ok:
        logger.info(
            "ffmpeg ended with %s%s: %s", done.status, " (time limit)" if done.timed_out else "", done.complaint[-1000:]
        )
        raise MediaRefused(
            _("This file could not be converted. It may be damaged; please export it again, as MP4 if you can.")
        )
