"""Marking a response to an item: pure, by QTI 3's response processing templates, on the formats of xAPI's cmi.interaction.

choice, one answer: match_correct. choice, several: map_response (each right tick +, each wrong tick −, never below 0).
order: match_correct. match: map_response over pairs. fill_in: map_response over gaps, compared after folding.
"""

from __future__ import annotations

import re
import unicodedata

from lms.packages import shapes

SEPARATOR, PAIR = "[,]", "[.]"
_MARKS = str.maketrans(
    {
        "。": ".",
        "、": ",",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "「": '"',
        "」": '"',
        "『": '"',
        "』": '"',
        "《": "<",
        "》": ">",
        "【": "[",
        "】": "]",
        "—": "-",
        "–": "-",
        "−": "-",
        "·": ".",
        "…": "...",
    }
)
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff"
_SPACE_AT_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")


def score(item: shapes.Item, response: str) -> float:
    """How right the response is, 0–1. Anything that is no answer to this item is 0; nothing raises."""
    match item:
        case shapes.ChoiceItem():
            return _choice(item, _parts(response))
        case shapes.OrderItem():
            return 1.0 if _parts(response) == item.correct else 0.0
        case shapes.MatchItem():
            given = [tuple(part.split(PAIR)) for part in _parts(response)]
            return _mapped(set(given), {tuple(pair) for pair in item.correct}, repeated=len(given) != len(set(given)))
        case shapes.FillInItem():
            return _fill_in(item, response)


def _choice(item: shapes.ChoiceItem, given: list[str]) -> float:
    if not item.multiple:
        return 1.0 if given == item.correct else 0.0
    known = {option.id for option in item.options}
    return _mapped(set(given) & known, set(item.correct), repeated=len(given) != len(set(given)))


def _mapped(given: set, right: set, *, repeated: bool) -> float:
    """One point for each that belongs, one off for each that does not; a thing named twice is no answer."""
    if not right or repeated:
        return 0.0
    return max(0.0, (len(given & right) - len(given - right)) / len(right))


def _fill_in(item: shapes.FillInItem, response: str) -> float:
    given = response.split(SEPARATOR)
    if not item.gaps or len(given) > len(item.gaps):
        return 0.0
    right = sum(_accepts(gap, text) for gap, text in zip(item.gaps, given, strict=False))
    return right / len(item.gaps)


def _accepts(gap: shapes.Gap, text: str) -> bool:
    said = folded(text, ignore_case=gap.ignore_case)
    return bool(said) and said in {folded(answer, ignore_case=gap.ignore_case) for answer in gap.accept}


def folded(text: str, *, ignore_case: bool = True) -> str:
    """What counts of a written answer: full width as half width, Chinese punctuation as Western, spaces beside Chinese
    characters and a closing full stop not at all, capital letters only when they shall."""
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS)
    plain = _SPACE_AT_WIDE.sub("", " ".join(plain.split()))
    plain = plain.rstrip(".,;! ") or plain
    return plain.casefold() if ignore_case else plain


def _parts(response: str) -> list[str]:
    return [part.strip() for part in response.split(SEPARATOR)] if response.strip() else []
