"""What has become of a lesson's live captions, in a file of its own folder. Light: the ingest reads it too."""

from __future__ import annotations

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Any

NEWEST, WHOLE, MEMORY, STATE = "captions.vtt", "captions-all.vtt", "captions.json", "captions-state.json"


class CaptionState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"  # the machine cannot follow at the moment
    NO_MODEL = "no_model"


def hide(live: Path) -> None:
    """The switch is off: nothing is delivered. What was heard stays for when it is on again."""
    for name in (NEWEST, WHOLE, STATE):
        (live / name).unlink(missing_ok=True)


def state_of(live: Path) -> str:
    """A CaptionState; empty when nothing has been said of it."""
    found = str(read_json(live / STATE).get("state", ""))
    return found if found in set(CaptionState) else ""


def write_state(live: Path, state: CaptionState) -> bool:
    """Whether it is another one now."""
    if state_of(live) == state:
        return False
    live.mkdir(parents=True, exist_ok=True)
    write_whole(live / STATE, json.dumps({"state": state}))
    return True


def read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_whole(path: Path, text: str) -> None:
    """Whoever looks sees the old or the new one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
