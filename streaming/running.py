"""A broadcast while it runs: the first chunk makes it live, silence interrupts it, a person ends it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.audit import api as audit
from lms.people.models import Officer

from .errors import IllegalTransition, NotRunning
from .models import Broadcast, Epoch
from .moves import advance
from .permissions import broadcast_for, check_can_end
from .states import RUNNING, BroadcastState


@transaction.atomic
def go_live(broadcast: Broadcast, *, by: object) -> None:
    """The first chunk, or the first one after an interruption. Nothing happens when it is live or over, or somebody else is just doing it."""
    try:
        if broadcast.state == BroadcastState.SCHEDULED:
            advance(broadcast, BroadcastState.LIVE, by=by, started_at=timezone.now())
        elif broadcast.state == BroadcastState.INTERRUPTED:
            since = broadcast.interrupted_at
            seconds = round((timezone.now() - since).total_seconds()) if since else 0
            advance(broadcast, BroadcastState.LIVE, by=by, detail={"seconds": seconds}, interrupted_at=None)
    except IllegalTransition:
        broadcast.refresh_from_db()
        if broadcast.state != BroadcastState.LIVE:
            raise


@transaction.atomic
def interrupt(broadcast: Broadcast) -> None:
    """No chunk has come for a while. The recording is safe; the sender may come back at any time."""
    if broadcast.state == BroadcastState.LIVE:
        advance(broadcast, BroadcastState.INTERRUPTED, by=None, interrupted_at=timezone.now())


@transaction.atomic
def end_broadcast(broadcast_id: UUID | str, *, by: Officer | object) -> Broadcast:
    """End what is running. Ending it again changes nothing, so that a sender may ask until it hears the answer. Raises NotRunning."""
    if isinstance(by, Officer):
        broadcast = broadcast_for(by, broadcast_id)
        check_can_end(by, broadcast)
    else:  # a guest: its own pages have found the broadcast
        broadcast = Broadcast.objects.get(pk=broadcast_id)
    if broadcast.state == BroadcastState.ENDED:
        return broadcast
    if broadcast.state not in RUNNING:
        raise NotRunning
    advance(broadcast, BroadcastState.ENDED, by=by, ended_at=timezone.now(), interrupted_at=None)
    return broadcast


@transaction.atomic
def recorded_elsewhere(broadcast: Broadcast, epoch: Epoch) -> None:
    """An uploaded recording is complete and nothing was ever live: the broadcast is over with it."""
    if broadcast.state == BroadcastState.SCHEDULED:
        now = timezone.now()
        advance(broadcast, BroadcastState.ENDED, by=epoch.sender, started_at=epoch.started_at, ended_at=now)


@transaction.atomic
def note_consent(
    broadcast_id: UUID | str, *, by: Officer, learners_seen: bool, learners_heard: bool, note: str
) -> Broadcast:
    """Before clearance: are learners seen or heard, and how was their consent given."""
    broadcast = broadcast_for(by, broadcast_id)
    check_can_end(by, broadcast)
    broadcast.learners_seen, broadcast.learners_heard, broadcast.consent_note = learners_seen, learners_heard, note
    broadcast.save(update_fields=["learners_seen", "learners_heard", "consent_note"])
    detail = {"seen": learners_seen, "heard": learners_heard, "note": note}
    audit.log(by=by, verb="streaming.consent.noted", target=broadcast, detail=detail, prison=broadcast.prison_id)
    return broadcast
