"""A form drawn for looking at: what one candidate could get, with or without the key. Nobody sits it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from assessments.bank import api as bank
from assessments.bank.documents import text_and_gaps

from ..models import Paper
from .blueprint import Section
from .checks import check
from .forms import draw


@dataclass(frozen=True)
class Question:
    number: int
    item: Any  # a shape of lms.packages.shapes
    parts: list[Any]  # of a text with gaps, see text_and_gaps
    points: Decimal


@dataclass(frozen=True)
class Trial:
    sections: list[tuple[Section, list[Question]]]


def trial_form(paper: Paper, *, seed: str) -> Trial:
    """Raises TooFewItems."""
    report = check(paper)
    placed = draw(report.blueprint, report.pools, seed=seed, mixed=paper.mixed)
    documents = {place.item: bank.item_document(UUID(place.item)) for place in placed}
    sections: list[tuple[Section, list[Question]]] = []
    number = 0
    for section in report.blueprint.sections:
        questions = []
        for place in placed:
            if place.section == section.id:
                number += 1
                item = documents[place.item]
                questions.append(Question(number, item, text_and_gaps(item), place.points))
        sections.append((section, questions))
    return Trial(sections)
