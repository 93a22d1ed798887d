"""Where a performance stands, worked out anew from all that has arrived: the order of arrival changes nothing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

SIGNATURES = 2


class State(TextChoices):
    NOTHING = "nothing", pgettext_lazy("performance", "Nothing has arrived")
    HALF = "half", pgettext_lazy("performance", "The second signature is missing")
    SIGNED = "signed", pgettext_lazy("performance", "Signed by two")
    CONTRADICTION = "contradiction", pgettext_lazy("performance", "Assessments contradict each other")
    LATE = "late", pgettext_lazy("performance", "Arrived after the marking was closed")
    DECIDED = "decided", pgettext_lazy("performance", "Decided")


@dataclass(frozen=True)
class Entry:
    """One assessment with those who have signed it. `late_signers`: whose signature came after the marking was closed."""

    id: UUID
    assessor: int
    levels: dict[str, int]
    replaces: UUID | None
    received_at: datetime
    late: bool = False
    signers: frozenset[int] = frozenset()
    late_signers: frozenset[int] = frozenset()

    @property
    def complete(self) -> bool:
        return len(self.signers) >= SIGNATURES

    @property
    def in_time(self) -> bool:
        return not self.late and len(self.signers - self.late_signers) >= SIGNATURES


@dataclass(frozen=True)
class Standing:
    """`counts`: the assessment whose points count; `open`: those that still say something, in order of arrival."""

    state: State
    counts: Entry | None = None
    open: list[Entry] = field(default_factory=list)


def standing_of(entries: Sequence[Entry], decided: tuple[UUID, datetime] | None = None) -> Standing:
    """`decided`: the newest decision, which assessment and when; what arrived later and says something else opens the question again.

    What arrived after the marking was closed contradicts neither a decision nor a pair that was in time. It is shown.
    """
    replaced = {(one.replaces, one.assessor) for one in entries if one.replaces}
    # A change takes back what one evaluator signed alone. What two have signed, nobody takes back alone.
    still = [one for one in entries if one.complete or (one.id, one.assessor) not in replaced]
    if not still:
        return Standing(State.NOTHING)
    if decided is not None:
        chosen = next((one for one in still if one.id == decided[0]), None)
        later = [
            one
            for one in still
            if chosen and not one.late and one.levels != chosen.levels and one.received_at > decided[1]
        ]
        if chosen and not later:
            return Standing(State.DECIDED, chosen, still)
    counts = next((one for one in still if one.in_time), None)
    telling = [one for one in still if not one.late] if counts else still
    if any(one.levels != telling[0].levels for one in telling):
        return Standing(State.CONTRADICTION, None, still)
    if counts:
        return Standing(State.SIGNED, counts, still)
    return Standing(State.LATE if any(one.complete for one in still) else State.HALF, None, still)


def points_of(rubric: Sequence[dict[str, Any]], levels: dict[str, int], worth: Decimal) -> Decimal:
    """The rubric's points as a share of what the task is worth in the paper, to the hundredth."""
    best = sum(Decimal(str(one["levels"][-1]["points"])) for one in rubric)
    got = sum(Decimal(str(one["levels"][levels[one["id"]]]["points"])) for one in rubric)
    if not best:
        return Decimal(0)
    return (worth * got / best).quantize(Decimal("0.01"), ROUND_HALF_UP)
