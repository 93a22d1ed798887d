"""Pieces of items that GIFT, Moodle and QTI share: marks for each answer, feedback, numbers."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..drafts import Note
from .judging import MOST_FEEDBACK, Refusal
from .notes import note

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_NEAR = 0.005  # Moodle writes a third as 33.33333


@dataclass
class Answer:
    """`fraction`: 1 is fully right, below zero takes off."""

    text: str
    fraction: float
    feedback: str = ""


def letter(number: int) -> str:
    """An id by position: a, b, c …"""
    return chr(97 + number) if number < 26 else f"n{number}"


def number_of(text: object) -> float:
    """A finite number, whatever its width or its decimal sign. Raises Refusal."""
    plain = unicodedata.normalize("NFKC", str(text)).strip().replace("−", "-").replace(" ", "").replace("*10^", "e")
    if "," in plain and "." not in plain and plain.count(",") == 1:
        plain = plain.replace(",", ".")
    if not NUMBER.fullmatch(plain) or len(plain) > 40 or not math.isfinite(float(plain)):
        raise Refusal("number_unclear", what=text)
    return float(plain)


def share_of(percent: object) -> float:
    """Per cent as a fraction; 33.33333 is meant as a third. Raises Refusal."""
    value = number_of(percent) / 100
    exact = Fraction(value).limit_denominator(20)
    return float(exact) if abs(value - exact) < 1e-4 else value


def shown(number: float) -> str:
    """A number as a person writes it, exactly."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def choice_item(answers: Sequence[Answer], *, single: bool, notes: list[Note]) -> dict[str, Any]:
    """Options, key and, where the marks are not the bank's usual ones, a mapping. Raises Refusal."""
    options = [{"id": letter(number), "text": answer.text} for number, answer in enumerate(answers)]
    worth = {option["id"]: answer.fraction for option, answer in zip(options, answers, strict=True)}
    right = [key for key, value in worth.items() if value > 0]
    if not right:
        raise Refusal("no_key")
    item: dict[str, Any] = {"kind": "choice", "options": options, "multiple": not single, "mapping": None}
    if single:
        best = max(worth.values())
        item["correct"] = [key for key in right if worth[key] == best]
        if len(item["correct"]) > 1:
            raise Refusal("several_right")
        if any(value < 0 for value in worth.values()):
            notes.append(note("negative_marks"))
        if len(right) > 1 or abs(best - 1) > _NEAR:
            item["mapping"] = {"values": {key: worth[key] for key in right}, "upper": 1.0}
        return item
    item["correct"] = right
    if not _is_usual(worth, right):
        item["mapping"] = {"values": {key: value for key, value in worth.items() if value}, "upper": 1.0}
    return item


def _is_usual(worth: dict[str, float], right: list[str]) -> bool:
    """Each right tick the same, each wrong one as much off."""
    share = 1 / len(right)
    return all(abs(value - (share if key in right else -share)) <= _NEAR for key, value in worth.items())


def gap_of(
    answers: Sequence[Answer], *, exact_case: bool, notes: list[Note]
) -> tuple[dict[str, Any], dict[str, float]]:
    """A gap "g1" and what its answers are worth, empty where each is worth all. Raises Refusal."""
    kept: list[Answer] = []
    for answer in answers:
        if answer.fraction <= 0:
            if answer.fraction < 0:
                notes.append(note("negative_marks"))
        elif "*" in answer.text.replace("\\*", "") and answer.text.strip() != "*":
            notes.append(note("wildcard_lost", what=answer.text))
        elif answer.text.strip() == "*":
            notes.append(note("wildcard_lost", what="*"))
        elif answer.text not in [one.text for one in kept]:
            kept.append(Answer(answer.text.replace("\\*", "*"), answer.fraction))
    if not kept:
        raise Refusal("no_key")
    gap = {"id": "g1", "accept": [answer.text for answer in kept], "ignore_case": not exact_case}
    even = all(abs(answer.fraction - 1) <= _NEAR for answer in kept)
    return gap, {} if even else {answer.text: answer.fraction for answer in kept}


def numeric_item(accepted: Sequence[tuple[float, float, float]], notes: list[Note]) -> dict[str, Any]:
    """From (value, tolerance, fraction): the best one; the others are named. Raises Refusal."""
    if not accepted:
        raise Refusal("no_key")
    best = max(accepted, key=lambda one: (one[2], one[1]))
    within = all(abs(one[0] - best[0]) + one[1] <= best[1] + 1e-12 and one[2] == best[2] for one in accepted)
    if (len(accepted) > 1 and not within) or best[2] < 1 - _NEAR:
        notes.append(note("tolerances_differ", what=f"{shown(best[0])} ± {shown(best[1])}"))
    return {"kind": "numeric", "value": best[0], "tolerance": best[1]}


def range_of(low: float, high: float) -> tuple[float, float]:
    """Value and tolerance of a range, free of the noise of binary numbers."""
    middle = float(f"{(low + high) / 2:.12g}")
    return middle, float(f"{abs(high - low) / 2:.12g}")


def feedback_of(
    answers: Sequence[Answer],
    notes: list[Note],
    *,
    right: str = "",
    wrong: str = "",
    general: str = "",
) -> dict[str, str]:
    """The two texts that the bank has. What was said about a single answer is kept where it is the only one of its side."""
    sides = {True: right, False: wrong}
    for side in (True, False):
        said = [answer for answer in answers if (answer.fraction > 0) is side]
        texts = {answer.feedback for answer in said}
        if not sides[side] and len(texts) == 1:
            sides[side] = texts.pop()
            continue
        for answer in said:
            if answer.feedback and answer.feedback != sides[side]:
                notes.append(note("answer_feedback_lost", what=f"{answer.text}: {answer.feedback}"))
    if general:
        if any(len(f"{text} {general}") > MOST_FEEDBACK for text in sides.values()):
            notes.append(note("feedback_lost", what=general))
        else:
            notes.append(note("general_feedback_joined"))
            sides = {side: " ".join(filter(None, (text, general))) for side, text in sides.items()}
    return {"feedback_correct": sides[True], "feedback_incorrect": sides[False]}


def with_rubric(item: dict[str, Any], points: float, chinese: bool, notes: list[Note]) -> dict[str, Any]:
    """An item that a person marks needs a rubric: full marks or none, and a note that it was made."""
    if not item.get("rubric"):
        notes.append(note("no_rubric"))
        none, full, title = ("不符合要求", "符合要求", "作答") if chinese else ("Not right", "Right", "Answer")
        levels = [{"points": 0.0, "description": none}, {"points": points, "description": full}]
        item["rubric"] = [{"id": "c1", "title": title, "levels": levels}]
    return item


def is_chinese(text: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in text)
