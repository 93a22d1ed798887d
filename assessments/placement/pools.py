"""Which items a test draws from, and what is known of each: calibrated, else as its writer judged it."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db.models import Q, QuerySet

from ..bank.models import Item, ItemTag
from .adaptive import Pool, PoolItem, Rules
from .irt import Parameters
from .models import PlacementTest
from .scale import MIDDLE, to_logits

KINDS = (Item.Kind.CHOICE, Item.Kind.ORDER, Item.Kind.MATCH, Item.Kind.FILL_IN)  # that the page at the desk can show
PRECISIONS = {
    PlacementTest.Precision.QUICK: 0.6,
    PlacementTest.Precision.NORMAL: 0.45,
    PlacementTest.Precision.CAREFUL: 0.35,
}  # standard error in logits
LEAST = 5  # questions


def rules_of(test: PlacementTest) -> Rules:
    return Rules(
        standard_error=PRECISIONS[PlacementTest.Precision(test.precision)],
        least=LEAST,
        most=max(LEAST, test.most_items),
    )


def starts_of(test: PlacementTest) -> list[float]:
    """Where all levels but the lowest begin, in logits."""
    return [to_logits(float(level.starts_at)) for level in test.levels.all() if level.starts_at is not None]


def items_of(test: PlacementTest) -> QuerySet[Item]:
    """In the test's language, with one of its topic tags, of its prison or for all."""
    tags = [area.tag for area in test.areas.all()]
    tagged = ItemTag.objects.filter(tag__name__in=tags).values("content_object_id")
    whose = Q(prison=None) | Q(prison=test.prison_id) if test.prison_id else Q(prison=None)
    return Item.objects.filter(whose, language=test.language, kind__in=KINDS, pk__in=tagged, retired_at=None)


def pool_of(test: PlacementTest) -> Pool:
    """An item with several of the test's tags counts for the first of them."""
    areas = list(test.areas.all())
    items = list(items_of(test).select_related("calibration").order_by("pk"))
    area_of = _areas([area.tag for area in areas], items)
    made = [PoolItem(str(item.pk), parameters_of(item), area_of[item.pk]) for item in items]
    return Pool(made, {area.tag: float(area.share) for area in areas})


def parameters_of(item: Item) -> Parameters:
    calibration = getattr(item, "calibration", None)
    if calibration is not None:
        return Parameters(calibration.difficulty, calibration.discrimination)
    return Parameters(believed_difficulty(item))


def believed_difficulty(item: Item) -> float:
    """As its writer judged it, in logits; in the middle where nobody has."""
    return to_logits(float(item.difficulty or MIDDLE))


def counts(pool: Pool) -> dict[str, int]:
    """How many items each area has."""
    found = Counter(pool.areas[place] for place in pool.area_of)
    return {area: found[area] for area in pool.areas}


def _areas(tags: list[str], items: list[Item]) -> dict[UUID, str]:
    rows = ItemTag.objects.filter(tag__name__in=tags, content_object__in=items)
    found: dict[UUID, str] = {}
    for key, tag in rows.values_list("content_object_id", "tag__name"):
        if key not in found or tags.index(tag) < tags.index(found[key]):
            found[key] = tag
    return found
