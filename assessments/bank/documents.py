"""From an item in the bank to the shape that travels in a lesson."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import nh3
from pydantic import TypeAdapter

from lms.packages import shapes

from .models import Item
from .streams import GAP, answers_of

_TAGS = {"p", "b", "i", "strong", "em", "ol", "ul", "li", "sub", "sup", "br"}
_Anything = TypeVar("_Anything")
read_item: TypeAdapter[shapes.Item] = TypeAdapter(shapes.Item)


def document_of(item: Item) -> shapes.Item:
    """The item as a tablet shows and checks it. What is mixed is mixed the same way every time."""
    child = item.interaction[0]
    common: dict[str, Any] = {
        "id": item.iri,
        "version": item.version,
        "kind": child.block_type,
        "prompt_html": nh3.clean(item.prompt, tags=_TAGS, attributes={}),
        "feedback_correct": item.feedback_correct,
        "feedback_incorrect": item.feedback_incorrect,
    }
    return read_item.validate_python({**common, **_BUILDERS[child.block_type](child.value, str(item.pk))})


def _choice(value: Any, seed: str) -> dict[str, Any]:
    options = list(zip(_ids(value["options"].bound_blocks), value["options"], strict=True))
    return {
        "options": [{"id": key, "text": option["text"]} for key, option in options],
        "correct": [key for key, option in options if option["correct"]],
        "multiple": bool(value["multiple"]),
    }


def _order(value: Any, seed: str) -> dict[str, Any]:
    entries = list(zip(_ids(value["entries"].bound_blocks), value["entries"], strict=True))
    return {
        "entries": [{"id": key, "text": text} for key, text in mixed(entries, seed)],
        "correct": [key for key, _ in entries],
    }


def _match(value: Any, seed: str) -> dict[str, Any]:
    keys = _ids(value["pairs"].bound_blocks)
    rights = {
        text: f"r{number}"
        for number, text in enumerate(_distinct([pair["right"] for pair in value["pairs"]] + list(value["extra"])))
    }
    left = [{"id": key, "text": pair["left"]} for key, pair in zip(keys, value["pairs"], strict=True)]
    return {
        "left": left,
        "right": [{"id": key, "text": text} for text, key in mixed(list(rights.items()), seed)],
        "correct": [(key, rights[pair["right"]]) for key, pair in zip(keys, value["pairs"], strict=True)],
    }


def _fill_in(value: Any, seed: str) -> dict[str, Any]:
    gaps = [
        {"id": f"g{number}", "accept": answers_of(gap), "ignore_case": not value["exact_case"]}
        for number, gap in enumerate(GAP.findall(value["text"]), 1)
    ]
    numbers = iter(gaps)
    return {"text": GAP.sub(lambda _: f"[[{next(numbers)['id']}]]", value["text"]), "gaps": gaps}


_BUILDERS = {"choice": _choice, "order": _order, "match": _match, "fill_in": _fill_in}


def text_and_gaps(item: shapes.Item) -> list[str | shapes.Gap]:
    """A fill-in text as its pieces, for showing it; empty for the other kinds."""
    if not isinstance(item, shapes.FillInItem):
        return []
    gaps = {gap.id: gap for gap in item.gaps}
    return [gaps.get(piece, piece) if odd % 2 else piece for odd, piece in enumerate(GAP.split(item.text))]


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
