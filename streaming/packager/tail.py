"""The raw file of an epoch as it grows: only what the ingest has acknowledged is read."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Chunk:
    number: int
    offset: int
    size: int
    received_ms: int
    captured_ms: int | None


class Tail:
    """`acknowledged` is the end of the last chunk whose index line is complete."""

    def __init__(self, folder: Path, number: int, extension: str) -> None:
        self.path = folder / f"{number}.{extension}"
        self._index = folder / f"{number}.index"
        self._read = 0  # bytes of the index
        self.acknowledged = 0
        self.consumed = False  # all of it has been shown, and nothing more was expected
        self.first: Chunk | None = None
        self.last: Chunk | None = None
        self.behind_ms: int | None = (
            None  # the smallest distance of arrival and capture: the clocks' difference and the way
        )

    def refresh(self) -> bool:
        """Look at the index again; True when more was acknowledged."""
        try:
            if self._index.stat().st_size <= self._read:
                return False
            with self._index.open("rb") as file:
                file.seek(self._read)
                text = file.read()
        except FileNotFoundError:
            return False
        whole = text[: text.rfind(b"\n") + 1]
        self._read += len(whole)
        self.consumed = self.consumed and not whole
        for line in whole.splitlines():
            self._take(json.loads(line))
        return bool(whole)

    def _take(self, line: dict) -> None:
        chunk = Chunk(line["n"], line["offset"], line["bytes"], line["received_ms"], line.get("captured_ms"))
        self.first, self.last = self.first or chunk, chunk
        self.acknowledged = max(self.acknowledged, chunk.offset + chunk.size)
        if chunk.captured_ms:
            behind = chunk.received_ms - chunk.captured_ms
            self.behind_ms = behind if self.behind_ms is None else min(behind, self.behind_ms)

    def read(self, offset: int, most: int) -> bytes:
        count = min(most, self.acknowledged - offset)
        if count <= 0:
            return b""
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(count)

    @contextmanager
    def whole(self) -> Iterator[mmap.mmap | bytes]:
        """The file for scanning; only its first `acknowledged` bytes count."""
        if not self.acknowledged:
            yield b""
            return
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            yield view
