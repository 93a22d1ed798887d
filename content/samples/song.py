"""茉莉花 Jasmine Flower, a folk song from Jiangsu in the public domain, played on a plucked string (Karplus and Strong 1983)."""

from __future__ import annotations

import array
import random

from .films import RATE, as_wav, silence

BEAT = 0.6  # seconds
LEAD, BREAK = 0.4, 0.8
_DO = 349.23  # F4
_STEPS = {"5,": -5, "6,": -3, "1": 0, "2": 2, "3": 4, "5": 7, "6": 9, "1'": 12}  # numbered notation, in semitones
MELODY = """
3:1 3:.5 5:.5 6:.5 1':.5 1':.5 6:.5 | 5:1 5:.5 6:.5 5:2
3:1 3:.5 5:.5 6:.5 1':.5 1':.5 6:.5 | 5:1 5:.5 6:.5 5:2
5:1 5:1 5:1 3:.5 5:.5 | 6:1 6:1 5:2
3:1 2:.5 3:.5 5:1 3:.5 2:.5 | 1:1 1:.5 2:.5 1:2
3:.5 2:.5 1:.5 3:.5 2:1.5 3:.5 | 5:1 6:.5 1':.5 5:2
2:1 3:.5 5:.5 2:.5 3:.5 1:.5 6,:.5 | 5,:4
"""


def render_song() -> bytes:
    """Two verses as WAV."""
    notes = [
        (note, float(beats))
        for note, _colon, beats in (word.partition(":") for word in MELODY.replace("|", " ").split())
    ]
    verse = array.array("h", bytes(2 * int((sum(beats for _note, beats in notes) * BEAT + BREAK) * RATE)))
    at = 0.0
    for note, beats in notes:
        _mix(verse, at, _pluck(note, beats * BEAT + 0.5))
        at += beats * BEAT
    return as_wav(silence(LEAD) + verse.tobytes() * 2 + silence(0.7))


def _pluck(note: str, seconds: float) -> list[float]:
    """One string: a burst of noise that a delay line softens at each round."""
    chance = random.Random(note)  # noqa: S311 (a sound, not a secret)
    length = int(RATE / (_DO * 2 ** (_STEPS[note] / 12)))
    line = [chance.uniform(-1, 1) for _sample in range(length)]
    out: list[float] = []
    count = int(seconds * RATE)
    while len(out) < count:
        out += line
        line = [0.498 * (a + b) for a, b in zip(line, line[1:] + line[:1], strict=True)]
    fade = RATE // 20
    return [value * min(1.0, (count - place) / fade) for place, value in enumerate(out[:count])]


def _mix(sound: array.array, at: float, note: list[float]) -> None:
    start = int(at * RATE)
    for place, value in enumerate(note[: len(sound) - start], start=start):
        mixed = sound[place] + int(value * 9000)
        sound[place] = max(-32768, min(32767, mixed))
