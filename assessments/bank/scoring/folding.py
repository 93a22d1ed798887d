"""What counts of a written answer."""

from __future__ import annotations

import re
import unicodedata

_MARKS = str.maketrans(
    {
        "。": ".",
        "、": ",",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "「": '"',
        "」": '"',
        "『": '"',
        "』": '"',
        "《": "<",
        "》": ">",
        "【": "[",
        "】": "]",
        "—": "-",
        "–": "-",
        "−": "-",
        "·": ".",
        "…": "...",
    }
)
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff"
_SPACE_AT_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")


def folded(text: str, *, ignore_case: bool = True) -> str:
    """What counts of a written answer: full width as half width, Chinese punctuation as Western, spaces beside Chinese
    characters and a closing full stop not at all, capital letters only when they shall."""
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS)
    plain = _SPACE_AT_WIDE.sub("", " ".join(plain.split()))
    plain = plain.rstrip(".,;! ") or plain
    return plain.casefold() if ignore_case else plain
