"""Points that come from elsewhere than a written response: practical exams bring theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ..models import Sitting


@dataclass(frozen=True)
class PracticalPoints:
    """What the evaluators signed for one task. `points`: of the task's points in the candidate's form."""

    points: Decimal
    comment: str = ""


Practicals = Mapping[tuple[UUID, int], PracticalPoints]  # (seat, key of the item)
_sources: list[Callable[[Sitting], Practicals]] = []


def register_practicals(source: Callable[[Sitting], Practicals]) -> None:
    """Who keeps the records of practical exams says what they come to. A task that it does not name is not marked yet."""
    if source not in _sources:
        _sources.append(source)


def points_of_practicals(sitting: Sitting) -> dict[tuple[UUID, int], PracticalPoints]:
    return {key: points for source in _sources for key, points in source(sitting).items()}
