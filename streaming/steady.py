"""The clock of one broadcast. It runs with the machine's own count of seconds, so setting the server's clock moves nothing.

It agrees with the wall clock as it was when the broadcast's first chunk came, or when the machine started, if that was later.
"""

from __future__ import annotations

import json
import os
import time
from functools import cache
from pathlib import Path

FILE = "clock.json"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@cache
def boot() -> str:
    """Names this start of the machine."""
    return _BOOT_ID.read_text().strip() if _BOOT_ID.exists() else ""


def up_ms() -> int:
    """Milliseconds since the machine started, sleep included."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime_ns(clock) // 1_000_000


class Clock:
    """`folder`: the broadcast's raw files. All processes of a machine that ask it agree."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._offset: int | None = None

    def now_ms(self) -> int:
        """Unix milliseconds."""
        if self._offset is None:
            self._offset = self._known()
        if self._offset is None:
            self._offset = self._begin()
        return up_ms() + self._offset

    def _known(self) -> int | None:
        try:
            said = json.loads(self._path.read_bytes())
            return int(said["offset_ms"]) if said["boot"] == boot() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _begin(self) -> int:
        """A power cut may lose the file: the machine starts anew with it, and so does the clock."""
        offset = time.time_ns() // 1_000_000 - up_ms()
        temporary = self._path.with_name(f".{FILE}.{os.getpid()}")
        try:
            temporary.write_text(json.dumps({"boot": boot(), "offset_ms": offset}))
            os.link(temporary, self._path) if not self._path.exists() else temporary.replace(self._path)
        except FileExistsError:  # another process was faster
            offset = self._known() or offset
        except OSError:  # a full disk, or no folder yet: agreed on later
            pass
        temporary.unlink(missing_ok=True)
        return offset
