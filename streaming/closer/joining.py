"""From parts to one film: each part to MPEG-TS with AAC, then one after the other into an MP4 that plays from its first byte.

The picture is copied where all parts have one codec and one size; otherwise all of them are brought to the same form.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ffmpeg

from lms.lib.faults import faultpoint

from . import tools
from .parts import FORMATS, Part

_SOUND = {"acodec": "aac", "audio_bitrate": "128k", "ac": 2, "ar": 48000}
_MADE = {"vcodec": "libx264", "preset": "veryfast", "crf": 22, "maxrate": "3000k", "bufsize": "6000k", "pix_fmt": "yuv420p",
         "g": 60, "vsync": "vfr"}  # fmt: skip
SAMPLE_RATE = 16_000  # what transcription reads


def can_copy(parts: Sequence[Part]) -> bool:
    """One codec (H.264), one size, and a picture everywhere."""
    return (
        all(part.video == "h264" for part in parts)
        and len(set[tuple[int, int]]().union(*(p.sizes for p in parts))) == 1
    )


def join(parts: Sequence[Part], folder: Path, report: tools.Report) -> Path:
    """film.mp4 in `folder`. Raises NotRendered."""
    picture = any(part.video for part in parts)
    sound = any(part.audio for part in parts)
    copy = can_copy(parts)
    total = sum(part.duration_s for part in parts)
    done = 0.0
    pieces = []
    for number, part in enumerate(parts):
        share = (done, part.duration_s / total if total else 1.0)
        pieces.append(_piece(part, folder / f"{number}.ts", folder, picture, sound, copy, _scaled(report, share)))
        done += share[1]
        faultpoint("streaming.closer.after_part")
    film = _concat(pieces, folder, total, sound)
    for piece in pieces:
        piece.unlink()
    return film


def _scaled(report: tools.Report, share: tuple[float, float]) -> tools.Report:
    return lambda percent: report(int(80 * (share[0] + share[1] * percent / 100)))


def _piece(
    part: Part, target: Path, folder: Path, picture: bool, sound: bool, copy: bool, report: tools.Report
) -> Path:
    # A recording that was cut off ends in half a picture, which no muxer takes.
    opened = tools.source(part.path, FORMATS, fflags="+discardcorrupt")
    streams: list[Any] = []
    options: dict[str, Any] = {"format": "mpegts", "muxdelay": 0, "muxpreload": 0, "map_metadata": -1}
    if picture:
        streams.append(_picture(opened, part, copy))
        options |= {"vcodec": "copy"} if copy else _MADE
    if sound:
        streams.append(_sound(opened, part))
        options |= _SOUND
    if not (part.video and part.audio):
        options["t"] = round(part.duration_s, 3)  # a stand-in for the missing track would never end
    tools.render(ffmpeg.output(*streams, str(target), **options), read=[part.path], folder=folder,
                 seconds=part.duration_s, report=report)  # fmt: skip
    return target


def _picture(opened: Any, part: Part, copy: bool) -> Any:
    if not part.video:
        black = ffmpeg.input(f"color=c=black:s=1280x720:r=10:d={part.duration_s:.3f}", format="lavfi")
        return black.video
    if copy:
        return opened["v:0"]
    fitted = opened["v:0"].filter("scale", 1280, 720, force_original_aspect_ratio="decrease", force_divisible_by=2)
    return fitted.filter("pad", 1280, 720, -1, -1).filter("setsar", 1).filter("format", "yuv420p")


def _sound(opened: Any, part: Part) -> Any:
    """Even time from the part's first moment on; silence where a part has no sound."""
    if not part.audio:
        return ffmpeg.input(f"anullsrc=r=48000:cl=stereo:d={part.duration_s:.3f}", format="lavfi").audio
    return opened["a:0"].filter("aresample", 48000, **{"async": 1000, "first_pts": 0})


def _concat(pieces: Sequence[Path], folder: Path, seconds: float, sound: bool) -> Path:
    listing, film = folder / "pieces.txt", folder / "film.mp4"
    listing.write_text("".join(f"file '{piece.name}'\n" for piece in pieces))
    opened = ffmpeg.input(
        str(listing), format="concat", safe=0, protocol_whitelist=tools.PROTOCOLS, format_whitelist="concat,mpegts"
    )
    options: dict[str, Any] = {"c": "copy", "format": "mp4", "movflags": "+faststart", "map_metadata": -1}
    if sound:
        options["bsf:a"] = "aac_adtstoasc"
    tools.render(ffmpeg.output(opened, str(film), **options), read=[], folder=folder, seconds=seconds)
    return film


def sound_of(film: Path, folder: Path, seconds: float) -> Path:
    """audio.wav: 16 kHz mono."""
    target = folder / "audio.wav"
    output = ffmpeg.output(
        tools.source(film, "mov")["a:0"], str(target), format="wav", acodec="pcm_s16le", ac=1, ar=SAMPLE_RATE
    )
    tools.render(output, read=[film], folder=folder, seconds=seconds)
    return target
