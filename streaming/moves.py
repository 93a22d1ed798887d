"""Moving a broadcast from one state to the next: one conditional UPDATE, one line in the audit log."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lms.audit import api as audit

from .models import Broadcast
from .room.board import write_board
from .states import BroadcastState, IllegalTransition, check_transition


@transaction.atomic
def advance(
    broadcast: Broadcast, to: BroadcastState, *, by: object, detail: dict[str, Any] | None = None, **fields: Any
) -> None:
    """Raises IllegalTransition when the table does not allow the move, or somebody else has moved it meanwhile."""
    verb = check_transition(broadcast.state, to)
    moved = Broadcast.objects.filter(pk=broadcast.pk, state=broadcast.state).update(state=to, **fields)
    if not moved:
        raise IllegalTransition
    broadcast.refresh_from_db()
    audit.log(by=by, verb=verb, target=broadcast, detail=detail, prison=broadcast.prison_id)
    if broadcast.started_at:  # those who watch read the state from the board
        transaction.on_commit(lambda: write_board(broadcast.pk), robust=True)
