"""From the WAV of a speech engine to a small clip."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from lms.lib import sandbox

logger = logging.getLogger(__name__)

_LIMITS = sandbox.Limits(memory_bytes=sandbox.GIB, cpu_seconds=120, wall_seconds=120, file_bytes=256 << 20)
SILENCE_SECONDS = 0.15
AT_ONCE = 24  # clips a run of ffmpeg: starting it costs more than the encoding of a sentence


@dataclass(frozen=True)
class Clip:
    data: bytes
    seconds: float
    media_type: str = "audio/mp4"


def encode(wavs: Sequence[bytes]) -> list[Clip | None]:
    """AAC, mono, 22 kHz, 32 kbit/s; None for what ffmpeg cannot read. The same WAV always gives the same bytes."""
    return [clip for start in range(0, len(wavs), AT_ONCE) for clip in _encode_some(wavs[start : start + AT_ONCE])]


def _encode_some(wavs: Sequence[bytes]) -> list[Clip | None]:
    with tempfile.TemporaryDirectory(prefix="newleaf-narration-") as name:
        folder = Path(name)
        for number, wav in enumerate(wavs):
            (folder / f"{number}.wav").write_bytes(wav)
        outputs = ffmpeg.merge_outputs(*(_output(folder, number) for number in range(len(wavs))))
        done = sandbox.run(ffmpeg.compile(outputs.global_args("-nostdin", "-v", "error")), limits=_LIMITS, write=folder)
        if done.ok:
            return [_clip(folder / f"{number}.m4a", wav) for number, wav in enumerate(wavs)]
    if len(wavs) > 1:  # one of them is the culprit
        return [clip for wav in wavs for clip in _encode_some([wav])]
    logger.warning("A narration could not be encoded: %s", done.complaint[-500:])
    return [None]


def _output(folder: Path, number: int) -> Any:
    sound = ffmpeg.input(str(folder / f"{number}.wav"), format="wav", protocol_whitelist="file").audio
    return ffmpeg.output(
        sound.filter("apad", pad_dur=SILENCE_SECONDS), str(folder / f"{number}.m4a"), format="mp4", movflags="+faststart", acodec="aac",
            aac_coder="fast",  # a fifth of the time; speech does not show it
        audio_bitrate="32k", ac=1, ar=22050, map_metadata=-1, fflags="+bitexact", flags="+bitexact",
    )  # fmt: skip


def _clip(path: Path, wav: bytes) -> Clip:
    return Clip(path.read_bytes(), round(_wav_seconds(wav) + SILENCE_SECONDS, 2))


def _wav_seconds(wav: bytes) -> float:
    """From the format chunk; espeak-ng writes a data length that it does not know yet, so the bytes themselves count."""
    rate = int.from_bytes(wav[28:32], "little") or 1  # bytes a second
    return max(0, len(wav) - 44) / rate
