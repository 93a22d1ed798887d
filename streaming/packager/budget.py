"""Converting pictures live is dear, so only a few broadcasts may: a slot is a locked file, given back by the kernel when its holder dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Slot:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def give_back(self) -> None:
        os.close(self._descriptor)


def take_slot(folder: Path, slots: int) -> Slot | None:
    """None when all are taken."""
    for number in range(slots):
        slot = lock(folder / f".transcoding-{number}")
        if slot:
            return slot
    return None


def lock(path: Path) -> Slot | None:
    """The lock of this file; None when another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Slot(descriptor)
