"""From the shape of an item back to what the editor holds, so that an import can make items. The way there is documents.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from lms.lib.errors import Invalid
from lms.packages import shapes

from .drafts import AnyItem
from .pictures.models import ItemPicture
from .scoring import PAIR
from .streams import GAP


def answers_of_document(item: AnyItem, pictures: Mapping[str, ItemPicture] | None = None) -> dict[str, Any]:
    """The answers of an item as `create_item` takes them; its kind is `item.kind`. `pictures` by the path that the item names.

    Raises Invalid with a sentence when the editor has no place for something; nothing is left out in silence.
    """
    match item:
        case shapes.ChoiceItem():
            return _choice(item)
        case shapes.OrderItem():
            texts = {entry.id: entry.text for entry in item.entries}
            _only_if(
                set(item.correct) == set(texts) and len(item.correct) == len(texts),
                _("Not every step has a place in the order."),
            )
            return {"entries": [texts[key] for key in item.correct]}
        case shapes.MatchItem():
            return _match(item)
        case shapes.FillInItem():
            return _fill_in(item)
        case shapes.InlineChoiceItem():
            return _inline_choice(item)
        case shapes.NumericItem():
            return {
                "value": item.value,
                "tolerance": item.tolerance,
                "units": [{"text": unit.text, "factor": unit.factor} for unit in item.units],
                "unit_required": item.unit_required,
            }
        case shapes.HotspotItem():
            return _hotspot(item, picture_for(item.picture, pictures))
        case shapes.ExtendedTextItem():
            return {
                "most_characters": item.most_characters,
                "model_answer": item.model_answer,
                "rubric": _rubric(item.rubric),
            }
        case shapes.UploadItem():
            return {"accepts": list(item.accepts), "model_answer": item.model_answer, "rubric": _rubric(item.rubric)}
        case shapes.PracticalItem():
            return {"minutes": item.minutes, "materials": item.materials, "rubric": _rubric(item.rubric)}


def picture_for(named: shapes.ItemPicture, pictures: Mapping[str, ItemPicture] | None) -> ItemPicture:
    """The stored picture that an item names. Raises Invalid."""
    found = (pictures or {}).get(named.path)
    if found is None:
        raise Invalid(_("The picture “%(path)s” is missing.") % {"path": named.path})
    return found


def _choice(item: shapes.ChoiceItem) -> dict[str, Any]:
    _known(item.correct, [option.id for option in item.options])
    texts = {option.id: option.text for option in item.options}
    return {
        "options": [{"text": option.text, "correct": option.id in item.correct} for option in item.options],
        "multiple": item.multiple,
        **_weights(item, texts),
    }


def _match(item: shapes.MatchItem) -> dict[str, Any]:
    lefts = {one.id: one.text for one in item.left}
    rights = {one.id: one.text for one in item.right}
    partners = dict(item.correct)
    _known([right for _left, right in item.correct], rights)
    _only_if(
        len(partners) == len(item.correct) == len(lefts) and set(partners) == set(lefts),
        _("Each entry on the left needs exactly one partner."),
    )
    used = set(partners.values())
    names = {PAIR.join((left, right)): f"{lefts[left]} = {rights[right]}" for left in lefts for right in rights}
    return {
        "pairs": [{"left": text, "right": rights[partners[key]]} for key, text in lefts.items()],
        "extra": [text for key, text in rights.items() if key not in used],
        **_weights(item, names),
    }


def _fill_in(item: shapes.FillInItem) -> dict[str, Any]:
    cases = {gap.ignore_case for gap in item.gaps}
    _only_if(len(cases) < 2, _("Capital letters count in some gaps and not in others."))
    gaps = {gap.id: "|".join(_gap_word(answer) for answer in gap.accept) for gap in item.gaps}
    numbers = {gap.id: number for number, gap in enumerate(_in_order(item.text, item.gaps), 1)}
    names = {}
    for value in item.mapping.values if item.mapping else ():
        key, _sign, words = value.partition(PAIR)
        if key in numbers:
            names[value] = f"{numbers[key]} = {words}"
    return {"text": _filled(item.text, gaps), "exact_case": cases == {False}, **_weights(item, names)}


def _inline_choice(item: shapes.InlineChoiceItem) -> dict[str, Any]:
    order = _in_order(item.text, item.gaps)
    texts = {gap.id: {option.id: option.text for option in gap.options} for gap in item.gaps}
    for gap in item.gaps:
        _known([gap.correct], texts[gap.id])
    right = {gap.id: texts[gap.id][gap.correct] for gap in item.gaps}
    extra: list[str] = []
    if item.once:
        same = all(texts[gap.id] == texts[order[0].id] for gap in order)
        _only_if(same, _("Each word is used once, but the gaps offer different words."))
        extra = [text for text in texts[order[0].id].values() if text not in right.values()]
        lists = {key: _gap_word(word) for key, word in right.items()}
    else:
        lists = {
            gap.id: "|".join(
                _gap_word(word) for word in [right[gap.id], *(t for k, t in texts[gap.id].items() if k != gap.correct)]
            )
            for gap in item.gaps
        }
    names = {
        f"{gap.id}{PAIR}{key}": f"{number} = {text}"
        for number, gap in enumerate(order, 1)
        for key, text in texts[gap.id].items()
    }
    return {"text": _filled(item.text, lists), "once": item.once, "extra": extra, **_weights(item, names)}


def _hotspot(item: shapes.HotspotItem, picture: ItemPicture) -> dict[str, Any]:
    """Places are moved with a picture that was made smaller when it was stored."""
    _known(item.correct, [area.id for area in item.areas])
    scale = picture.width / item.picture.width if item.picture.width else 1.0
    return {
        "picture": picture,
        "alt": item.picture.alt,
        "areas": [
            {
                "label": area.label,
                "correct": area.id in item.correct,
                "shape": area.shape,
                "coords": ", ".join(str(round(number * scale)) for number in area.coords),
            }
            for area in item.areas
        ],
        "multiple": item.multiple,
        **_weights(item, {area.id: area.label for area in item.areas}),
    }


def _rubric(rubric: list[shapes.Criterion]) -> list[dict[str, Any]]:
    return [
        {
            "title": criterion.title,
            "levels": [{"points": level.points, "description": level.description} for level in criterion.levels],
        }
        for criterion in rubric
    ]


def _weights(item: AnyItem, names: Mapping[str, str]) -> dict[str, Any]:
    """`names`: a value of the mapping → how an officer names that answer."""
    if item.mapping is None:
        return {}
    _known(item.mapping.values, names)
    mapping = item.mapping
    return {
        "weights": {
            "values": [{"answer": names[value], "points": points} for value, points in mapping.values.items()],
            "default": mapping.default,
            "lower": mapping.lower,
            "upper": mapping.upper,
        }
    }


def _in_order(text: str, gaps: list[Any]) -> list[Any]:
    """The gaps as they stand in the text: each of them once."""
    by_id = {gap.id: gap for gap in gaps}
    found = GAP.findall(text)
    _only_if(sorted(found) == sorted(by_id) and bool(found), _("The gaps in the text are not those that have answers."))
    return [by_id[key] for key in found]


def _filled(text: str, gaps: Mapping[str, str]) -> str:
    return GAP.sub(lambda gap: f"[[{gaps[gap[1]]}]]", text)


def _gap_word(word: str) -> str:
    _only_if(
        not any(sign in word for sign in ("|", "[[", "]]")) and bool(word.strip()),
        _("“%(word)s” cannot stand in a gap: | and double brackets are signs there.") % {"word": word},
    )
    return word


def _known(keys: Iterable[str], known: Iterable[str]) -> None:
    _only_if(set(keys) <= set(known), _("What is right, or has points, is not among the answers."))


def _only_if(fine: bool, sentence: str) -> None:
    if not fine:
        raise Invalid(sentence)
