"""How a sitting goes from its plan to released marks: the states and every allowed move."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from ..errors import NotNow


class SittingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("sitting", "Planned")
    SEALED = "sealed", pgettext_lazy("sitting", "Sealed")
    OPEN = "open", pgettext_lazy("sitting", "Under way")
    ENDED = "ended", pgettext_lazy("sitting", "Ended")
    MARKED = "marked", pgettext_lazy("sitting", "Marked")
    MODERATED = "moderated", pgettext_lazy("sitting", "Waiting for release")
    RELEASED = "released", pgettext_lazy("sitting", "Released")
    CANCELLED = "cancelled", pgettext_lazy("sitting", "Cancelled")


S = SittingState

# (from, to): the verb that the audit log gets
TRANSITIONS: dict[tuple[SittingState, SittingState], str] = {
    (S.PLANNED, S.SEALED): "assessments.sitting.sealed",
    (S.SEALED, S.PLANNED): "assessments.sitting.unsealed",
    (S.SEALED, S.OPEN): "assessments.sitting.opened",
    (S.OPEN, S.ENDED): "assessments.sitting.ended",
    (S.ENDED, S.MARKED): "assessments.sitting.marked",
    (S.MARKED, S.ENDED): "assessments.sitting.marking_again",
    (S.MARKED, S.MODERATED): "assessments.sitting.moderated",
    (S.MODERATED, S.MARKED): "assessments.sitting.sent_back",
    (S.MODERATED, S.RELEASED): "assessments.sitting.released",
    (S.PLANNED, S.CANCELLED): "assessments.sitting.cancelled",
    (S.SEALED, S.CANCELLED): "assessments.sitting.cancelled",
}

AHEAD = (S.PLANNED, S.SEALED)
TAKES_RESPONSES = (S.SEALED, S.OPEN, S.ENDED, S.MARKED, S.MODERATED, S.RELEASED)
MARKING = (S.ENDED, S.MARKED, S.MODERATED)


def check_transition(old: str, new: str) -> str:
    """The audit verb of the move. Raises NotNow."""
    verb = TRANSITIONS.get((SittingState(old), SittingState(new)))
    if verb is None:
        raise NotNow
    return verb


def diagram() -> str:
    """The transition table as a section of the docs (Mermaid)."""
    lines = [
        "## Sitting (assessments/exams/sittings/states.py)",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> planned: assessments.sitting.planned",
    ]
    lines += [f"    {old.value} --> {new.value}: {verb}" for (old, new), verb in TRANSITIONS.items()]
    lines += ["```", "", "A seat moves by what its tablet and the invigilator say: waiting, answering, submitted.", ""]
    return "\n".join(lines)
