"""How a placement goes from the desk to a teacher's word: the states and every allowed move."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from .errors import NoLongerPossible


class PlacementState(models.TextChoices):
    UNDER_WAY = "under_way", pgettext_lazy("placement", "Under way")
    PROPOSED = "proposed", pgettext_lazy("placement", "Waiting for a teacher")
    CONFIRMED = "confirmed", pgettext_lazy("placement", "Confirmed")
    CHANGED = "changed", pgettext_lazy("placement", "Changed by a teacher")
    STOPPED = "stopped", pgettext_lazy("placement", "Stopped")


S = PlacementState

# (from, to): the verb that the audit log gets
TRANSITIONS: dict[tuple[PlacementState, PlacementState], str] = {
    (S.UNDER_WAY, S.PROPOSED): "assessments.placement.proposed",
    (S.UNDER_WAY, S.STOPPED): "assessments.placement.stopped",
    (S.PROPOSED, S.CONFIRMED): "assessments.placement.confirmed",
    (S.PROPOSED, S.CHANGED): "assessments.placement.changed",
}

OPEN = (S.UNDER_WAY, S.PROPOSED)
DECIDED = (S.CONFIRMED, S.CHANGED)


def check_transition(old: str, new: str) -> str:
    """The audit verb of the move. Raises NoLongerPossible."""
    verb = TRANSITIONS.get((PlacementState(old), PlacementState(new)))
    if verb is None:
        raise NoLongerPossible
    return verb


def diagram() -> str:
    """The transition table as a section of the docs (Mermaid)."""
    lines = [
        "## Placement (assessments/placement/states.py)",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> under_way: assessments.placement.begun",
    ]
    lines += [f"    {old.value} --> {new.value}: {verb}" for (old, new), verb in TRANSITIONS.items()]
    lines += ["```", "", "The server proposes, a teacher decides.", ""]
    return "\n".join(lines)
