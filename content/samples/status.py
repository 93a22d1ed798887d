"""How far the loading is, in a file that the demo's start page reads: DATA_DIR/samples.json."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

EMPTY: dict[str, Any] = {"percent": 0, "sentence": "", "done": False, "officers": [], "learners": []}


def place() -> Path:
    return Path(settings.DATA_DIR, "samples.json")


def read_status() -> dict[str, Any]:
    try:
        return {**EMPTY, **json.loads(place().read_text(encoding="utf-8"))}
    except (OSError, ValueError):
        return dict(EMPTY)


def write_status(**changes: Any) -> None:
    """Whole or not at all: the page may read at any moment."""
    place().parent.mkdir(parents=True, exist_ok=True)
    temporary = place().with_suffix(f".{os.getpid()}")
    temporary.write_text(json.dumps({**read_status(), **changes}, ensure_ascii=False), encoding="utf-8")
    temporary.replace(place())
