"""From an engine's text to ours: NFC, simplified characters, no spaces between characters. Pure, and rebuilt at every reading."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from .shapes import Segment, Word

VERSION = 1  # of everything derived from a raw result: this module, filters.py, reading.py

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK = _HAN + r"\u3000-\u303f\u3040-\u30ff\uff00-\uffef"
_OTHER_SCRIPTS = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")  # kana and hangul: not Chinese, whatever else is in it
_SPACE_IN_CJK = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])|(?<=[，。？！、；：])\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff\ufffd]")


def clean(segment: Segment) -> Segment:
    """The segment as people read it."""
    text = segment.text
    fixed = simplified(text)
    if len(fixed) == len(text):
        words, place = [], 0
        for word in segment.words:  # cut along the words, so that OpenCC saw them in their sentence
            found = text.find(word.text, place)
            place = found + len(word.text) if found >= 0 else place
            words.append(_cleaned(word, fixed[found:place] if found >= 0 else simplified(word.text)))
    else:
        words = [_cleaned(word, simplified(word.text)) for word in segment.words]
    return replace(segment, text=tidy(fixed), words=[word for word in words if word.text.strip()])


def _cleaned(word: Word, text: str) -> Word:
    return replace(word, text=_CONTROL.sub("", unicodedata.normalize("NFC", text)))


def tidy(text: str) -> str:
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    return _SPACE_IN_CJK.sub("", re.sub(r"\s+", " ", text)).strip()


def simplified(text: str) -> str:
    """Traditional characters become simplified ones; Japanese and Korean stay as they are."""
    if not re.search(f"[{_HAN}]", text) or _OTHER_SCRIPTS.search(text):
        return text
    return str(_converter().convert(text))


@functools.cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def join(parts: Iterable[str]) -> str:
    """One running text of several pieces: a space between words, none between characters."""
    return tidy(" ".join(part.strip() for part in parts))


def letters(text: str) -> str:
    """Only letters and digits, in lower case: to compare what was said."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
