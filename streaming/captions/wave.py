"""The wave under the editor: loudest sample of each twentieth of a second, from the recording's own sound."""

from __future__ import annotations

import os
import wave
from pathlib import Path

import numpy

PER_SECOND = 20


def wave_of(audio: Path) -> bytes:
    """One byte (0–255) per 1/20 s of a 16-bit mono WAV; made once and kept beside it. Memory does not grow with its length."""
    kept = audio.with_suffix(".wave")
    if kept.exists() and kept.stat().st_mtime >= audio.stat().st_mtime:
        return kept.read_bytes()
    values = bytearray()
    with wave.open(str(audio), "rb") as source:
        step = source.getframerate() // PER_SECOND
        while frames := source.readframes(step * PER_SECOND * 30):
            samples = numpy.abs(numpy.frombuffer(frames, dtype="<i2").astype(numpy.int32))
            padded = numpy.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
            values += numpy.minimum(padded.max(axis=1) >> 7, 255).astype(numpy.uint8).tobytes()
    fresh = kept.with_suffix(f".{os.getpid()}.part")
    fresh.write_bytes(values)
    fresh.replace(kept)
    return bytes(values)
