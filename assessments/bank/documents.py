"""From an item in the bank to the shape that travels in a lesson, a paper or an export."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import nh3
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from lms.lib.errors import Invalid
from lms.packages import shapes

from .drafts import AnyItem, read_any_item
from .models import Item
from .pictures.models import ItemPicture
from .scoring import PAIR
from .streams import GAP, answers_of
from .streams.hotspot import coords_of
from .streams.weights import flat, gap_and_words

_TAGS = {"p", "b", "i", "strong", "em", "ol", "ul", "li", "sub", "sup", "br"}
_Anything = TypeVar("_Anything")
PathOf = Callable[[ItemPicture], str]
read_item: TypeAdapter[shapes.Item] = TypeAdapter(shapes.Item)


def document_of(item: Item, path_of: PathOf | None = None) -> AnyItem:
    """The item as a tablet shows and checks it. What is mixed is mixed the same way every time.

    `path_of` names each picture's file; without it `ItemPicture.path`. Raises Invalid when a picture is missing.
    """
    child = item.interaction[0]
    place = path_of or _own_path
    common: dict[str, Any] = {
        "id": item.iri,
        "version": item.version,
        "kind": child.block_type,
        "prompt_html": nh3.clean(item.prompt, tags=_TAGS, attributes={}),
        "pictures": [_picture(one.value, place) for one in item.pictures],
        "feedback_correct": item.feedback_correct,
        "feedback_incorrect": item.feedback_incorrect,
    }
    own = _BUILDERS[child.block_type](child.value)
    if child.block_type == "hotspot":
        own["picture"] = _picture(child.value, place)
    return read_any_item.validate_python({**common, **own})


def pictures_of(item: Item) -> list[ItemPicture]:
    """Every picture of an item, each once: those below the question and the one with the places."""
    values = [one.value for one in item.pictures]
    if item.interaction[0].block_type == "hotspot":
        values.append(item.interaction[0].value)
    return list({value["picture"].pk: value["picture"] for value in values if value["picture"]}.values())


def _own_path(picture: ItemPicture) -> str:
    return picture.path


def _picture(value: Any, path_of: PathOf) -> dict[str, Any]:
    picture = value["picture"]
    if picture is None:
        raise Invalid(_("A picture of this question is missing. Choose another one."))
    return {
        "path": path_of(picture),
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "alt": value["alt"],
    }


def _choice(value: Any) -> dict[str, Any]:
    options = list(zip(_ids(value["options"].bound_blocks), value["options"], strict=True))
    return {
        "options": [{"id": key, "text": option["text"]} for key, option in options],
        "correct": [key for key, option in options if option["correct"]],
        "multiple": bool(value["multiple"]),
        "mapping": _mapping(value, {option["text"]: key for key, option in options}),
    }


def _order(value: Any) -> dict[str, Any]:
    entries = list(zip(_ids(value["entries"].bound_blocks), value["entries"], strict=True))
    return {
        "entries": [{"id": key, "text": text} for key, text in mixed(entries, _seed([text for _key, text in entries]))],
        "correct": [key for key, _text in entries],
    }


def _match(value: Any) -> dict[str, Any]:
    keys = _ids(value["pairs"].bound_blocks)
    rights = {
        text: f"r{number}"
        for number, text in enumerate(_distinct([pair["right"] for pair in value["pairs"]] + list(value["extra"])))
    }
    left = [{"id": key, "text": pair["left"]} for key, pair in zip(keys, value["pairs"], strict=True)]
    names = {f"{one['text']} = {text}": PAIR.join((one["id"], key)) for one in left for text, key in rights.items()}
    return {
        "left": left,
        "right": [{"id": key, "text": text} for text, key in _shown(rights)],
        "correct": [(key, rights[pair["right"]]) for key, pair in zip(keys, value["pairs"], strict=True)],
        "mapping": _mapping(value, names),
    }


def _fill_in(value: Any) -> dict[str, Any]:
    gaps = [
        {"id": f"g{number}", "accept": answers_of(gap), "ignore_case": not value["exact_case"]}
        for number, gap in enumerate(GAP.findall(value["text"]), 1)
    ]
    written = [(one["answer"], gap_and_words(one["answer"])) for one in value["weights"]["values"]]
    names = {name: f"g{found[0]}{PAIR}{found[1]}" for name, found in written if found}
    return {"text": _with_names(value["text"]), "gaps": gaps, "mapping": _mapping(value, names)}


def _inline_choice(value: Any) -> dict[str, Any]:
    lists = [answers_of(gap) for gap in GAP.findall(value["text"])]
    all_words = [words[0] for words in lists] + list(value["extra"])
    gaps: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    for number, words in enumerate(lists, 1):
        ids = {word: f"o{place}" for place, word in enumerate(all_words if value["once"] else words, 1)}
        gaps.append(
            {
                "id": f"g{number}",
                "options": [{"id": key, "text": word} for word, key in _shown(ids)],
                "correct": ids[words[0]],
            }
        )
        names |= {f"{number} = {word}": f"g{number}{PAIR}{key}" for word, key in ids.items()}
    return {
        "text": _with_names(value["text"]),
        "gaps": gaps,
        "once": bool(value["once"]),
        "mapping": _mapping(value, names),
    }


def _numeric(value: Any) -> dict[str, Any]:
    return {
        "value": value["value"],
        "tolerance": value["tolerance"],
        "units": [{"text": unit["text"], "factor": unit["factor"]} for unit in value["units"]],
        "unit_required": bool(value["unit_required"]),
    }


def _hotspot(value: Any) -> dict[str, Any]:
    areas = list(zip(_ids(value["areas"].bound_blocks), value["areas"], strict=True))
    return {
        "areas": [
            {"id": key, "shape": area["shape"], "coords": coords_of(area["coords"]), "label": area["label"]}
            for key, area in areas
        ],
        "correct": [key for key, area in areas if area["correct"]],
        "multiple": bool(value["multiple"]),
        "mapping": _mapping(value, {area["label"]: key for key, area in areas}),
    }


def _rubric(value: Any) -> list[dict[str, Any]]:
    criteria = zip(_ids(value["rubric"].bound_blocks), value["rubric"], strict=True)
    return [
        {
            "id": key,
            "title": criterion["title"],
            "levels": [
                {"points": level["points"], "description": level["description"]} for level in criterion["levels"]
            ],
        }
        for key, criterion in criteria
    ]


def _extended_text(value: Any) -> dict[str, Any]:
    return {
        "rubric": _rubric(value),
        "most_characters": value["most_characters"],
        "model_answer": value["model_answer"] or "",
    }


def _upload(value: Any) -> dict[str, Any]:
    return {
        "rubric": _rubric(value),
        "accepts": list(value["accepts"]),
        "model_answer": value["model_answer"] or "",
    }


def _practical(value: Any) -> dict[str, Any]:
    return {"rubric": _rubric(value), "minutes": value["minutes"], "materials": value["materials"] or ""}


_BUILDERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "choice": _choice,
    "order": _order,
    "match": _match,
    "fill_in": _fill_in,
    "inline_choice": _inline_choice,
    "numeric": _numeric,
    "hotspot": _hotspot,
    "extended_text": _extended_text,
    "upload": _upload,
    "practical": _practical,
}


def _mapping(value: Any, names: dict[str, str]) -> dict[str, Any] | None:
    """`names`: how an officer names an answer → its value in the mapping."""
    weights = value["weights"]
    if not weights["values"]:
        return None
    values = {flat(name): key for name, key in names.items()}
    return {
        "values": {values[name]: one["points"] for one in weights["values"] if (name := flat(one["answer"])) in values},
        "default": weights["default"] or 0.0,
        "lower": weights["lower"],
        "upper": weights["upper"],
    }


def text_and_gaps(item: AnyItem) -> list[str | shapes.Gap | shapes.ChoiceGap]:
    """A text with gaps as its pieces, for showing it; empty for the other kinds."""
    if not isinstance(item, shapes.FillInItem | shapes.InlineChoiceItem):
        return []
    gaps = {gap.id: gap for gap in item.gaps}
    return [gaps.get(piece, piece) if odd % 2 else piece for odd, piece in enumerate(GAP.split(item.text))]


def _with_names(text: str) -> str:
    """Gaps by their ids, in place of their answers."""
    numbers = iter(range(1, len(GAP.findall(text)) + 1))
    return GAP.sub(lambda _gap: f"[[g{next(numbers)}]]", text)


def _seed(texts: Iterable[str]) -> str:
    """By what is mixed and nothing else: an item that was exported and comes back is mixed in the same way."""
    return "\n".join(texts)


def _shown(ids: dict[str, str]) -> list[tuple[str, str]]:
    """Texts with their ids, mixed; not in the order in which they were written."""
    shown = mixed(sorted(ids.items()), _seed(sorted(ids)))
    return shown if shown != list(ids.items()) else [*shown[1:], shown[0]]


def mixed(things: Sequence[_Anything], seed: str) -> list[_Anything]:
    """Shuffled, but never into the order given."""
    order = list(things)
    random.Random(seed).shuffle(order)  # noqa: S311  (no secret, only the same mix every time)
    return order if order != list(things) else [*order[1:], order[0]]


def _ids(children: Iterable[Any]) -> list[str]:
    """Short ids that stay with an entry when others are moved; by position while it has not been saved."""
    keys: list[str] = []
    for number, child in enumerate(children):
        key = str(child.id or "")[:8]
        keys.append(key if key and key not in keys else f"n{number}")
    return keys


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
