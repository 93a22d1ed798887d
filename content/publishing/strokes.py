"""Stroke data of Chinese characters, from the npm package hanzi-writer-data (Arphic Public License; from Make Me a Hanzi)."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from pypinyin import Style, pinyin

from content.errors import NotReady
from lms.packages import api as packages


def stroke_folder() -> Path:
    return Path(settings.BASE_DIR) / "lms" / "tablet" / "frontend" / "node_modules" / "hanzi-writer-data"


def store_strokes(character: str) -> packages.BlobRef:
    """One character's strokes as a blob in hanzi-writer's format. Raises NotReady."""
    try:
        data = json.loads((stroke_folder() / f"{character}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotReady(
            _("There is no stroke data for the character %(character)s on this server.") % {"character": character}
        ) from error
    return packages.store_blob(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), "application/json")


def reading_of(text: str) -> str:
    """Pinyin with tone marks: "ān quán"."""
    return " ".join(syllables[0] for syllables in pinyin(text, style=Style.TONE))
