"""What an exam may be made of."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from .models import Item, ItemTag
from .models.items import ItemQuerySet


def draw_candidates(
    *,
    prisons: Collection[UUID] | None = None,
    occupation: UUID | None = None,
    topics: Collection[str] = (),
    difficulty: tuple[int, int] | None = None,
    kinds: Collection[str] = (),
    several: bool | None = None,
    language: str = "",
    also_exposed: bool = False,
) -> ItemQuerySet:
    """The items that an exam may draw from: never exposed, never retired ones. Newest first.

    `also_exposed`: for practice, where it does not matter who has seen an item.

    `prisons`: only theirs and those for all prisons; None: of every prison. `topics`: any of these. `difficulty`: from, to,
    both included; items without one are left out then.
    `several`: with several answers to choose, or with one; None: either.
    """
    found = Item.objects.filter(retired_at=None) if also_exposed else Item.objects.new()
    if prisons is not None:
        found = found.filter(Q(prison=None) | Q(prison__in=prisons))
    if occupation is not None:
        found = found.filter(occupation=occupation)
    if topics:
        found = found.filter(pk__in=tagged_with(topics))
    if difficulty is not None:
        found = found.filter(difficulty__range=difficulty)
    if kinds:
        found = found.filter(kind__in=kinds)
    if several is not None:
        found = found.filter(multiple=several)
    return found.filter(language=language) if language else found


def tagged_with(topics: Collection[str]) -> QuerySet:
    """Keys of the items that have any of these topics."""
    return ItemTag.objects.filter(tag__name__in=topics).values("content_object_id")
