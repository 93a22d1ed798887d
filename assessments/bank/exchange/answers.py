"""Between an item as data and the bank: what create_item asks for, and an item of the bank for an export."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lms.lib.errors import Invalid
from lms.lib.ids import new_id
from lms.lib.pictures import clean_picture
from lms.packages import api as packages
from lms.packages import shapes

from .. import api as bank
from ..drafts import AnyItem, Draft, Note
from ..models import Item, Occupation
from ..pictures.models import ItemPicture
from ..pictures.storing import MAX_BYTES, MAX_SIDE
from .judging import Refusal
from .notes import note

_FIELDS = ("name", "difficulty", "source", "points")


def fields_of(draft: Draft) -> dict[str, Any]:
    """The arguments of create_item beside kind, prompt, answers and pictures."""
    return {
        "language": draft.language,
        "feedback": (draft.item.feedback_correct, draft.item.feedback_incorrect),
        "tags": draft.topics,
        "occupation": _occupation(draft.occupation),
        **{name: getattr(draft, name) for name in _FIELDS},
    }


def stored_pictures(draft: Draft, *, by: Any) -> dict[str, ItemPicture]:
    """The pictures of an item, stored, by the paths that it names. Raises Invalid, PermissionDenied, NoSpace."""
    return {
        named.path: bank.add_picture(_file(draft, named), title=named.alt or draft.name, by=by)
        for named in _pictures(draft.item)
    }


def shown_pictures(item: AnyItem, stored: dict[str, ItemPicture]) -> list[tuple[ItemPicture, str]]:
    """Those below the question, with what each shows in words."""
    return [(bank.picture_for(named, stored), named.alt) for named in item.pictures]


def losses_of_bank(draft: Draft) -> list[Note]:
    """What the bank cannot hold of this item. Raises Refusal for the whole of it. Nothing is written."""
    try:
        answers = bank.answers_of_document(
            draft.item, {one.path: _looked_at(draft, one) for one in _pictures(draft.item)}
        )
        if not isinstance(draft.item, shapes.HotspotItem):  # the editor asks for a picture that is stored
            bank.try_item(draft.item.kind, draft.item.prompt_html, answers, language=draft.language)
    except Invalid as error:
        raise Refusal("bank_refuses", what=str(error)) from error
    if draft.occupation and _occupation(draft.occupation) is None:
        return [note("occupation_unknown", what=draft.occupation)]
    return []


def _looked_at(draft: Draft, named: shapes.ItemPicture) -> ItemPicture:
    """As it would be stored. Raises Invalid when it cannot be."""
    data = _file(draft, named)
    cleaned = clean_picture(data, max_side=MAX_SIDE) if len(data) <= MAX_BYTES else None
    if cleaned is None:
        raise Refusal("picture_needed")
    size = {"width": cleaned.width, "height": cleaned.height}
    return ItemPicture(id=new_id(), sha256="0" * 64, media_type=cleaned.media_type, bytes=len(cleaned.data), **size)


def _file(draft: Draft, named: shapes.ItemPicture) -> bytes:
    if named.path not in draft.files:
        raise Refusal("picture_needed")
    return draft.files[named.path]


def _pictures(item: AnyItem) -> Iterable[shapes.ItemPicture]:
    return [*item.pictures, *([item.picture] if isinstance(item, shapes.HotspotItem) else [])]


def _occupation(name: str) -> Occupation | None:
    """The bank's occupation of this name, in Chinese or in English."""
    if not name:
        return None
    return (
        Occupation.objects.filter(name__iexact=name).first() or Occupation.objects.filter(name_en__iexact=name).first()
    )


def draft_of(item: Item) -> Draft:
    """An item of the bank as data, for an export."""
    return Draft(
        item=bank.item_document(item.pk),
        language=item.language,
        topics=sorted(item.tags.names()),
        occupation=item.occupation.name if item.occupation else "",
        files={path: _bytes(ref) for path, ref in bank.item_files(item.pk).items()},
        **{name: getattr(item, name) for name in _FIELDS},
    )


def _bytes(ref: packages.BlobRef) -> bytes:
    with packages.open_blob(ref.sha256) as file:
        return file.read()
