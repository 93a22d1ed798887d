"""How questions are filed: topics, occupation, difficulty, in use or retired. None of it is part of a version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from lms.audit import api as audit
from lms.lib.errors import Invalid

from .models import Item, ItemTag, Occupation
from .permissions import reach_of, within

AUDITED_TOGETHER = 100  # questions a line of the audit log
_AT_ONCE = 500


@transaction.atomic
def add_topics(item_ids: Iterable[UUID], topics: Iterable[str], *, by: Any) -> int:
    """Give the questions these topics; returns how many questions. Raises PermissionDenied, Invalid."""
    items, names = _mine(item_ids, by), _names(topics)
    there = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    tags = [there.get(name) or Tag.objects.create(name=name) for name in names]
    for some in _portions(items):
        have = set(ItemTag.objects.filter(content_object__in=some, tag__in=tags).values_list("content_object", "tag"))
        ItemTag.objects.bulk_create(
            ItemTag(content_object=item, tag=tag) for item in some for tag in tags if (item.pk, tag.pk) not in have
        )
    return _filed(items, by, "assessments.item.topics_added", {"topics": names})


@transaction.atomic
def remove_topics(item_ids: Iterable[UUID], topics: Iterable[str], *, by: Any) -> int:
    """Take these topics from the questions; those that lack them stay as they are. Raises PermissionDenied, Invalid."""
    items, names = _mine(item_ids, by), _names(topics)
    for some in _portions(items):
        ItemTag.objects.filter(content_object__in=some, tag__name__in=names).delete()
    return _filed(items, by, "assessments.item.topics_removed", {"topics": names})


@transaction.atomic
def set_occupation(item_ids: Iterable[UUID], occupation: Occupation | None, *, by: Any) -> int:
    """Raises PermissionDenied."""
    items = _mine(item_ids, by)
    _update(items, occupation=occupation)
    return _filed(items, by, "assessments.item.occupation_set", {"occupation": occupation.name if occupation else ""})


@transaction.atomic
def set_difficulty(item_ids: Iterable[UUID], difficulty: int | None, *, by: Any) -> int:
    """1 very easy … 5 very hard, or None: not judged. Raises PermissionDenied, Invalid."""
    if difficulty is not None and difficulty not in Item.Difficulty.values:
        raise Invalid(_("Difficulty is a number from 1 to 5."))
    items = _mine(item_ids, by)
    _update(items, difficulty=difficulty)
    return _filed(items, by, "assessments.item.difficulty_set", {"difficulty": difficulty})


@transaction.atomic
def retire_items(item_ids: Iterable[UUID], *, by: Any) -> int:
    """Take questions out of use: no exam draws them any more. What was published or held keeps its copy. Returns how many were in use before."""
    items = [item for item in _mine(item_ids, by) if item.retired_at is None]
    _update(items, retired_at=timezone.now())
    return _filed(items, by, "assessments.item.retired", {})


@transaction.atomic
def unretire_items(item_ids: Iterable[UUID], *, by: Any) -> int:
    """Take them back into use. An exposed one stays exposed."""
    items = [item for item in _mine(item_ids, by) if item.retired_at is not None]
    _update(items, retired_at=None)
    return _filed(items, by, "assessments.item.unretired", {})


def _mine(item_ids: Iterable[UUID], by: Any) -> list[Item]:
    """The rows, locked; all of them, or nobody's: a question that is not the officer's to change is named."""
    keys = sorted(set(item_ids))
    found: list[Item] = []
    for start in range(0, len(keys), _AT_ONCE):
        rows = Item.objects.select_for_update(of=("self",)).defer("interaction", "searched_text")
        found += rows.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk")
    reach = reach_of(by)
    if reach is not None and not reach:
        raise PermissionDenied(_("Your account may not do this here."))
    for item in found:
        if not within(reach, item):
            raise PermissionDenied(
                _("“%(question)s” belongs to another prison. Copy it to make it yours.") % {"question": item}
            )
    return found


def _names(topics: Iterable[str]) -> list[str]:
    names = list(dict.fromkeys(name for topic in topics if (name := " ".join(topic.split()))))
    if not names:
        raise Invalid(_("Name a topic."))
    if any(len(name) > 100 for name in names):
        raise Invalid(_("A topic has at most 100 characters."))
    return names


def _update(items: Sequence[Item], **fields: Any) -> None:
    for some in _portions(items):
        Item.objects.filter(pk__in=[item.pk for item in some]).update(**fields, changed_at=timezone.now())


def _portions(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]


def _filed(items: Sequence[Item], by: Any, verb: str, detail: dict[str, Any]) -> int:
    ordered = sorted(items, key=lambda item: (str(item.prison_id), item.pk))
    for prison_id, group in groupby(ordered, key=lambda item: item.prison_id):
        whole = list(group)
        for start in range(0, len(whole), AUDITED_TOGETHER):
            some = whole[start : start + AUDITED_TOGETHER]
            target = some[0] if len(some) == 1 else f"{len(some)} items"
            keys = {} if len(some) == 1 else {"items": [str(item.pk) for item in some]}
            audit.log(by=by, verb=verb, target=target, detail={**detail, **keys} or None, prison=prison_id)
    return len(items)
