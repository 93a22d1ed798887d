"""The verbs for placement tests: make, change, close, try out, work out difficulties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.people.models import Officer

from ..bank.models import Item
from .calibration import calibrate
from .errors import BadAreas, BadLevels, OutOfUse, TooFewAnswers
from .models import ItemCalibration, PlacementAnswer, PlacementArea, PlacementLevel, PlacementTest
from .permissions import check_can_define, placement_test_for, prison_of_new_test
from .pools import LEAST, believed_difficulty, pool_of, rules_of, starts_of
from .scale import HIGHEST, LOWEST
from .simulation import Trial, simulate

FIELDS = ("name", "subject", "language", "precision", "most_items")
MOST_LEVELS, MOST_AREAS = 8, 8
ENOUGH_ANSWERS = 30  # of one item, before its own difficulty takes the place of its writer's
TRIED = 300  # items at most in a trial


@dataclass(frozen=True)
class Level:
    """`starts_at`: difficulty on the officers' scale; None for the lowest."""

    name: str
    starts_at: Decimal | None = None
    meaning: str = ""


@transaction.atomic
def create_test(
    levels: Sequence[Level], areas: Sequence[tuple[str, int]], *, by: Officer, **fields: Any
) -> PlacementTest:
    """`areas`: topic tag and share; `fields`: see FIELDS. Raises PermissionDenied, NotAllowed, BadLevels, BadAreas, Invalid."""
    test = PlacementTest(prison=prison_of_new_test(by), created_by=by)
    _write(test, levels, areas, fields)
    audit.log(by=by, verb="assessments.placement_test.created", target=test, prison=test.prison_id)
    return test


@transaction.atomic
def change_test(
    test_id: UUID, levels: Sequence[Level], areas: Sequence[tuple[str, int]], *, by: Officer, **fields: Any
) -> PlacementTest:
    """Results that are there stay as they are. Raises NotFoundHere, NotAllowed, OutOfUse, BadLevels, BadAreas, Invalid."""
    test = _locked(test_id, by)
    _write(test, levels, areas, fields)
    audit.log(by=by, verb="assessments.placement_test.revised", target=test, prison=test.prison_id)
    return test


@transaction.atomic
def close_test(test_id: UUID, *, by: Officer) -> PlacementTest:
    """No longer used; its results stay. Raises NotFoundHere, NotAllowed, OutOfUse."""
    test = _locked(test_id, by)
    test.closed_at = timezone.now()
    test.save(update_fields=["closed_at"])
    audit.log(by=by, verb="assessments.placement_test.closed", target=test, prison=test.prison_id)
    return test


def try_out(test: PlacementTest, *, learners: int = 1000) -> Trial:
    """What the test does with made-up learners, with at most TRIED of its items: some thousand people take seconds."""
    pool = pool_of(test)
    if len(pool) > TRIED:
        pool = pool.part(np.random.default_rng(1).choice(len(pool), TRIED, replace=False))
    return simulate(pool, starts_of(test), rules_of(test), learners=learners)


@transaction.atomic
def calibrate_test(test_id: UUID, *, by: Officer) -> int:
    """Work out the difficulties of items from the answers given in this test, on the scale that their writers' judgements
    hold. Returns how many items have enough answers now. Raises NotFoundHere, NotAllowed, OutOfUse, TooFewAnswers."""
    test = _locked(test_id, by)
    given = PlacementAnswer.objects.filter(placement__test=test, score__isnull=False)
    rows = list(given.values_list("placement_id", "item_id", "score"))
    items = {item.pk: item for item in Item.objects.filter(pk__in={row[1] for row in rows})}
    keys, people = sorted(items), sorted({row[0] for row in rows})
    matrix = np.full((len(people), len(keys)), np.nan)
    row_of, column_of = ({key: place for place, key in enumerate(some)} for some in (people, keys))
    for person, key, score in rows:
        if key in column_of:
            matrix[row_of[person], column_of[key]] = float((score or 0.0) >= 1 - 1e-9)
    asked = (~np.isnan(matrix)).sum(axis=0)
    if not (asked >= ENOUGH_ANSWERS).any():
        raise TooFewAnswers
    found = calibrate(matrix, believed=np.array([believed_difficulty(items[key]) for key in keys]))
    made = [
        ItemCalibration(
            item_id=key,
            difficulty=float(found.difficulty[place]),
            standard_error=float(found.standard_error[place]),
            answers=int(asked[place]),
            calibrated_at=timezone.now(),
        )
        for place, key in enumerate(keys)
        if int(asked[place]) >= ENOUGH_ANSWERS
    ]
    ItemCalibration.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["difficulty", "standard_error", "answers", "calibrated_at"],
    )
    detail = {"count": len(made)}
    audit.log(by=by, verb="assessments.placement_test.calibrated", target=test, detail=detail, prison=test.prison_id)
    return len(made)


def _locked(test_id: UUID, by: Officer) -> PlacementTest:
    placement_test_for(by, test_id)
    test = PlacementTest.objects.select_for_update().get(pk=test_id)
    check_can_define(by, test)
    if test.closed_at:
        raise OutOfUse
    return test


def _write(
    test: PlacementTest, levels: Sequence[Level], areas: Sequence[tuple[str, int]], fields: dict[str, Any]
) -> None:
    _check_levels(levels)
    tags = [tag.strip() for tag, _share in areas]
    if not tags or "" in tags or len(set(tags)) != len(tags) or len(tags) > MOST_AREAS:
        raise BadAreas
    if any(not 1 <= share <= 100 for _tag, share in areas):
        raise BadAreas
    for name in FIELDS:
        if name in fields:
            setattr(test, name, fields[name])
    try:
        test.full_clean(exclude=["created_by", "closed_at"])
    except ValidationError as error:
        raise Invalid from error
    test.save()
    test.levels.all().delete()
    test.areas.all().delete()
    PlacementLevel.objects.bulk_create(
        PlacementLevel(
            test=test, order=order, name=one.name.strip(), starts_at=one.starts_at, meaning=one.meaning.strip()
        )
        for order, one in enumerate(levels)
    )
    PlacementArea.objects.bulk_create(
        PlacementArea(test=test, tag=tag, share=share) for tag, (_tag, share) in zip(tags, areas, strict=True)
    )


def _check_levels(levels: Sequence[Level]) -> None:
    names = [level.name.strip() for level in levels]
    starts = [level.starts_at for level in levels]
    if not 2 <= len(levels) <= MOST_LEVELS or "" in names or len(set(names)) != len(names):
        raise BadLevels
    known = [float(start) for start in starts[1:] if start is not None]
    if starts[0] is not None or len(known) != len(levels) - 1 or sorted(set(known)) != known:
        raise BadLevels
    if known[0] < LOWEST or known[-1] > HIGHEST:
        raise BadLevels


def has_enough_items(test: PlacementTest) -> bool:
    return len(pool_of(test)) >= LEAST
