"""What a media file is, by its content: ffprobe inside the sandbox, and the limits that a file must keep."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import magic
from django.utils.translation import gettext as _

from lms.lib import sandbox

from .errors import MediaRefused

# Containers that hold their own bytes. Playlists (hls, dash, concat), image sequences and network formats are absent on purpose.
FORMATS = "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,wav,mp3,aac,flac,amr,caf,aiff,h264,m4v"
PROTOCOLS = "file,pipe"
MAX_SECONDS = 4 * 3600
MAX_PIXELS = 8192 * 4320
MAX_STREAMS = 32
MAX_BYTES = {"video": 4 << 30, "audio": 1 << 30}
_PROBING = sandbox.Limits(memory_bytes=2 * sandbox.GIB, cpu_seconds=60, wall_seconds=90, file_bytes=1 << 20)


@dataclass(frozen=True)
class Probe:
    seconds: float
    has_video: bool
    has_audio: bool
    width: int = 0
    height: int = 0


def looks_like_media(head: bytes) -> bool:
    """A first look at the beginning of a file (its first 4 KiB): does it begin as a sound or video file does?"""
    kind = magic.from_buffer(head, mime=True)
    return kind.startswith(("video/", "audio/")) or kind in {
        "application/ogg",
        "application/octet-stream",
        "application/mp4",
        "application/vnd.rn-realmedia",
    }


def probe(path: Path) -> Probe:
    """Raises MediaRefused when the file cannot be read as sound or video."""
    command = [
        "ffprobe", "-v", "error", "-protocol_whitelist", PROTOCOLS, "-format_whitelist", FORMATS,
        "-show_streams", "-show_format", "-of", "json", str(path),
    ]  # fmt: skip
    done = sandbox.run(command, limits=_PROBING, read=[path])
    try:
        found = json.loads(done.output) if done.ok else {}
    except ValueError:
        found = {}
    streams = found.get("streams") or []
    if not streams:
        raise MediaRefused(
            _("This file cannot be read as video or sound. It may be damaged, or only its name looks like one.")
        )
    return _read(found, streams)


def check(kind: str, found: Probe) -> None:
    """Raises MediaRefused when the file is not of this kind (video or audio) or breaks a limit."""
    if kind == "video" and not found.has_video:
        raise MediaRefused(_("There is no picture in this file. Upload it as a sound recording."))
    if kind == "audio" and not found.has_audio:
        raise MediaRefused(_("There is no sound in this file."))
    if found.seconds <= 0:
        raise MediaRefused(_("This file has no length. It is probably cut off; please export it again."))
    if found.seconds > MAX_SECONDS:
        raise MediaRefused(
            _("This file is longer than %(hours)d hours. Please cut it into parts.") % {"hours": MAX_SECONDS // 3600}
        )
    if kind == "video" and found.width * found.height > MAX_PIXELS:
        raise MediaRefused(
            _("The picture is too large: %(width)d × %(height)d pixels.")
            % {"width": found.width, "height": found.height}
        )


def _read(found: dict[str, Any], streams: list[dict[str, Any]]) -> Probe:
    pictures = [
        s for s in streams if s.get("codec_type") == "video" and not s.get("disposition", {}).get("attached_pic")
    ]
    sounds = [s for s in streams if s.get("codec_type") == "audio"]
    if len(streams) > MAX_STREAMS:
        raise MediaRefused(_("This file has too many tracks."))
    lengths = [_number(found.get("format", {}).get("duration")), *(_number(s.get("duration")) for s in streams)]
    first = pictures[0] if pictures else {}
    return Probe(
        max(lengths), bool(pictures), bool(sounds), int(first.get("width") or 0), int(first.get("height") or 0)
    )


def _number(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if number == number and number < 1e9 else 0.0  # NaN and nonsense count as no length
