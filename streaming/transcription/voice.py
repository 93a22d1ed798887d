"""Where somebody speaks: the Silero voice detector that faster-whisper brings, fed piece by piece. Runs in the engine's process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from . import waves
from .shapes import RATE, Span

WINDOW = 512  # samples that the detector judges at once: 32 ms
_CONTEXT = 64
_BEGIN, _GO_ON = 0.5, 0.35  # probability from which speech begins, and below which it ends
_SHORTEST_PAUSE = 0.1  # seconds
_PIECE_SECONDS = WINDOW * 1875 / RATE  # a minute, in whole windows


def speech_in(path: Path, on_progress: Callable[[float], None] | None = None) -> list[Span]:
    """Every stretch of speech in the file. `on_progress` hears how many seconds have been listened to."""
    return list(spans_of(_probabilities(path, on_progress)))


def spans_of(probabilities: Iterable[float]) -> Iterator[Span]:
    """Speech from the probabilities of successive windows; pauses under 0.1 s do not end it."""
    step = WINDOW / RATE
    begin: float | None = None
    quiet_since: float | None = None
    now = 0.0
    for probability in probabilities:
        if probability >= _BEGIN:
            begin = now if begin is None else begin
            quiet_since = None
        elif begin is not None and probability < _GO_ON:
            quiet_since = now if quiet_since is None else quiet_since
            if now - quiet_since >= _SHORTEST_PAUSE:
                yield Span(round(begin, 3), round(quiet_since, 3))
                begin = quiet_since = None
        now += step
    if begin is not None:
        yield Span(round(begin, 3), round(quiet_since or now, 3))


def _probabilities(path: Path, on_progress: Callable[[float], None] | None) -> Iterator[float]:
    """One probability a window. The detector's memory is carried from piece to piece."""
    import numpy
    from faster_whisper.vad import get_vad_model

    session: Any = get_vad_model().session
    h, c = (numpy.zeros((1, 1, 128), dtype="float32") for _ in range(2))
    tail = numpy.zeros(_CONTEXT, dtype="float32")
    done = 0.0
    for piece in waves.pieces(path, seconds=_PIECE_SECONDS):
        done += len(piece) / RATE
        windows = numpy.pad(piece, (0, -len(piece) % WINDOW)).reshape(-1, WINDOW)
        before = numpy.vstack([tail[None, :], windows[:-1, -_CONTEXT:]])
        tail = windows[-1, -_CONTEXT:].copy()
        heard, h, c = session.run(None, {"input": numpy.concatenate([before, windows], 1), "h": h, "c": c})
        yield from numpy.asarray(heard).reshape(-1).tolist()
        if on_progress:
            on_progress(done)
