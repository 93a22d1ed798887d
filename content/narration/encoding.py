"""From the WAV of a speech engine to a small clip."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from content.media import sandbox

logger = logging.getLogger(__name__)

_LIMITS = sandbox.Limits(memory_bytes=sandbox.GIB, cpu_seconds=120, wall_seconds=120, file_bytes=256 << 20)
SILENCE_SECONDS = 0.15


@dataclass(frozen=True)
class Clip:
    data: bytes
    seconds: float
    media_type: str = "audio/mp4"


def encode(wav: bytes) -> Clip | None:
    """AAC, mono, 24 kHz, 40 kbit/s; None when ffmpeg cannot read it. The same WAV always gives the same bytes."""
    with tempfile.TemporaryDirectory(prefix="newleaf-narration-") as name:
        target = Path(name, "clip.m4a")
        sound = ffmpeg.input("pipe:0", format="wav", protocol_whitelist="file,pipe").audio
        output = ffmpeg.output(
            sound.filter("apad", pad_dur=SILENCE_SECONDS), str(target), format="mp4", movflags="+faststart", acodec="aac",
            audio_bitrate="40k", ac=1, ar=24000, map_metadata=-1, fflags="+bitexact", flags="+bitexact",
        )  # fmt: skip
        done = sandbox.run(
            ffmpeg.compile(output.global_args("-v", "error")), limits=_LIMITS, write=Path(name), feed=wav
        )
        if not done.ok or not target.is_file():
            logger.warning("A narration could not be encoded: %s", done.complaint[-500:])
            return None
        return Clip(target.read_bytes(), round(_wav_seconds(wav) + SILENCE_SECONDS, 2))


def _wav_seconds(wav: bytes) -> float:
    """From the format chunk; espeak-ng writes a data length that it does not know yet, so the bytes themselves count."""
    rate = int.from_bytes(wav[28:32], "little") or 1  # bytes a second
    return max(0, len(wav) - 44) / rate
