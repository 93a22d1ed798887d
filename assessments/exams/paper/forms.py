"""What is printed for one candidate: the form of the paper that was drawn for them. Plain data; whoever prints fills it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from lms.packages import shapes

Item: TypeAlias = shapes.Item | shapes.MarkedItem


@dataclass(frozen=True)
class Question:
    """An item as this candidate sees it. Its key is never looked at: an item whose key is blanked prints the same."""

    item: Item
    points: float


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Candidate:
    """Whom the sheet is for, for human eyes only. Nothing of it stands in the code."""

    name: str
    number: str
    seat: str


@dataclass(frozen=True)
class ExamForm:
    """One candidate's questions. `sitting` and `seat` are random ids, the only ones in the code on the sheet.

    `language`: the language of the printed words, "zh-hans" or "en". `pictures`: bytes by the path that an item names.
    """

    sitting: UUID
    seat: UUID
    title: str
    language: str
    candidate: Candidate
    sections: tuple[Section, ...]
    minutes: int
    room: str = ""
    begins: str = ""  # as it is to be printed
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def numbered(self) -> Iterator[tuple[int, Question]]:
        """Questions with the number that booklet and sheet give them: 1, 2, … through all sections."""
        yield from enumerate((question for section in self.sections for question in section.questions), start=1)
