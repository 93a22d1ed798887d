"""Folders on the data disk for what is being made. A killed worker leaves its folder behind; it is found by its lock and removed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_YOUNG_SECONDS = 600  # perhaps made a moment ago and not locked yet
_FILE_SECONDS = 24 * 3600  # an upload that nobody has written to for a day


def place() -> Path:
    return Path(settings.DATA_DIR, "work")


@contextmanager
def work_folder(prefix: str) -> Iterator[Path]:
    """An empty folder, gone afterwards."""
    place().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place(), prefix=f"{prefix}-") as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(descriptor)


def clear_abandoned(*, young_seconds: float = _YOUNG_SECONDS) -> int:
    """How many leftovers were removed."""
    cleared = 0
    for path in place().glob("*"):
        try:
            age = time.time() - path.stat().st_mtime
            if path.is_dir() and age > young_seconds and _is_free(path):
                shutil.rmtree(path, ignore_errors=True)
            elif path.is_file() and age > _FILE_SECONDS:
                path.unlink(missing_ok=True)
            else:
                continue
        except FileNotFoundError:
            continue
        cleared += 1
    return cleared


def _is_free(folder: Path) -> bool:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
