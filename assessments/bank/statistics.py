"""How items do in use: figures of released sittings, and of practice, which are kept apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, ExpressionWrapper, F, FloatField, Max, Q, Sum

from .models import Item, ItemStatistics, ItemUse, OptionCount

_EXAMS = ~Q(source=ItemUse.PRACTICE)


@dataclass(frozen=True)
class ItemFigures:
    """One item in one sitting. `facility`: mean score, 0–1. `discrimination`: corrected item-total correlation, −1–1, None
    where it cannot be worked out. `chosen`: option id → how many chose it.
    """

    item_id: UUID
    takers: int
    facility: float
    discrimination: float | None = None
    chosen: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def record_item_statistics(source: str, figures: Iterable[ItemFigures], *, used_at: datetime) -> None:
    """Keep the figures of one released sitting (`source`: its IRI) in place of all that were kept of it before.

    Called again after a re-scoring it counts nothing twice; with no figures it takes the sitting back. Items that the bank
    does not have are passed over. Raises ValueError for figures that cannot be.
    """
    if not source or source == ItemUse.PRACTICE:
        raise ValueError("A sitting has a name of its own.")
    wanted = {one.item_id: one for one in figures}
    for one in wanted.values():
        _check(one)
    known = set(Item.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    before = ItemUse.objects.filter(source=source)
    touched = known | set(before.values_list("item_id", flat=True))
    before.delete()
    uses = ItemUse.objects.bulk_create(
        ItemUse(
            item_id=key,
            source=source,
            takers=one.takers,
            score_sum=one.facility * one.takers,
            discrimination=one.discrimination,
            used_at=used_at,
        )
        for key, one in wanted.items()
        if key in known
    )
    OptionCount.objects.bulk_create(
        OptionCount(use=use, option=option[:80], chosen=count)
        for use in uses
        for option, count in wanted[use.item_id].chosen.items()
    )
    sum_up(touched)


def sum_up(items: Collection[UUID]) -> None:
    """Make the row for lists anew from the uses of these items."""
    weighted = ExpressionWrapper(F("discrimination") * F("takers"), output_field=FloatField())
    judged = _EXAMS & Q(discrimination__isnull=False)
    practice = Q(source=ItemUse.PRACTICE)
    sums = (
        ItemUse.objects.filter(item__in=items)
        .values("item_id")
        .annotate(
            times=Count("pk", filter=_EXAMS),
            people=Sum("takers", filter=_EXAMS),
            score=Sum("score_sum", filter=_EXAMS),
            weight=Sum("takers", filter=judged),
            apart=Sum(weighted, filter=judged),
            last=Max("used_at", filter=_EXAMS),
            learners=Sum("takers", filter=practice),
            practised=Sum("score_sum", filter=practice),
        )
    )
    rows = [
        ItemStatistics(
            item_id=row["item_id"],
            times_used=row["times"],
            takers=row["people"] or 0,
            facility=_ratio(row["score"], row["people"]),
            discrimination=_ratio(row["apart"], row["weight"]),
            last_used_at=row["last"],
            practice_takers=row["learners"] or 0,
            practice_facility=_ratio(row["practised"], row["learners"]),
        )
        for row in sums
    ]
    ItemStatistics.objects.filter(item__in=set(items) - {row.item_id for row in rows}).delete()
    names = [one.name for one in ItemStatistics._meta.fields if not one.primary_key]
    ItemStatistics.objects.bulk_create(rows, update_conflicts=True, unique_fields=["item"], update_fields=names)


def option_counts(item: Item, *, practice: bool) -> dict[str, int]:
    """How often each option was chosen, over all exams or in practice."""
    uses = OptionCount.objects.filter(use__item=item)
    uses = uses.filter(use__source=ItemUse.PRACTICE) if practice else uses.exclude(use__source=ItemUse.PRACTICE)
    return dict(uses.values_list("option").annotate(total=Sum("chosen")).order_by("option"))


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if whole and part is not None else None


def _check(one: ItemFigures) -> None:
    if one.takers < 1 or not 0 <= one.facility <= 1:
        raise ValueError(f"Not a facility: {one.facility} of {one.takers}")
    if one.discrimination is not None and not -1 <= one.discrimination <= 1:
        raise ValueError(f"Not a discrimination: {one.discrimination}")
    if any(count < 0 for count in one.chosen.values()):
        raise ValueError("Nobody can have chosen an option less than never.")
