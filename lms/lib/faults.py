"""Named fault points: places where the tests kill the process to see what is left."""

from __future__ import annotations

import os
import signal

_ARMED = os.environ.get("NEWLEAF_FAULT", "")  # "name" or "name:n" (the n-th time it is reached)
_seen: dict[str, int] = {}


def faultpoint(name: str) -> None:
    """Kill this process, as a power cut would, when NEWLEAF_FAULT names this point. Free otherwise."""
    if not _ARMED:
        return
    armed, _, nth = _ARMED.partition(":")
    if armed == name:
        _seen[name] = _seen.get(name, 0) + 1
        if _seen[name] >= int(nth or 1):
            os.kill(os.getpid(), signal.SIGKILL)
