"""The stored result (transcript.json, written by hear.py): the lesson's sentences with the time of each character, as an engine gives them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from ..transcription.shapes import Segment, Word
from ..transcription.stored import StoredResult

PLACE = Path(__file__).with_name("transcript.json")
NAME = "sample"


def stored_result(sentences: Sequence[tuple[float, float]]) -> StoredResult:
    """For a film whose sentences lie at these times.

    Where the speech engine is the one that the result was made with, the times are the stored ones; another one speaks a
    little faster or slower, and each sentence is stretched to the place where it really is.
    """
    data = PLACE.read_bytes()
    segments = []
    for stored, (start, end) in zip(json.loads(data), sentences, strict=False):
        first, last = stored["clip"]
        pace = (end - start) / (last - first)

        def at(seconds: float, first: float = first, start: float = start, pace: float = pace) -> float:
            return round(start + (seconds - first) * pace, 3)

        words = [Word(at(begin), at(until), text, 1.0) for begin, until, text in stored["words"]]
        segments.append(Segment(at(stored["start"]), at(stored["end"]), stored["text"], words))
    return StoredResult(NAME, hashlib.sha256(data).hexdigest(), "zh", segments)
