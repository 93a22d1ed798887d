"""What the forms of all kinds share: gaps in texts, and saying what is wrong with a field."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

GAP = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
MAX_ENTRIES = 12
BY_COMPUTER, BY_A_PERSON = _("Marked by the computer"), _("Marked by a person")


def answers_of(gap: str) -> list[str]:
    """The answers that a gap accepts; of a gap with a list, what the list holds."""
    return [answer.strip() for answer in gap.split("|") if answer.strip()]


def refuse(field: str, sentence: Any) -> None:
    raise blocks.StructBlockValidationError(block_errors={field: ValidationError(sentence)})


def check_distinct(field: str, texts: list[str]) -> None:
    folded = [text.strip().casefold() for text in texts]
    if len(set(folded)) != len(folded):
        refuse(field, _("Two of these are the same."))


def check_gaps(text: str) -> list[str]:
    """What stands in each gap. Raises when there is none, one is empty, or a bracket stands alone."""
    gaps: list[str] = GAP.findall(text)
    if not gaps:
        refuse("text", _("There is no gap yet. Put the answer in double square brackets: [[answer]]."))
    if any(not answers_of(gap) for gap in gaps):
        refuse("text", _("A gap has no answer."))
    if len(gaps) > MAX_ENTRIES:
        refuse("text", _("These are too many gaps for one question."))
    if GAP.sub("", text).count("[[") or GAP.sub("", text).count("]]"):
        refuse("text", _("A gap is not closed: each [[ needs its ]]."))
    return gaps
