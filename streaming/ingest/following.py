"""The rows follow the disk: how far an epoch is, and that its broadcast is live."""

from __future__ import annotations

import logging
import threading
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from ..models import Epoch, EpochKind
from ..running import go_live, recorded_elsewhere
from ..states import IllegalTransition
from .storage import read_index

log = logging.getLogger("newleaf.ingest")


@transaction.atomic
def note_progress(epoch_id: UUID, next_chunk: int, size: int, *, finished: bool = False) -> None:
    """Write how far the epoch is. The chunks of whoever holds the pen make the broadcast live. Safe to run twice."""
    epoch = Epoch.objects.select_related("broadcast").filter(pk=epoch_id).first()
    if epoch is None:
        return
    changes: dict[str, object] = {}
    if next_chunk > epoch.next_chunk:
        changes |= {"next_chunk": next_chunk, "bytes": size, "last_chunk_at": timezone.now()}
    if finished and epoch.finished_at is None:
        changes["finished_at"] = timezone.now()
    if changes:
        Epoch.objects.filter(pk=epoch_id).update(**changes)
    broadcast = epoch.broadcast
    if finished and epoch.kind == EpochKind.UPLOAD and next_chunk:
        recorded_elsewhere(broadcast, epoch)
    elif changes.get("next_chunk") and broadcast.sender_epoch == epoch.pk and not finished:
        go_live(broadcast, by=epoch.sender)


def settle(epoch: Epoch) -> None:
    """After a crash: what the index says that the row does not know yet."""
    lines = read_index(epoch.index)
    if len(lines) > epoch.next_chunk:
        note_progress(epoch.pk, len(lines), lines[-1].end)


class Follower:
    """Collects what happened and writes it about once a second, the first word of an epoch at once."""

    SECONDS = 1.0

    def __init__(self) -> None:
        self._news: dict[UUID, tuple[int, int]] = {}
        self._known: set[UUID] = set()
        self._lock, self._wake, self._end = threading.Lock(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="ingest-follower", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def note(self, epoch_id: UUID, next_chunk: int, size: int) -> None:
        with self._lock:
            self._news[epoch_id] = (next_chunk, size)
            if epoch_id not in self._known:
                self._known.add(epoch_id)
                self._wake.set()

    def stop(self) -> None:
        """Write what is left, then end."""
        self._end.set()
        self._wake.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._end.is_set():
            self._wake.wait(self.SECONDS)
            self._wake.clear()
            self.write()
        self.write()
        connection.close()

    def write(self) -> None:
        with self._lock:
            news, self._news = self._news, {}
        close_old_connections()
        for epoch_id, (next_chunk, size) in news.items():
            try:
                note_progress(epoch_id, next_chunk, size)
            except (DatabaseError, IllegalTransition):
                log.exception("the database did not take how far epoch %s is", epoch_id)
                with self._lock:
                    self._news.setdefault(epoch_id, (next_chunk, size))
