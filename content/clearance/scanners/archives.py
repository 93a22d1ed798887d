"""Opening ZIP files (all modern office files are ones) without being flooded: looked at before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO

MAX_ENTRIES = 10_000
MAX_TOTAL = 1 << 30  # bytes, unpacked
MAX_RATIO = 200  # unpacked to packed
SMALL = 1 << 20  # no ratio is suspicious below this size


class ArchiveBomb(Exception):
    """It would unpack to more than anyone needs."""


def check_archive(source: Path | BinaryIO) -> zipfile.ZipFile:
    """The opened archive, whose directory promises sane sizes. Raises ArchiveBomb, zipfile.BadZipFile."""
    archive = zipfile.ZipFile(source)
    entries = archive.infolist()
    total, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_TOTAL:
        raise ArchiveBomb
    if total > SMALL and total > MAX_RATIO * max(packed, 1):
        raise ArchiveBomb
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise ArchiveBomb
    if len({entry.header_offset for entry in entries}) != len(entries):
        raise ArchiveBomb  # entries that share their bytes: the overlapping kind of bomb
    return archive


def read_entry(archive: zipfile.ZipFile, name: str, *, limit: int = 64 << 20) -> bytes:
    """One entry, never more than `limit` bytes whatever the directory says. Raises ArchiveBomb, KeyError."""
    with archive.open(name) as entry:
        data = entry.read(limit + 1)
    if len(data) > limit:
        raise ArchiveBomb
    return data
