"""Keeps the studio's side alive: a relay for each FLV, an SRT listener for each broadcast that expects an encoder.

A relay is a thread here with its own ffmpeg: a process of its own would take seconds to start, and loses nothing less when
it is killed. nginx stands beside this process, not below it: encoders stay connected while this one starts anew.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from lms.launch.supervisor import Program, Supervisor

from ..models import Broadcast, Epoch, EpochKind, Source
from ..states import RUNNING, BroadcastState
from . import feeds, relay

log = logging.getLogger("newleaf.studio")

LOOK_SECONDS = 0.3
SILENT_SECONDS = 60  # six times what nginx waits (drop_idle_publisher)
_EARLY, _LATE = timedelta(hours=2), timedelta(hours=3)
_KEPT = timedelta(days=7)  # an FLV after its broadcast has ended


class Keeper:
    def __init__(self, *, say: Callable[[str], None] = print) -> None:
        self.supervisor = Supervisor([], say=say)
        self._listeners: set[str] = set()
        self._relays: dict[UUID, threading.Thread] = {}
        self._hopeless: set[UUID] = set()
        self._next_look = self._next_tidying = 0.0
        self._grown: dict[Path, tuple[int, float]] = {}  # FLV → size, and since when

    def run(self) -> None:
        self.supervisor.run(also=self.look)

    def look(self) -> None:
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        try:
            self.end_silent(now)
            self._relay(waiting_epochs())
            self._listen({program.name: program for program in listeners()})
            if now > self._next_tidying:
                self._next_tidying = now + 3600
                tidy()
        except (DatabaseError, OSError) as error:
            log.warning("The encoders' broadcasts could not be looked up: %s", error)
            close_old_connections()

    def end_silent(self, now: float) -> None:
        """End what has stopped growing: the goodbye was lost, since nginx drops whoever sends nothing. `now`: seconds of a clock that nobody sets."""
        grown = {
            path: (path.stat().st_size, now) for path in feeds.received() if not feeds.end_mark_of(path.stem).exists()
        }
        for path, (size, _) in grown.items():
            known = self._grown.get(path)
            if known and known[0] == size:
                grown[path] = known
                if now - known[1] > SILENT_SECONDS:
                    log.warning(
                        "Nothing more comes from the encoder of epoch %s, and it did not say goodbye.", path.stem
                    )
                    feeds.end(path.stem)
        self._grown = grown

    def _relay(self, epochs: list[Epoch]) -> None:
        self._relays = {key: thread for key, thread in self._relays.items() if thread.is_alive()}
        for epoch in epochs:
            if epoch.pk in self._relays or epoch.pk in self._hopeless:
                continue
            thread = threading.Thread(target=self._run_relay, args=(epoch,), name=f"relay {epoch.pk}", daemon=True)
            self._relays[epoch.pk] = thread
            thread.start()

    def _run_relay(self, epoch: Epoch) -> None:
        try:
            relay.run(epoch)
        except relay.NotTheSame:
            log.error("What encoder epoch %s received no longer fits what is stored; its FLV is kept.", epoch.pk)
            self._hopeless.add(epoch.pk)
        except Exception:  # one broken relay must not stop the others; it is tried again
            log.exception("the relay of epoch %s ended", epoch.pk)
            time.sleep(2)
        finally:
            connection.close()

    def _listen(self, wanted: dict[str, Program]) -> None:
        for gone in self._listeners - wanted.keys():
            self.supervisor.remove(gone)
        self.supervisor.add([program for name, program in wanted.items() if name not in self._listeners])
        self._listeners = set(wanted)


def waiting_epochs() -> list[Epoch]:
    """Encoders' epochs that are not complete and of which something has been received."""
    rows = Epoch.objects.filter(kind=EpochKind.ENCODER, finished_at=None).select_related("broadcast")
    return [epoch for epoch in rows if feeds.flv_of(epoch.pk).exists()]


def listeners() -> list[Program]:
    """A new stream key makes a new listener: its name changes."""
    now = timezone.now()
    expected = Q(state=BroadcastState.SCHEDULED, planned_start__gt=now - _LATE, planned_start__lt=now + _EARLY)
    rows = Broadcast.objects.filter(expected | Q(state__in=RUNNING), source=Source.ENCODER).exclude(stream_key_hash="")
    return [
        Program(f"srt {key} {short[:8]}", [sys.executable, "-m", "django", "run_srt_listener", str(key)])
        for key, short in rows.values_list("pk", "stream_key_hash")
    ]


def tidy() -> int:
    """Delete the FLVs of epochs that are complete and whose broadcast ended a week ago."""
    gone, over = 0, timezone.now() - _KEPT
    for path in feeds.received():
        if Epoch.objects.filter(pk=path.stem, finished_at__lt=over, broadcast__ended_at__lt=over).exists():
            path.unlink(missing_ok=True)
            feeds.end_mark_of(path.stem).unlink(missing_ok=True)
            gone += 1
    return gone
