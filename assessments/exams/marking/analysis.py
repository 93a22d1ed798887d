"""The item analysis of one sitting, from its stored scores: what moderation looks at, and what goes back to the bank."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from math import nan
from typing import Any

import numpy as np
from django.utils.html import strip_tags

from assessments.bank import api as bank
from assessments.bank.scoring import SEPARATOR

from ..findings import Finding, findings
from ..models import ItemScore, ItemVersion, Response, Seat, Sitting
from ..statistics import Analysis, ScoredItem, analyse
from .workings import standing_rulings

COUNTED = ("choice", "hotspot")  # kinds whose options are counted one by one
_PARTS = {"choice": "options", "hotspot": "areas"}


@dataclass(frozen=True)
class Analysed:
    """`items`: key → version, in the order of the columns. `options`: key of item → option id → what it says."""

    analysis: Analysis
    findings: list[Finding]
    items: dict[str, ItemVersion]
    options: dict[str, dict[str, str]]
    seats: list[Seat]


def words_of(document: dict[str, Any]) -> str:
    """What is asked, without its form."""
    return " ".join(strip_tags(str(document["prompt_html"]).replace("<", " <")).split())


def options_of(document: dict[str, Any]) -> dict[str, str]:
    """Option id → what it says, for kinds whose options are counted."""
    part = _PARTS.get(document["kind"])
    return {one["id"]: one.get("text") or one.get("label") or one["id"] for one in document[part]} if part else {}


def analysis_of(sitting: Sitting) -> Analysed | None:
    """None while nobody who attended has a scored question. Questions without points yet count as not given."""
    seats = list(
        sitting.seats.filter(outcome__attended=True).select_related("learner__ward", "outcome").order_by("number")
    )
    rows = list(ItemScore.objects.filter(seat__in=seats))
    places: dict[int, int] = {}
    most: dict[int, Decimal] = {}
    for row in rows:
        places[row.item_id] = min(row.number, places.get(row.item_id, row.number))
        most[row.item_id] = max(row.out_of, most.get(row.item_id, row.out_of))
    keys = sorted(places, key=places.__getitem__)
    if not keys:
        return None
    versions = ItemVersion.objects.select_related("item").in_bulk(keys)
    rulings = standing_rulings(sitting)
    documents = {key: (rulings[key].document if key in rulings else None) or versions[key].document for key in keys}
    items = [_scored_item(key, documents[key], most[key]) for key in keys]
    column, line = {key: place for place, key in enumerate(keys)}, {seat.pk: place for place, seat in enumerate(seats)}
    scores = np.full((len(seats), len(keys)), nan)
    for row in rows:
        if row.points is not None:
            scores[line[row.seat_id], column[row.item_id]] = float(row.points * most[row.item_id] / row.out_of)
    analysis = analyse(
        items,
        scores,
        chosen=_chosen(seats, keys, documents),
        dropped=[str(key) for key in keys if key in rulings and rulings[key].document is None],
    )
    options = {str(key): options_of(documents[key]) for key in keys}
    texts = {(key, option): text for key, said in options.items() for option, text in said.items()}
    return Analysed(
        analysis, findings(analysis, texts=texts), {str(key): versions[key] for key in keys}, options, seats
    )


def _scored_item(key: int, document: dict[str, Any], most: Decimal) -> ScoredItem:
    options = tuple(options_of(document))
    return ScoredItem(str(key), float(most), options, frozenset(document["correct"]) if options else frozenset())


def _chosen(seats: list[Seat], keys: list[int], documents: dict[int, dict[str, Any]]) -> list[list[Collection[str]]]:
    given = {(row.seat_id, row.item_id): row.response for row in Response.objects.filter(seat__in=seats, item__in=keys)}
    counted = {key for key in keys if documents[key]["kind"] in COUNTED}
    return [[_parts(given.get((seat.pk, key), "")) if key in counted else () for key in keys] for seat in seats]


def _parts(response: str) -> list[str]:
    return [part.strip() for part in response.split(SEPARATOR) if part.strip()]


def figures_for_bank(sitting: Sitting) -> list[bank.ItemFigures]:
    """What the bank keeps of each item; of dropped ones nothing, since what they asked was faulty."""
    analysed = analysis_of(sitting)
    if analysed is None:
        return []
    return [
        bank.ItemFigures(
            analysed.items[one.key].item_id,
            one.given,
            min(1.0, max(0.0, one.facility)),
            one.discrimination,
            {option.option: option.count for option in one.options if option.option},
        )
        for one in analysed.analysis.items
        if one.given and one.facility is not None and not one.dropped
    ]
