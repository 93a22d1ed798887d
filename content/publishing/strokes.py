"""Stroke data and readings of Chinese characters."""

from __future__ import annotations

import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pypinyin import Style, pinyin

from content.errors import NotReady
from lms.packages import api as packages

_DATA = Path(__file__).parents[1] / "strokes" / "strokes.json.xz"


@cache
def _strokes() -> dict[str, Any]:
    """Read once: 0.2 s and some 30 MB in the worker that needs it."""
    return json.loads(lzma.decompress(_DATA.read_bytes()))


def store_strokes(character: str) -> packages.BlobRef:
    """One character's strokes as a blob in hanzi-writer's format. Raises NotReady."""
    data = _strokes().get(character)
    if data is None:
        raise NotReady(
            _(
                "There is no stroke data for the character %(character)s. Only the 3,755 most frequent ones can be practised."
            )
            % {"character": character}
        )
    return packages.store_blob(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), "application/json")


def reading_of(text: str) -> str:
    """Pinyin with tone marks: "ān quán"."""
    return " ".join(syllables[0] for syllables in pinyin(text, style=Style.TONE))
