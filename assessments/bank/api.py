"""What others may ask of the item bank."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.packages import api as packages
from lms.packages import shapes

from .answers import answers_of_document, picture_for
from .documents import document_of, pictures_of
from .drafts import AnyItem
from .drawing import draw_candidates
from .duplicates import alike, request_search, run_search
from .exposure import expose_items, expose_live_lessons, expose_package
from .filing import add_topics, remove_topics, retire_items, set_difficulty, set_occupation, unretire_items
from .kinds import MARKED, PRACTICE, WHY_NOT_IN_A_LESSON
from .models import Item, Occupation
from .permissions import check_can_change_item, check_can_write_items, prison_of_new_item
from .pictures.models import ItemPicture
from .pictures.storing import add_picture
from .practice import mark_practice
from .practice_statistics import count_practice, recount_practice
from .scoring import score
from .sentences import first_sentence
from .statistics import ItemFigures, record_item_statistics
from .streams import whole
from .versions import restore_version, versions_of

__all__ = [
    "MARKED",
    "PRACTICE",
    "WHY_NOT_IN_A_LESSON",
    "ItemFigures",
    "add_picture",
    "add_topics",
    "alike",
    "answers_of_document",
    "count_practice",
    "create_item",
    "draw_candidates",
    "expose_items",
    "expose_live_lessons",
    "expose_package",
    "find_item",
    "item_document",
    "item_files",
    "mark_practice",
    "picture_for",
    "practice_document",
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
    "try_item",
    "unretire_items",
    "versions_of",
]


def item_document(item_id: UUID | str) -> AnyItem:
    """The item as it stands, as data; its pictures by the paths of `item_files`. Raises NotFoundHere, Invalid."""
    return document_of(_item(item_id))


def item_files(item_id: UUID | str) -> dict[str, packages.BlobRef]:
    """The stored files of an item's pictures by their paths. Raises NotFoundHere."""
    return {picture.path: picture.ref for picture in pictures_of(_item(item_id))}


def practice_document(item_id: UUID | str, keep: Callable[[packages.BlobRef], str]) -> shapes.Item:
    """The item for a lesson's package; `keep` takes a picture's file into it and returns its path there.

    Raises NotFoundHere, and Invalid for a kind that a person marks.
    """
    document = document_of(_item(item_id), lambda picture: keep(picture.ref))
    if isinstance(document, shapes.MarkedItemBase):
        raise Invalid(WHY_NOT_IN_A_LESSON)
    return document


def _item(item_id: UUID | str) -> Item:
    item = find_item(item_id)
    if item is None:
        raise NotFoundHere
    return item


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
    pictures: Iterable[tuple[ItemPicture, str]] = (),
) -> Item:
    """A new item with its first version. `tags`: its topics; `difficulty`: 1–5; `pictures`: with what each shows in words. `answers` as in the editor:
    choice {"options": [{"text", "correct"}], "multiple"}, order {"entries": [text]},
    match {"pairs": [{"left", "right"}], "extra": [text]}, fill_in {"text": "… [[answer|other answer]] …", "exact_case"},
    inline_choice {"text": "… [[right|wrong]] …", "once", "extra": [text]},
    numeric {"value", "tolerance", "units": [{"text", "factor"}], "unit_required"},
    hotspot {"picture": ItemPicture, "alt", "areas": [{"label", "correct", "shape", "coords": "1, 2, 3, 4"}], "multiple"},
    extended_text {"most_characters", "model_answer", "rubric": [{"title", "levels": [{"points", "description"}]}]},
    upload {"accepts": ["photo"], "model_answer", "rubric"}, practical {"minutes", "materials", "rubric"};
    those with a mapping also {"weights": {"values": [{"answer", "points"}], "default", "lower", "upper"}}.
    `answers_of_document` makes them from a shape.

    Raises PermissionDenied, Invalid with the sentence of the first thing that is wrong.
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
    item.pictures = [("picture", {"picture": picture, "alt": alt}) for picture, alt in pictures]
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


def try_item(kind: str, prompt: str, answers: dict[str, Any], *, language: str = "zh-hans") -> None:
    """Whether create_item would take this; nothing is written. Raises Invalid with the sentence of what is wrong."""
    _filled(Item(prompt=prompt, language=language), kind, answers)


def _filled(item: Item, kind: str, answers: dict[str, Any]) -> Item:
    stream = Item._meta.get_field("interaction").stream_block
    try:
        value = stream.normalize([(kind, whole(stream.child_blocks[kind], answers))])
        item.interaction = stream.clean(value)
        item.pictures = Item._meta.get_field("pictures").stream_block.clean(item.pictures)
        item.full_clean(exclude=["interaction", "pictures"])
    except KeyError as error:
        raise Invalid from error
    except ValidationError as error:
        raise Invalid(first_sentence(error)) from error
    return item
