"""Writing down what a sitting's answers are worth. May be run at any time and any number of times: it writes only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.faults import faultpoint

from ..models import Appeal, ItemRuling, ItemScore, Mark, Outcome, OutcomeChange, Response, Seat, Sitting
from ..sittings.states import SittingState
from .points import Total
from .workings import AnswerBook, Worked, standing_rulings

_FIELDS = ("number", "out_of", "source", "points", "dropped", "comment", "needs_third")
_TOTALS = ("attended", "complete", "points", "out_of", "pass_mark", "passed")


@transaction.atomic
def score_sitting(sitting_id: UUID) -> None:
    """Score what the server can score, bring in practical results, settle what is marked, and add up."""
    sitting = Sitting.objects.select_for_update().get(pk=sitting_id)
    score_locked(AnswerBook(sitting))


def score_locked(book: AnswerBook) -> None:
    """As score_sitting, of a sitting that the caller has locked; of the seats in the book only."""
    worked = book.work_out(standing_rulings(book.sitting))
    _withdraw_stale(book)
    faultpoint("assessments.rescore.before_scores")
    _write_scores(book, worked)
    faultpoint("assessments.rescore.after_scores")
    _write_outcomes(book.totals(worked), timezone.now())
    faultpoint("assessments.rescore.after_outcomes")


def rescore(
    sitting: Sitting,
    why: OutcomeChange.Why,
    *,
    by: Any,
    ruling: ItemRuling | None = None,
    appeal: Appeal | None = None,
    seats: list[Seat] | None = None,
) -> list[OutcomeChange]:
    """Score again after a decision, with a line before and after for everybody concerned on the record. The sitting is locked."""
    book = AnswerBook(sitting, seats)
    before = {row.pk: row for row in Outcome.objects.filter(seat__in=book.seats)}
    score_locked(book)
    at, label = timezone.now(), audit.label(by)
    lines = [
        OutcomeChange(
            outcome=after,
            why=why,
            ruling=ruling,
            appeal=appeal,
            by=label,
            at=at,
            points_before=old.points,
            points_after=after.points,
            out_of_before=old.out_of,
            out_of_after=after.out_of,
            passed_before=old.passed,
            passed_after=after.passed,
        )
        for after in Outcome.objects.filter(seat__in=book.seats).order_by("seat__number")
        if (old := before.get(after.pk)) is not None and (old.attended or after.attended)
    ]
    OutcomeChange.objects.bulk_create(lines)
    faultpoint("assessments.rescore.before_commit")
    return lines


def stale_sittings() -> list[UUID]:
    """Ended sittings with a seat that was never scored, or to which something has arrived since."""
    ended = Sitting.objects.filter(state=SittingState.ENDED)
    never = ended.filter(seats__isnull=False, seats__outcome=None)
    newer = Response.objects.filter(seat__sitting__state=SittingState.ENDED).filter(
        Q(received_at__gt=F("seat__outcome__scored_at"))
    )
    return sorted({*never.values_list("pk", flat=True), *newer.values_list("seat__sitting_id", flat=True)})


def _withdraw_stale(book: AnswerBook) -> None:
    """A mark of a response that is no longer the candidate's last counts no more; it stays on record."""
    gone = [
        mark.pk
        for mark in Mark.objects.filter(score__seat__in=book.seats, withdrawn_at=None).select_related("score")
        if mark.response != book.responses.get(mark.score.seat_id, {}).get(mark.score.item_id, "")
    ]
    if gone:
        Mark.objects.filter(pk__in=gone).update(withdrawn_at=timezone.now())


def _write_scores(book: AnswerBook, worked: Mapping[UUID, list[Worked]]) -> None:
    stored = {(row.seat_id, row.item_id): row for row in ItemScore.objects.filter(seat__in=book.seats)}
    new, changed = [], []
    for seat, ones in worked.items():
        for one in ones:
            values = {name: value for name, value in asdict(one).items() if name in _FIELDS}
            row = stored.get((seat, one.item))
            if row is None:
                new.append(ItemScore(seat_id=seat, item_id=one.item, **values))
            elif any(getattr(row, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(row, name, value)
                changed.append(row)
    ItemScore.objects.bulk_create(new, batch_size=500)
    ItemScore.objects.bulk_update(changed, _FIELDS, batch_size=200)


def _write_outcomes(totals: Mapping[UUID, Total], at: datetime) -> None:
    rows = [Outcome(seat_id=seat, scored_at=at, **asdict(total)) for seat, total in totals.items()]
    Outcome.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["seat"], update_fields=[*_TOTALS, "scored_at"], batch_size=200
    )
