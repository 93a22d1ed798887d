"""Between an item as data and what the editor holds: what create_item asks for."""

from __future__ import annotations

from typing import Any

from lms.packages import shapes

from ..drafts import Draft, Note
from ..models import Item
from ..streams import GAP
from .judging import Refusal
from .notes import note

# What the bank knows of an item beside its question; a field that a bank does not have is named as a loss.
_FIELDS = ("name", "difficulty", "source", "points")
_EMPTY = {"name": "", "difficulty": None, "source": "", "points": 1.0}


def answers_of_document(item: Any) -> dict[str, Any]:
    """The `answers` of create_item. Raises Refusal for a kind that the editor does not have."""
    match item:
        case shapes.ChoiceItem():
            options = [{"text": option.text, "correct": option.id in item.correct} for option in item.options]
            return {"options": options, "multiple": item.multiple}
        case shapes.OrderItem():
            texts = {entry.id: entry.text for entry in item.entries}
            return {"entries": [texts[key] for key in item.correct]}
        case shapes.MatchItem():
            rights = {right.id: right.text for right in item.right}
            pairs = dict(item.correct)
            extra = [text for key, text in rights.items() if key not in pairs.values()]
            sides = [{"left": left.text, "right": rights[pairs[left.id]]} for left in item.left]
            return {"pairs": sides, "extra": extra}
        case shapes.FillInItem():
            accepted = {gap.id: "|".join(gap.accept) for gap in item.gaps}
            text = GAP.sub(lambda match: f"[[{accepted[match.group(1)]}]]", item.text)
            return {"text": text, "exact_case": not any(gap.ignore_case for gap in item.gaps)}
    raise Refusal("kind_not_yet", what=item.kind)


def fields_of(draft: Draft) -> dict[str, Any]:
    """The arguments of create_item beside kind, prompt and answers."""
    item, known = draft.item, _known()
    return {
        "language": draft.language,
        "feedback": (item.feedback_correct, item.feedback_incorrect),
        "tags": draft.topics,
        **{name: getattr(draft, name) for name in _FIELDS if name in known},
        **_occupation(draft.occupation),
    }


def losses_of_bank(draft: Draft) -> list[Note]:
    """What the bank's editor cannot hold of this item. Raises Refusal for the whole of it."""
    item, known = draft.item, _known()
    answers_of_document(item)
    notes: list[Note] = [
        note("not_kept", what=name) for name in _FIELDS if name not in known and getattr(draft, name) != _EMPTY[name]
    ]
    if draft.occupation and not _occupation(draft.occupation):
        notes.append(note("occupation_unknown", what=draft.occupation))
    if item.mapping:
        notes.append(note("mapping_lost"))
    if item.pictures:
        notes.append(note("pictures_lost"))
    if isinstance(item, shapes.FillInItem) and len({gap.ignore_case for gap in item.gaps}) > 1:
        notes.append(note("case_lost"))
    return notes


def _known() -> set[str]:
    return {field.name for field in Item._meta.get_fields()}


def _occupation(name: str) -> dict[str, Any]:
    """The bank's occupation of this name, in Chinese or in English."""
    if not name or "occupation" not in _known():
        return {}
    occupations = Item._meta.get_field("occupation").related_model
    for field in ("name", "name_en"):
        if found := occupations.objects.filter(**{f"{field}__iexact": name}).first():
            return {"occupation": found}
    return {}


def draft_of(item: Item) -> Draft:
    """An item of the bank as data, for an export."""
    from ..documents import document_of

    known = _known()
    occupation = getattr(item, "occupation", None)
    return Draft(
        item=document_of(item),
        language=item.language,
        topics=sorted(item.tags.names()),
        occupation=getattr(occupation, "name", ""),
        **{name: getattr(item, name) for name in _FIELDS if name in known},
    )
