"""Points of single answers, where they are not all worth the same: QTI's mapping, in words that an officer writes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

NO_WEIGHTS = {"values": [], "default": 0, "lower": 0, "upper": None}
_GAP_NAME = re.compile(r"([1-9][0-9]?)=(.+)", re.DOTALL)


class WeightBlock(blocks.StructBlock):
    answer = blocks.CharBlock(max_length=500, label=_("answer"))
    points = blocks.FloatBlock(label=_("points"))

    class Meta:
        label = _("Points")
        icon = "pick"
        label_format = "{answer}: {points}"
        form_classname = "nl-option struct-block"


class WeightsBlock(blocks.StructBlock):
    """Empty as a rule. `default` is what each answer is worth that is not named."""

    values = blocks.ListBlock(WeightBlock(), default=[], max_num=60, label=_("points of single answers"))
    default = blocks.FloatBlock(required=False, default=0, label=_("points of any other answer"))
    lower = blocks.FloatBlock(required=False, default=0, label=_("never fewer than"))
    upper = blocks.FloatBlock(
        required=False, label=_("never more than"), help_text=_("Empty: what the right answers are worth together.")
    )

    class Meta:
        label = _("Points of their own")
        icon = "pick"
        collapsed = True
        required = False


def flat(name: str) -> str:
    """How an answer is named, whatever stands around the equals sign."""
    return re.sub(r"\s*[=＝]\s*", "=", " ".join(name.split())).casefold()


def gap_and_words(name: str) -> tuple[int, str] | None:
    """The number of a gap and the words for it; None for what is not "1 = words"."""
    found = _GAP_NAME.fullmatch(re.sub(r"\s*[=＝]\s*", "=", " ".join(name.split()), count=1))
    return (int(found[1]), found[2]) if found else None


def check_weights(weights: Any, right: Iterable[Iterable[str]], names: Iterable[str] = (), *, gaps: int = 0) -> None:
    """Every answer that has points of its own must be one of these, or stand in one of so many gaps; each once.

    `right`: what must be answered, each with the answers that are equally right; together they must be worth something.
    """
    known = {flat(name) for name in names}
    seen: set[str] = set()
    for one in weights["values"]:
        name, numbered = flat(one["answer"]), gap_and_words(one["answer"])
        fits = bool(numbered and numbered[0] <= gaps) if gaps else name in known
        if not fits:
            _refuse("values", _("“%(answer)s” has points, but is no answer to this question."), one["answer"])
        if name in seen:
            _refuse("values", _("“%(answer)s” has points twice."), one["answer"])
        seen.add(name)
    lower, upper = weights["lower"], weights["upper"]
    if upper is not None and (upper <= 0 or (lower is not None and lower > upper)):
        _refuse("upper", _("The most points must be more than nothing, and not fewer than the fewest."))
    points = {flat(one["answer"]): one["points"] for one in weights["values"]}
    best = sum(max(points.get(flat(name), weights["default"] or 0) for name in names) for names in right)
    if points and upper is None and best <= 0:
        _refuse("values", _("The right answers are worth nothing: give them points too."))


def _refuse(field: str, sentence: Any, answer: str = "") -> None:
    error = ValidationError(sentence % {"answer": answer} if answer else sentence)
    raise blocks.StructBlockValidationError(
        block_errors={"weights": blocks.StructBlockValidationError(block_errors={field: error})}
    )
