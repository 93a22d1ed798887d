"""Writes transcript.json anew: `python -m streaming.samples.hear`. For whoever changes the lesson; the demo takes what was written.

The text is the script, the times are those at which the speech engine says each character (espeak-ng's events).
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

_VOICE, _WORDS_A_MINUTE, _GAP = b"cmn-latn-pinyin", 200, 2  # as content/narration/espeak.py has them
_RATE, _GAP_BETWEEN_WORDS = 1, 7  # espeak_PARAMETER
_SYNCHRONOUS, _BY_CHARACTER, _UTF8 = 2, 1, 1
_LIST_ENDS, _WORD, _END = 0, 1, 5  # espeak_EVENT_TYPE


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("identifier", ctypes.c_uint), ("position", ctypes.c_int), ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p), ("name", ctypes.c_char * 8),
    ]  # fmt: skip


def words_of(text: str, say: Callable[[str], list[tuple[int, int, int]]]) -> list[list[Any]]:
    """[start, end, text] of each character in seconds from the sentence's beginning; punctuation stays with the character before it."""
    events = say(text)
    words: list[list[Any]] = []
    for at, (kind, place, milliseconds) in enumerate(events):
        if kind == _WORD and place < len(text) and text[place].isalnum():
            ends = next((later[2] for later in events[at + 1 :] if later[2] > milliseconds), milliseconds)
            words.append([milliseconds / 1000, ends / 1000, place])
    for at, word in enumerate(words):
        until = words[at + 1][2] if at + 1 < len(words) else len(text)
        word[2] = text[0 if at == 0 else word[2] : until]
    return words


def engine() -> Callable[[str], list[tuple[int, int, int]]]:
    """A function that says a text and returns (kind, place in the text, milliseconds) of what happened."""
    library = ctypes.CDLL("libespeak-ng.so.1")
    heard: list[tuple[int, int, int]] = []

    def note(_sound: Any, _count: int, events: Any) -> int:
        at = 0
        while events[at].type != _LIST_ENDS:
            heard.append((events[at].type, events[at].position - 1, events[at].milliseconds))
            at += 1
        return 0

    listener = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))(note)
    library.espeak_Initialize(_SYNCHRONOUS, 0, None, 0)
    library.espeak_SetSynthCallback(listener)

    def say(text: str) -> list[tuple[int, int, int]]:
        heard.clear()
        library.espeak_SetVoiceByName(_VOICE)
        for parameter, value in ((_RATE, _WORDS_A_MINUTE), (_GAP_BETWEEN_WORDS, _GAP)):
            library.espeak_SetParameter(parameter, value, 0)
        data = text.encode() + b"\0"
        library.espeak_Synth(data, len(data), 0, _BY_CHARACTER, 0, _UTF8, None, None)
        library.espeak_Synchronize()
        return list(heard)

    say.listener = listener  # type: ignore[attr-defined]  # kept alive as long as the library calls it
    return say


def write(target: Path) -> int:
    """Returns how many words were written."""
    from .lesson import SLIDES
    from .rendering import render

    texts = [text for slide in SLIDES for text in slide.sentences]
    rendered, say, count = render(SLIDES), engine(), 0
    lines = []
    for text, (start, end) in zip(texts, rendered.sentences, strict=True):
        words = [[round(start + a, 3), round(start + b, 3), word] for a, b, word in words_of(text, say)]
        count += len(words)
        segment = {"clip": [start, end], "start": words[0][0], "end": words[-1][1], "text": text, "words": words}
        lines.append(json.dumps(segment, ensure_ascii=False, separators=(",", ":")))
    target.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    return count


if __name__ == "__main__":
    django.setup()
    place = Path(__file__).with_name("transcript.json")
    print(f"{place}: {write(place)} words")
