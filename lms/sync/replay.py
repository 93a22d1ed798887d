"""Each proof is good for one request: remembers the identifiers of proofs for as long as their nonce is valid.

Redis where there is one; otherwise a small SQLite file beside the database, shared by this machine's processes and never
fsynced: a power cut may forget it, which gives a thief of one request ten minutes to repeat it, once. It may also damage it: then
it is begun anew, since nothing in it is worth keeping tablets outside for.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from lms.lib.errors import NoSpace

KEPT_SECONDS = 900  # longer than two slots of a nonce
_SCHEMA = "CREATE TABLE IF NOT EXISTS seen (id BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID"
_local = threading.local()


def first_time(thumbprint: str, jti: str) -> bool:
    """Whether this proof of this key has not been seen before."""
    name = hashlib.sha256(f"{thumbprint}\n{jti}".encode()).digest()
    if settings.REDIS_URL:
        return bool(cache.add(f"dpop:{name.hex()}", 1, KEPT_SECONDS))
    path = str(Path(settings.DATA_DIR) / "replay.sqlite3")
    try:
        return _noted(path, name)
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "disk i/o" in str(error):
            raise NoSpace from error
        raise
    except sqlite3.DatabaseError:
        _begin_anew(path)
        return _noted(path, name)


def _noted(path: str, name: bytes) -> bool:
    connection, now = _connection(path), int(time.time())
    try:
        connection.execute("INSERT INTO seen VALUES (?, ?)", (name, now))
    except sqlite3.IntegrityError:
        return False
    if name[0] == 0 and name[1] < 16:  # about every 4,000th request
        connection.execute("DELETE FROM seen WHERE at < ?", (now - KEPT_SECONDS,))
    return True


def _connection(path: str) -> sqlite3.Connection:
    held = getattr(_local, "held", None)
    if held is None or held[0] != path:
        close()
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        _local.held = held = (path, connection, _inode(path))
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(_SCHEMA)
        except sqlite3.Error:
            _local.held = ("", connection, held[2])  # not to be used, only to be looked at by _begin_anew
            raise
    return held[1]


def _begin_anew(path: str) -> None:
    """Take a damaged file away, unless another process has done so since this one opened it."""
    damaged = getattr(_local, "held", ("", None, 0))[2]
    close()
    if _inode(path) == damaged:
        for name in (path, f"{path}-wal", f"{path}-shm"):
            Path(name).unlink(missing_ok=True)


def _inode(path: str) -> int:
    try:
        return Path(path).stat().st_ino
    except FileNotFoundError:
        return 0


def close() -> None:
    """Let go of this thread's file."""
    held = getattr(_local, "held", None)
    if held is not None:
        with contextlib.suppress(sqlite3.Error):
            held[1].close()
        _local.held = None
