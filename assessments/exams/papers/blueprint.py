"""What a paper asks for, as data: sections with fixed items and draws. Pure; QTI's assessmentSection, selection and ordering."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    """`id` is stable over edits; points are what one item is worth."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    points: Decimal


class Fixed(_Part):
    type: Literal["fixed"] = "fixed"
    item: str  # primary key

    @property
    def count(self) -> int:
        return 1


class Draw(_Part):
    """So many items that fit. No topic: any. `difficulty`: from, to, both included; None: any, also items without one."""

    type: Literal["draw"] = "draw"
    count: int = Field(ge=1)
    topics: tuple[str, ...] = ()
    difficulty: tuple[int, int] | None = None
    kinds: tuple[str, ...] = ()
    several: bool | None = None  # with several answers to choose, or with one; None: either


Part = Annotated[Fixed | Draw, Field(discriminator="type")]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    instructions: str = ""
    parts: tuple[Part, ...]

    @property
    def points(self) -> Decimal:
        return sum((part.points * part.count for part in self.parts), Decimal(0))

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)


class Blueprint(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sections: tuple[Section, ...]

    @property
    def points(self) -> Decimal:
        return sum((section.points for section in self.sections), Decimal(0))

    @property
    def count(self) -> int:
        return sum(section.count for section in self.sections)

    @property
    def parts(self) -> list[Fixed | Draw]:
        return [part for section in self.sections for part in section.parts]
