"""What others may ask of the item bank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.packages import shapes

from .documents import document_of
from .drawing import draw_candidates
from .duplicates import alike, request_search, run_search
from .exposure import expose_items, expose_live_lessons, expose_package
from .filing import add_topics, remove_topics, retire_items, set_difficulty, set_occupation, unretire_items
from .models import Item, Occupation
from .permissions import check_can_change_item, check_can_write_items, prison_of_new_item
from .practice import mark_practice
from .practice_statistics import count_practice, recount_practice
from .scoring import score
from .statistics import ItemFigures, record_item_statistics
from .versions import restore_version, versions_of

__all__ = [
    "ItemFigures",
    "add_topics",
    "alike",
    "count_practice",
    "create_item",
    "draw_candidates",
    "expose_items",
    "expose_live_lessons",
    "expose_package",
    "find_item",
    "item_document",
    "mark_practice",
    "record_item_statistics",
    "recount_practice",
    "remove_topics",
    "request_search",
    "restore_version",
    "retire_items",
    "revise_item",
    "run_search",
    "score",
    "set_difficulty",
    "set_occupation",
    "unretire_items",
    "versions_of",
]


def item_document(item_id: UUID | str) -> shapes.Item:
    """The item as it stands, in the shape that a lesson's package carries. Raises NotFoundHere."""
    item = find_item(item_id)
    if item is None:
        raise NotFoundHere
    return document_of(item)


def find_item(item_id: UUID | str) -> Item | None:
    return Item.objects.filter(pk=item_id).first()


@transaction.atomic
def create_item(
    kind: str,
    prompt: str,
    answers: dict[str, Any],
    *,
    by: Any,
    language: str = "zh-hans",
    feedback: tuple[str, str] = ("", ""),
    tags: Iterable[str] = (),
    name: str = "",
    occupation: Occupation | None = None,
    difficulty: int | None = None,
    source: str = "",
    points: float = 1.0,
) -> Item:
    """A new item with its first version. `tags`: its topics; `difficulty`: 1–5. `answers` as in the editor:
    choice {"options": [{"text", "correct"}], "multiple"}, order {"entries": [text]},
    match {"pairs": [{"left", "right"}], "extra": [text]}, fill_in {"text": "… [[answer|other answer]] …", "exact_case"}.

    Raises PermissionDenied, Invalid.
    """
    check_can_write_items(by)
    item = Item(
        prompt=prompt,
        language=language,
        feedback_correct=feedback[0],
        feedback_incorrect=feedback[1],
        name=name,
        occupation=occupation,
        difficulty=difficulty,
        source=source,
        points=points,
    )
    item = _filled(item, kind, answers)
    item.prison = prison_of_new_item(by)
    item.save()
    item.tags.add(*tags)
    item.save()
    item.save_revision(user=by, log_action="wagtail.create")
    audit.log(by=by, verb="assessments.item.created", target=item, prison=item.prison)
    return item


@transaction.atomic
def revise_item(item_id: UUID, *, by: Any, prompt: str | None = None, answers: dict[str, Any] | None = None) -> Item:
    """A new version of an item; lessons that were published keep theirs. Raises PermissionDenied, NotFoundHere, Invalid."""
    check_can_write_items(by)
    item = Item.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise NotFoundHere
    check_can_change_item(by, item)
    if prompt is not None:
        item.prompt = prompt
    item = _filled(item, item.kind, answers) if answers is not None else item
    item.save()
    item.save_revision(user=by, log_action="wagtail.edit")
    audit.log(by=by, verb="assessments.item.revised", target=item, detail={"version": item.version}, prison=item.prison)
    return item


def _filled(item: Item, kind: str, answers: dict[str, Any]) -> Item:
    stream = Item._meta.get_field("interaction").stream_block
    try:
        value = stream.normalize([(kind, answers)])
        item.interaction = stream.clean(value)
        item.full_clean(exclude=["interaction"])
    except (KeyError, ValidationError) as error:
        raise Invalid from error
    return item
