"""The one sound file of a recording: 16 kHz, mono, 16-bit WAV, read piece by piece so that four hours cost no memory."""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .shapes import RATE, Span

if TYPE_CHECKING:
    import numpy

_PIECE = 1 << 20
_HEADER = 44  # bytes before the samples, at least


class WaveRefused(ValueError):
    """Not such a file. `code` is translated into a sentence by the caller."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def seconds_of(path: Path) -> float:
    """The length; counts what is really there, as a file may have been cut off. Raises WaveRefused."""
    try:
        with wave.open(str(path), "rb") as sound:
            shape = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
            frames = sound.getnframes()
    except FileNotFoundError as error:
        raise WaveRefused("sound_gone") from error
    except (wave.Error, EOFError, OSError) as error:
        raise WaveRefused("not_a_wave") from error
    if shape != (1, 2, RATE):
        raise WaveRefused("not_a_wave")
    return min(frames, max(0, path.stat().st_size - _HEADER) // 2) / RATE


def fingerprint(path: Path) -> str:
    """SHA-256 of the file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def samples(path: Path, span: Span) -> numpy.ndarray[Any, Any]:
    """The span's samples as float32 between -1 and 1."""
    import numpy

    with wave.open(str(path), "rb") as sound:
        first = min(round(span.start * RATE), sound.getnframes())
        sound.setpos(first)
        raw = sound.readframes(round(span.end * RATE) - first)
    return numpy.frombuffer(raw[: len(raw) // 2 * 2], dtype="<i2").astype(numpy.float32) / 32768.0


def pieces(path: Path, *, seconds: float) -> Iterator[numpy.ndarray[Any, Any]]:
    """The whole file in pieces of this length; the last one is shorter."""
    import numpy

    with wave.open(str(path), "rb") as sound:
        while raw := sound.readframes(round(seconds * RATE)):
            yield numpy.frombuffer(raw[: len(raw) // 2 * 2], dtype="<i2").astype(numpy.float32) / 32768.0
