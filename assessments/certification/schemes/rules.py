"""What a scheme asks for, as one document. Pure: no database.

A share is per cent of the points that could be reached, so that papers of any size can be asked for.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

PartId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartRule(Frozen):
    """One thing to pass. `papers`: ids of the papers whose examinations count; none: results come from the body."""

    id: PartId
    kind: Literal["theory", "practical", "subject", "review"]
    title: Title
    title_en: str = Field(default="", max_length=200)
    pass_percent: Percent = Decimal(60)
    papers: tuple[UUID, ...] = ()


class CourseRule(Frozen):
    """A course that must be completed, or learnt for so many hours. `title` is kept for reading: the catalogue may forget it."""

    course: str = Field(min_length=1, max_length=200)  # IRI of the catalogue
    title: str = Field(default="", max_length=200)
    hours: Annotated[Decimal, Field(gt=0, le=5000, decimal_places=1)] | None = None
    completed: bool = True

    @model_validator(mode="after")
    def asks_for_something(self) -> CourseRule:
        if self.hours is None and not self.completed:
            raise ValueError("course_asks_nothing")
        return self


class EarlierRule(Frozen):
    """A certificate that must be held before, so many months long."""

    scheme: UUID
    months: int = Field(default=0, ge=0, le=240)


class RenewalRule(Frozen):
    """What is asked again when the certificate ends; reminders begin `ahead_months` before."""

    ahead_months: int = Field(default=3, ge=1, le=24)
    parts: tuple[PartId, ...] = ()  # to pass again; empty: all
    hours: Annotated[Decimal, Field(gt=0, le=5000, decimal_places=1)] | None = None  # of any of the scheme's courses


class Rules(Frozen):
    """A scheme's rules. `parts_needed`: how many parts suffice (none: all). `within_months`: between the first and the last pass that count."""

    parts: tuple[PartRule, ...] = Field(min_length=1, max_length=30)
    parts_needed: int | None = Field(default=None, ge=1)
    within_months: int | None = Field(default=None, ge=1, le=240)
    courses: tuple[CourseRule, ...] = Field(default=(), max_length=50)
    total_hours: Annotated[Decimal, Field(gt=0, le=10000, decimal_places=1)] | None = None  # over all those courses
    earlier: tuple[EarlierRule, ...] = Field(default=(), max_length=5)
    days_between_attempts: int = Field(default=0, ge=0, le=1000)
    most_attempts: int | None = Field(default=None, ge=1, le=50)  # of each part; excused absence is none
    valid_months: int | None = Field(default=None, ge=1, le=600)
    renewal: RenewalRule | None = None

    @model_validator(mode="after")
    def hangs_together(self) -> Rules:
        ids = [part.id for part in self.parts]
        if len(set(ids)) != len(ids):
            raise ValueError("part_twice")
        if self.parts_needed is not None and self.parts_needed > len(ids):
            raise ValueError("more_parts_needed_than_there_are")
        if len({one.course for one in self.courses}) != len(self.courses):
            raise ValueError("course_twice")
        if self.renewal is not None:
            if self.valid_months is None:
                raise ValueError("renewal_without_end")
            if set(self.renewal.parts) - set(ids):
                raise ValueError("renewal_of_unknown_part")
        if self.total_hours is not None and not self.courses:
            raise ValueError("hours_without_courses")
        return self

    def part(self, part_id: str) -> PartRule | None:
        return next((part for part in self.parts if part.id == part_id), None)

    @property
    def needed(self) -> int:
        """How many parts have to be passed."""
        return self.parts_needed or len(self.parts)
