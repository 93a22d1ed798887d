"""Chunks in, answers out: keeps the files of running epochs open, and tells the database a little later.

An acknowledgement waits for the disk only. The rows follow within a second from a thread of their own, so that a busy
database delays no chunk; after a crash they are brought up to date from the index (see `settle`).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from django.db import DatabaseError

from ..models import Epoch, EpochKind
from . import space
from .containers import sniff
from .errors import Busy, ChunkTakenOver, EmptyChunk, Finished, UnknownEpoch
from .following import Follower, note_progress
from .limits import Pace
from .pen import was_taken_over
from .storage import EpochFile
from .tokens import Bearer

_OPEN_FILES = 200
_FACTS_SECONDS = 1.0  # how late a takeover may be noticed


@dataclass
class _Held:
    """One epoch in this process: its row as it was a moment ago, and its open files."""

    epoch: Epoch
    read_at: float
    lock: Lock = field(default_factory=Lock)
    file: EpochFile | None = None
    gone: bool = False


class Receiver:
    def __init__(self, follower: Follower | None = None, pace: Pace | None = None) -> None:
        self._held: OrderedDict[UUID, _Held] = OrderedDict()
        self._lock = Lock()
        self._follower, self._pace = follower, pace or Pace()

    def put(self, bearer: Bearer, epoch_id: UUID, n: int, data: bytes, captured_ms: int) -> int:
        """The number of the next chunk. Raises Hole and the refusals of ingest.errors."""
        self._pace.check(bearer.broadcast_id, len(data))
        if not data:
            raise EmptyChunk
        with self._hold(bearer, epoch_id) as held:
            file = self._opened(held, first=data if n == 0 else b"")
            if n < file.next:
                return file.next
            if held.epoch.finished_at is not None:
                raise Finished
            if was_taken_over(held.epoch, captured_ms):
                raise ChunkTakenOver
            if held.epoch.kind == EpochKind.UPLOAD:
                space.check_for_upload()
            reached = file.append(n, data, captured_ms)
            self._tell(held, file)
            return reached

    def finish(self, bearer: Bearer, epoch_id: UUID, chunks: int) -> tuple[int, bool]:
        """(next, complete). The row is up to date when this returns; asking again changes nothing."""
        with self._hold(bearer, epoch_id) as held:
            reached = size = 0  # a recorder that never gave anything has no file
            if held.file is not None or held.epoch.index.exists():
                file = self._opened(held)
                reached, size = file.next, file.size
            note_progress(epoch_id, reached, size, finished=reached == chunks)
        if reached == chunks:
            self._forget(epoch_id)
        return reached, reached == chunks

    def where(self, bearer: Bearer, epoch_id: UUID) -> tuple[int, bool]:
        """(next, finished): the disk says how far, the row whether it is complete."""
        with self._hold(bearer, epoch_id) as held:
            reached = self._opened(held).next if held.epoch.index.exists() else 0
            return reached, held.epoch.finished_at is not None

    def close(self) -> None:
        for epoch_id in list(self._held):
            self._forget(epoch_id)

    @contextmanager
    def _hold(self, bearer: Bearer, epoch_id: UUID) -> Iterator[_Held]:
        """The epoch, for this thread alone. Raises UnknownEpoch."""
        while True:
            held = self._find(epoch_id)
            if held.epoch.broadcast_id != bearer.broadcast_id or held.epoch.sender != bearer.sender:
                raise UnknownEpoch
            with held.lock:
                if not held.gone:
                    yield held
                    return

    def _find(self, epoch_id: UUID) -> _Held:
        now = time.monotonic()
        with self._lock:
            held = self._held.get(epoch_id)
        if held is not None and now - held.read_at <= _FACTS_SECONDS:
            return held
        try:
            epoch = Epoch.objects.select_related("broadcast").filter(pk=epoch_id).first()
        except DatabaseError:
            if held is None:
                raise
            return held  # the recording goes on while the database is away
        if epoch is None:
            raise UnknownEpoch
        with self._lock:
            held = self._held.setdefault(epoch_id, _Held(epoch, now))
            held.epoch, held.read_at = epoch, now
            self._held.move_to_end(epoch_id)
        self._let_old_ones_go()
        return held

    def _opened(self, held: _Held, first: bytes = b"") -> EpochFile:
        if held.file is not None:
            return held.file
        epoch = held.epoch
        if first and not epoch.raw.exists():
            extension = sniff(first, epoch.extension)
            if extension != epoch.extension:
                Epoch.objects.filter(pk=epoch.pk).update(extension=extension)
                epoch.extension = extension
        try:
            held.file = EpochFile(epoch.raw, epoch.index).open()
        except BlockingIOError as error:
            raise Busy(retry_after_seconds=1) from error
        return held.file

    def _tell(self, held: _Held, file: EpochFile) -> None:
        if self._follower:
            self._follower.note(held.epoch.pk, file.next, file.size)
        else:
            note_progress(held.epoch.pk, file.next, file.size)

    def _forget(self, epoch_id: UUID) -> None:
        with self._lock:
            held = self._held.pop(epoch_id, None)
        if held is None:
            return
        with held.lock:
            held.gone = True
            if held.file:
                held.file.close()
                held.file = None

    def _let_old_ones_go(self) -> None:
        while len(self._held) > _OPEN_FILES:
            self._forget(next(iter(self._held)))
