"""How a broadcast moves from the timetable to its end: the states and every allowed move. What follows is the recording's."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from .errors import IllegalTransition


class BroadcastState(models.TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("broadcast", "Planned")
    LIVE = "live", pgettext_lazy("broadcast", "Live")
    INTERRUPTED = "interrupted", pgettext_lazy("broadcast", "Interrupted")
    ENDED = "ended", pgettext_lazy("broadcast", "Ended")
    CANCELLED = "cancelled", pgettext_lazy("broadcast", "Cancelled")


S = BroadcastState

# (from, to): the verb that the audit log gets
TRANSITIONS: dict[tuple[BroadcastState, BroadcastState], str] = {
    (S.SCHEDULED, S.LIVE): "streaming.broadcast.live",
    (S.LIVE, S.INTERRUPTED): "streaming.broadcast.interrupted",
    (S.INTERRUPTED, S.LIVE): "streaming.broadcast.resumed",
    (S.LIVE, S.ENDED): "streaming.broadcast.ended",
    (S.INTERRUPTED, S.ENDED): "streaming.broadcast.ended",
    (S.SCHEDULED, S.ENDED): "streaming.broadcast.recorded_elsewhere",  # only an uploaded recording came
    (S.SCHEDULED, S.CANCELLED): "streaming.broadcast.cancelled",
}

RUNNING = (S.LIVE, S.INTERRUPTED)
OVER = (S.ENDED, S.CANCELLED)


def check_transition(old: str, new: str) -> str:
    """The audit verb of the move. Raises IllegalTransition."""
    verb = TRANSITIONS.get((BroadcastState(old), BroadcastState(new)))
    if verb is None:
        raise IllegalTransition
    return verb


def diagram() -> str:
    """The transition table as a section of the docs (Mermaid)."""
    lines = [
        "## Broadcast (streaming/states.py)",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> scheduled: streaming.broadcast.planned",
    ]
    lines += [f"    {old.value} --> {new.value}: {verb}" for (old, new), verb in TRANSITIONS.items()]
    lines += ["```", "", "The first chunk makes a broadcast live, ten seconds without one interrupt it.", ""]
    return "\n".join(lines)
