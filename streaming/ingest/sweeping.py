"""Whoever is silent for ten seconds is interrupted, and rows that a crash left behind catch up with the disk."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ..models import Broadcast, Epoch, EpochKind
from ..running import end_broadcast, interrupt
from ..states import BroadcastState, IllegalTransition
from ..steady import Clock
from .following import settle
from .storage import last_line

SILENCE = timedelta(seconds=10)
_FORGOTTEN_AFTER = timedelta(minutes=30)
_SETTLED = timedelta(days=2)


def interrupt_silent() -> int:
    """How many live broadcasts were found without a chunk for ten seconds. The disk is asked, not the rows."""
    found = 0
    for broadcast in Broadcast.objects.filter(state=BroadcastState.LIVE):
        if not _silent(broadcast):
            continue
        for epoch in broadcast.epochs.filter(finished_at=None):
            settle(epoch)
        try:
            interrupt(broadcast)
            found += 1
        except IllegalTransition:
            continue  # it came back or was ended at this moment
    return found


def _silent(broadcast: Broadcast) -> bool:
    """By the broadcast's own clock, so that setting the server's interrupts nobody. A recorder that was just begun anew has said nothing yet."""
    newest = broadcast.epochs.exclude(kind=EpochKind.UPLOAD).order_by("-number")[:3]
    lines = [line for epoch in newest if (line := last_line(epoch.index))]
    if lines:
        heard_ms = max(line.received_ms for line in lines)
        return abs(Clock(broadcast.folder).now_ms() - heard_ms) > SILENCE / timedelta(milliseconds=1)
    epoch = broadcast.sending
    heard = epoch.last_chunk_at if epoch else None
    return abs(timezone.now() - (heard or broadcast.started_at or broadcast.created_at)) > SILENCE


def end_forgotten() -> int:
    """Interrupted for half an hour and long past the planned end: nobody has pressed "end". Kept pieces are taken all the same."""
    found, now = 0, timezone.now()
    for broadcast in Broadcast.objects.filter(
        state=BroadcastState.INTERRUPTED, interrupted_at__lt=now - _FORGOTTEN_AFTER
    ):
        if broadcast.planned_start + timedelta(minutes=broadcast.planned_minutes) < now - _FORGOTTEN_AFTER:
            end_broadcast(broadcast.pk, by=None)
            found += 1
    return found


def settle_unfinished() -> int:
    """Rows of epochs that are not finished: as far as their index. Once in a while; it reads every such index."""
    since = timezone.now() - _SETTLED
    rows = Epoch.objects.filter(finished_at=None, started_at__gt=since).select_related("broadcast")
    for epoch in rows:
        settle(epoch)
    return len(rows)
