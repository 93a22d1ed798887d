"""What the demo's start page is told, in small files under DATA_DIR: how far the sample lesson is, and whether a simulated one runs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

SAMPLE, SIMULATION = "live-sample.json", "simulated-lesson.json"


def read_status(name: str) -> dict[str, Any]:
    """Empty when nothing has been said yet."""
    try:
        found = json.loads(Path(settings.DATA_DIR, name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_status(name: str, **values: Any) -> None:
    """Whole or not at all: the page may read at any moment."""
    place = Path(settings.DATA_DIR, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f"{name}.{os.getpid()}")
    temporary.write_text(json.dumps({**read_status(name), **values}, ensure_ascii=False), encoding="utf-8")
    temporary.replace(place)


def in_every_language(sentence: str) -> dict[str, str]:
    """The page is read in a language that this process does not know."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = _(sentence)
    return said
