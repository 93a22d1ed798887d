"""health.json of a live picture: how old the newest segment is, and what went wrong. Read by the duty officer's page."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from .. import steady
from ..steady import Clock
from .playlists import Entry
from .shelf import Shelf

FILE = "health.json"
MUTE_S = 5.0  # so long without any sound: the microphone is dead


@dataclass
class Health:
    newest_segment_at: str = ""  # when it was published, ISO 8601 …
    newest_segment_up_ms: int = 0  # … and by the count of this start of the machine, which nobody sets back
    boot: str = ""
    lag_ms: int = 0  # from the end of that segment at the camera to its publication
    av_ms: int = 0  # how much later the sound ends than the picture in it
    segments: int = 0
    restarts: int = 0
    trouble: str = ""  # "", unreadable, no_sound, transcoding_budget, disk: the page has a sentence for each
    running: bool = True
    ended: bool = False


class Doctor:
    """Keeps health.json, and counts how often this packager had to start again."""

    def __init__(self, shelf: Shelf, clock: Clock) -> None:
        self._shelf, self._clock = shelf, clock
        before = shelf.read_json(FILE) or {}
        self.health = Health(segments=len(shelf.playlist.entries))
        for name in ("newest_segment_at", "newest_segment_up_ms", "boot"):
            setattr(self.health, name, before.get(name) or getattr(self.health, name))
        self.health.restarts = before.get("restarts", -1) + 1
        self._written, self._mute_s = "", 0.0
        self.write()

    def published(self, entry: Entry, *, av_ms: int, sound: bool) -> None:
        self.health.newest_segment_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.health.newest_segment_up_ms, self.health.boot = steady.up_ms(), steady.boot()
        self.health.lag_ms, self.health.av_ms = self._clock.now_ms() - entry.end_ms, av_ms
        self.health.segments = len(self._shelf.playlist.entries)
        self._mute_s = 0.0 if sound else self._mute_s + entry.duration_s
        mute = self._mute_s > MUTE_S or (self.health.trouble == "no_sound" and not sound)
        self.health.trouble = "no_sound" if mute else ""
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
            with contextlib.suppress(OSError):  # on a full disk the old word stays, and grows old
                self._shelf.write(FILE, text.encode())
                self._written = text
