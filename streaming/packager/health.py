"""health.json of a live picture: how old the newest segment is, and what went wrong. Read by the duty officer's page."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from .shelf import Shelf

FILE = "health.json"


@dataclass
class Health:
    newest_segment_at: str = ""  # when it was published, ISO 8601
    lag_ms: int = 0  # from the end of that segment at the camera to its publication
    av_ms: int = 0  # how much later the sound ends than the picture in it
    segments: int = 0
    restarts: int = 0
    trouble: str = ""  # "", unreadable, no_sound, transcoding_budget, disk: the page has a sentence for each
    running: bool = True
    ended: bool = False


class Doctor:
    """Keeps health.json, and counts how often this packager had to start again."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        before = shelf.read_json(FILE) or {}
        self.health = Health(segments=len(shelf.playlist.entries))
        self.health.newest_segment_at = before.get("newest_segment_at", "")
        self.health.restarts = before.get("restarts", -1) + 1
        self._written = ""
        self.write()

    def published(self, *, end_ms: int, av_ms: int) -> None:
        now = time.time()
        self.health.newest_segment_at = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")
        self.health.lag_ms, self.health.av_ms = round(1000 * now) - end_ms, av_ms
        self.health.segments = len(self._shelf.playlist.entries)
        if self.health.trouble != "no_sound":
            self.health.trouble = ""
        self.write()

    def trouble(self, what: str) -> None:
        self.health.trouble = what
        self.write()

    def ended(self) -> None:
        self.health.running, self.health.ended, self.health.trouble = False, True, ""
        self.write()

    def write(self) -> None:
        text = json.dumps(asdict(self.health))
        if text != self._written:
            self._shelf.write(FILE, text.encode())
            self._written = text
