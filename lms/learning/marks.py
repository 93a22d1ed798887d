"""The server's marks of practice answers. Whoever knows how to mark an item (the item bank) brings them here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from .models import Outcome
from .projection import refresh_lessons
from .versions import bump


@dataclass(frozen=True)
class Mark:
    """The outcome of one answered statement, 0–1."""

    learner_id: UUID
    lesson_iri: str
    item_iri: str
    statement_id: UUID
    scaled: float


def record_outcome(learner_id: UUID, lesson_iri: str, item_iri: str, *, scaled: float, statement_id: UUID) -> None:
    """Keep the mark of one answer and bring progress up to date. Marking again replaces the mark."""
    record_outcomes([Mark(learner_id, lesson_iri, item_iri, statement_id, scaled)])


@transaction.atomic
def record_outcomes(marks: Iterable[Mark]) -> None:
    """The same for many at once."""
    marks = list(marks)
    rows = [
        Outcome(
            statement_id=mark.statement_id,
            learner_id=mark.learner_id,
            lesson_iri=mark.lesson_iri,
            item_iri=mark.item_iri,
            scaled=min(max(mark.scaled, 0.0), 1.0),
        )
        for mark in marks
    ]
    Outcome.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["statement_id"],
        update_fields=["learner_id", "lesson_iri", "item_iri", "scaled", "marked_at"],
    )
    bump(refresh_lessons({(mark.learner_id, mark.lesson_iri) for mark in marks}))
