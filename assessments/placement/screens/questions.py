"""A question on a page without scripts, the answer that comes back from its form, and both in words for a teacher.

What goes to a learner's page is made here field by field: no key can slip in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.html import strip_tags

from lms.packages import shapes

from ...bank.documents import read_item
from ...bank.scoring import PAIR, SEPARATOR
from ...bank.streams import GAP
from ..models import PlacementAnswer


@dataclass(frozen=True)
class Shown:
    """What a template needs of a question. `options`, `left`, `right`, `entries`: (id, text). `parts`: texts, and gaps by id."""

    number: int
    kind: str
    prompt_html: str
    multiple: bool = False
    options: tuple[tuple[str, str], ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    right: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()  # ("text", words) or ("gap", id)


@dataclass(frozen=True)
class Told:
    number: int
    prompt: str
    answer: str  # "" when the learner did not know
    right: bool


def shown(answer: PlacementAnswer, order: list[str] | None = None) -> Shown:
    """`order`: ids of the entries of an order question as the learner has put them so far."""
    item = read_item.validate_python(answer.document)
    common: dict[str, Any] = {"number": answer.number, "kind": item.kind, "prompt_html": item.prompt_html}
    match item:
        case shapes.ChoiceItem():
            return Shown(**common, multiple=item.multiple, options=_pairs(item.options))
        case shapes.OrderItem():
            texts = dict(_pairs(item.entries))
            kept = order if order and sorted(order) == sorted(texts) else list(texts)
            return Shown(**common, entries=tuple((key, texts[key]) for key in kept))
        case shapes.MatchItem():
            return Shown(**common, left=_pairs(item.left), right=_pairs(item.right))
        case shapes.FillInItem():
            pieces = [("gap" if odd % 2 else "text", piece) for odd, piece in enumerate(GAP.split(item.text))]
            return Shown(**common, parts=tuple(pieces))
    raise ValueError(f"A placement cannot show a {item.kind}.")


def response_in(question: Shown, form: QueryDict) -> str:
    """The response in the format of xAPI's cmi.interaction; "" where nothing was answered."""
    if question.kind == "choice":
        return SEPARATOR.join(form.getlist("option") if question.multiple else form.getlist("option")[:1])
    if question.kind == "order":
        return SEPARATOR.join(form.getlist("entry"))
    if question.kind == "match":
        pairs = [(key, form.get(f"match-{key}", "")) for key, _text in question.left]
        return SEPARATOR.join(f"{left}{PAIR}{right}" for left, right in pairs if right)
    words = [form.get(f"gap-{key}", "").replace(SEPARATOR, "") for kind, key in question.parts if kind == "gap"]
    return SEPARATOR.join(words) if any(word.strip() for word in words) else ""


def moved(entries: list[str], move: str) -> list[str]:
    """The order after `up:<id>` or `down:<id>`; unchanged for anything else."""
    way, _colon, key = move.partition(":")
    step = {"up": -1, "down": 1}.get(way, 0)
    if key not in entries or not 0 <= entries.index(key) + step < len(entries):
        return entries
    at, order = entries.index(key), list(entries)
    order[at], order[at + step] = order[at + step], order[at]
    return order


def told(answer: PlacementAnswer) -> Told:
    prompt = " ".join(strip_tags(str(answer.document["prompt_html"]).replace("<", " <")).split())
    return Told(answer.number, prompt, _in_words(answer), answer.is_right)


def _in_words(answer: PlacementAnswer) -> str:
    given, item = (answer.response or "").split(SEPARATOR), read_item.validate_python(answer.document)
    if not answer.response:
        return ""
    match item:
        case shapes.ChoiceItem():
            return " · ".join(_named(given, dict(_pairs(item.options))))
        case shapes.OrderItem():
            return " → ".join(_named(given, dict(_pairs(item.entries))))
        case shapes.MatchItem():
            texts = dict(_pairs(item.left)) | dict(_pairs(item.right))
            return " · ".join(" – ".join(_named(pair.split(PAIR), texts)) for pair in given)
    return " · ".join(given)


def _named(keys: list[str], texts: Mapping[str, str]) -> list[str]:
    return [texts.get(key, "?") for key in keys]


def _pairs(choices: list[shapes.Choice]) -> tuple[tuple[str, str], ...]:
    return tuple((choice.id, choice.text) for choice in choices)
