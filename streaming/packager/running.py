"""Keeping one packager alive for each live broadcast. The only part of the packager that asks the database."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import Q
from django.utils import timezone

from lms.launch.supervisor import Program, Supervisor

from .. import steady
from ..ingest.storage import last_line
from ..models import Broadcast, Epoch, EpochKind
from ..states import RUNNING, BroadcastState
from ..steady import Clock
from .health import FILE as HEALTH
from .orders import EpochOrder, Orders, write_orders

logger = logging.getLogger(__name__)

LOOK_S = 0.5
HANGS_S = 30.0
FINISH_WITHIN = timedelta(hours=3)  # an ended broadcast whose packager has not come to the end yet


def live_folder(broadcast_id: UUID | str) -> Path:
    return Path(settings.DATA_DIR, "live", str(broadcast_id))


def program(broadcast: Broadcast) -> Program:
    command = [sys.executable, "-m", "streaming.packager", str(broadcast.folder), str(live_folder(broadcast.pk)),
               "--transcodes", str(settings.LIVE_TRANSCODES), "--reserve", str(settings.INGEST_RESERVE_BYTES // 4)]  # fmt: skip
    return Program(_name(broadcast.pk), command, once=True)


class Keeper:
    """Adds a packager when a broadcast goes live, takes it away when it has come to its end. `look` is called all the time."""

    def __init__(self, *, say: Callable[[str], None] = print) -> None:
        self.supervisor = Supervisor([], say=say)
        self._kept: set[UUID] = set()
        self._next_look = 0.0

    def run(self) -> None:
        self.supervisor.run(also=self.look)

    def look(self) -> None:
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_S
        try:
            wanted = wanted_broadcasts()
            for broadcast in wanted:
                give_orders(broadcast)
                if hangs(broadcast) and self.supervisor.restart(_name(broadcast.pk), lived_seconds=HANGS_S):
                    logger.warning("The packager of broadcast %s showed nothing new; it is begun again.", broadcast.pk)
        except (DatabaseError, OSError) as error:
            # A database that restarts or a full disk must not end the packagers that run.
            logger.warning("The live broadcasts could not be looked up: %s", error)
            close_old_connections()
            return
        self._keep({broadcast.pk: broadcast for broadcast in wanted})

    def _keep(self, wanted: dict[UUID, Broadcast]) -> None:
        for gone in self._kept - wanted.keys():
            self.supervisor.remove(_name(gone))
        self.supervisor.add([program(broadcast) for pk, broadcast in wanted.items() if pk not in self._kept])
        self._kept = set(wanted)


def wanted_broadcasts() -> list[Broadcast]:
    """Those that are live, and those that have just ended and whose last seconds are not shown yet."""
    just_over = Q(state=BroadcastState.ENDED, ended_at__gt=timezone.now() - FINISH_WITHIN)
    found = Broadcast.objects.filter(Q(state__in=RUNNING) | just_over, epochs__isnull=False).distinct()
    return [one for one in found if one.state in RUNNING or not _has_come_to_its_end(one.pk)]


def hangs(broadcast: Broadcast) -> bool:
    """Chunks come, and for half a minute no segment has: a process that is alive and does nothing. It may have a reason."""
    epoch = broadcast.sending
    last = last_line(epoch.index) if epoch else None
    if last is None or Clock(broadcast.folder).now_ms() - last.received_ms > 5_000:
        return False
    said = _health(broadcast.pk)
    if said.get("trouble") not in ("", "no_sound") or said.get("boot") != steady.boot():
        return False
    return bool(steady.up_ms() - int(said.get("newest_segment_up_ms") or 0) > 1000 * HANGS_S)


def _health(broadcast_id: UUID) -> dict[str, Any]:
    try:
        return dict(json.loads((live_folder(broadcast_id) / HEALTH).read_bytes()))
    except (OSError, ValueError):
        return {}


def give_orders(broadcast: Broadcast) -> None:
    """Write down for the packager what the database knows."""
    epochs = Epoch.objects.filter(broadcast=broadcast).exclude(kind=EpochKind.UPLOAD).order_by("number")
    orders = tuple(
        EpochOrder(
            epoch.number, epoch.extension, epoch.media_type, epoch.captured_at or None, epoch.finished_at is not None
        )
        for epoch in epochs
    )
    write_orders(live_folder(broadcast.pk), Orders(orders, broadcast.state not in RUNNING))


def _has_come_to_its_end(broadcast_id: UUID) -> bool:
    """Also true when it was recorded without ever being shown: there is nothing to come to an end."""
    folder = live_folder(broadcast_id)
    if not folder.exists():
        return True
    return bool(_health(broadcast_id).get("ended"))


def _name(broadcast_id: UUID) -> str:
    return f"packager {broadcast_id}"
