"""The folder of blobs: aa/bb/<sha256>. A blob is durable when `write` returns: file, name and folders are fsynced."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from lms.lib.durable import fsync_folder, make_folder
from lms.lib.errors import NoSpace
from lms.lib.faults import faultpoint
from lms.lib.ids import new_id

CHUNK = 1 << 20


def root() -> Path:
    return Path(settings.BLOB_DIR)


def path_of(sha256: str) -> Path:
    """Where a blob lies; only for 64 hexadecimal digits, so that no name leaves the folder."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return root() / sha256[:2] / sha256[2:4] / sha256


def write(source: BinaryIO) -> tuple[str, int]:
    """Store what can be read from `source`; returns its SHA-256 and size. Raises NoSpace, and leaves nothing behind."""
    temporary = root() / "incoming" / str(new_id())
    try:
        make_folder(temporary.parent)
        with temporary.open("xb") as file:
            sha256, size = _copy(source, file)
            file.flush()
            faultpoint("packages.blob.after_write")
            fsync_file(file.fileno())
        place(temporary, sha256)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace from error
        raise
    return sha256, size


def place(temporary: Path, sha256: str) -> None:
    """Give a complete, fsynced file its name, and make the name durable."""
    target = path_of(sha256)
    make_folder(target.parent)
    temporary.rename(target)
    faultpoint("packages.blob.after_rename")
    fsync_folder(target.parent)


def fsync_file(descriptor: int) -> None:
    os.fsync(descriptor)


@contextmanager
def shared_lock() -> Iterator[None]:
    """Held while a blob and its row are written, so that the collector cannot take the file in between."""
    with _lock(fcntl.LOCK_SH):
        yield


@contextmanager
def exclusive_lock() -> Iterator[None]:
    """Held by the collector."""
    with _lock(fcntl.LOCK_EX):
        yield


@contextmanager
def _lock(kind: int) -> Iterator[None]:
    make_folder(root())
    descriptor = os.open(root() / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)


def _copy(source: BinaryIO, target: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
