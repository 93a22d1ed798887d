"""The raw file of an epoch and its index: append, fdatasync, index, and only then acknowledge.

A chunk counts when its index line is complete. Bytes behind the last complete line were never acknowledged: whoever opens
the epoch next cuts them off. No database is asked here.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from lms.lib.durable import fsync_folder, make_folder
from lms.lib.errors import NoSpace
from lms.lib.faults import faultpoint

from ..steady import Clock

_FULL = (errno.ENOSPC, errno.EDQUOT)
_LINE_BYTES = 1024  # longer than any line


class Hole(Exception):
    """The chunk is not the next one. `next`: the one that is."""

    def __init__(self, next_chunk: int) -> None:
        self.next = next_chunk
        super().__init__(f"chunk {next_chunk} is due")


@dataclass(frozen=True)
class Line:
    """One line of the index. Times in Unix milliseconds: the broadcast's clock when it came, the sender's when it was made."""

    n: int
    offset: int
    bytes: int
    crc: int
    received_ms: int
    captured_ms: int

    @property
    def end(self) -> int:
        return self.offset + self.bytes


def written(line: Line) -> bytes:
    return json.dumps(line.__dict__, separators=(",", ":")).encode() + b"\n"


def read_index(path: Path) -> list[Line]:
    """The complete lines from the beginning; a torn or foreign line ends the list. Empty when there is no index."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    return list(_lines(data))


def last_line(path: Path) -> Line | None:
    """The last complete line, without reading the others. None when there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LINE_BYTES))
            whole = file.read().rpartition(b"\n")[0]
        return Line(**json.loads(whole.rpartition(b"\n")[2]))
    except (OSError, ValueError, TypeError):
        return None


def _lines(data: bytes) -> Iterator[Line]:
    end = 0
    for number, raw in enumerate(data.splitlines(keepends=True)):
        try:
            line = Line(**json.loads(raw)) if raw.endswith(b"\n") else None
        except (ValueError, TypeError):
            return
        if line is None or line.n != number or line.offset != end:
            return
        yield line
        end = line.end


@dataclass
class EpochFile:
    """An epoch that is open for appending. One process at a time holds it (flock); within it, one thread at a time."""

    raw: Path
    index: Path
    next: int = 0
    size: int = 0
    last: Line | None = None
    _lock: Lock = field(default_factory=Lock)
    _raw: int = -1
    _index: int = -1
    _index_size: int = 0
    _clock: Clock = field(init=False)

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def open(self) -> Self:
        """Make or recover both files. Raises BlockingIOError while another process holds them."""
        make_folder(self.index.parent)
        self._clock = Clock(self.index.parent)
        new = not (self.raw.exists() and self.index.exists())
        self._index = os.open(self.index, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(self._index, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._raw = os.open(self.raw, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
            if new:
                fsync_folder(self.index.parent)
            self._recover()
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        for descriptor in (self._raw, self._index):
            if descriptor >= 0:
                os.close(descriptor)
        self._raw = self._index = -1

    def append(self, n: int, data: bytes, captured_ms: int) -> int:
        """Durable when it returns: the number of the next chunk. A repeat changes nothing. Raises Hole, NoSpace."""
        with self._lock:
            if n < self.next:
                return self.next
            if n > self.next:
                raise Hole(self.next)
            line = Line(n, self.size, len(data), zlib.crc32(data), self._clock.now_ms(), captured_ms)
            try:
                self._write(line, data)
            except OSError as error:
                self._cut(self.size, self._index_size)
                if error.errno in _FULL:
                    raise NoSpace from error
                raise
            return self.next

    def _write(self, line: Line, data: bytes) -> None:
        _write_all(self._raw, data, line.offset)
        faultpoint("streaming.ingest.after_write")
        os.fdatasync(self._raw)
        faultpoint("streaming.ingest.after_fsync")
        entry = written(line)
        _write_all(self._index, entry, self._index_size)
        faultpoint("streaming.ingest.after_index")
        os.fdatasync(self._index)
        self.next, self.size, self.last = line.n + 1, line.end, line
        self._index_size += len(entry)

    def _recover(self) -> None:
        """Back to the last chunk whose line is complete and whose bytes are there and right."""
        data = os.pread(self._index, os.fstat(self._index).st_size, 0)
        lines = list(_lines(data))
        there = os.fstat(self._raw).st_size
        while lines and (lines[-1].end > there or not self._right(lines[-1])):
            lines.pop()
        self.last = lines[-1] if lines else None
        self.next, self.size = len(lines), self.last.end if self.last else 0
        self._index_size = sum(len(raw) for raw in data.splitlines(keepends=True)[: len(lines)])
        if there != self.size or len(data) != self._index_size:
            self._cut(self.size, self._index_size)
            os.fsync(self._raw)
            os.fsync(self._index)

    def _right(self, line: Line) -> bool:
        return zlib.crc32(os.pread(self._raw, line.bytes, line.offset)) == line.crc

    def _cut(self, size: int, index_size: int) -> None:
        os.ftruncate(self._index, index_size)
        os.ftruncate(self._raw, size)


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    view: Any = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written
