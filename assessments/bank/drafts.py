"""An item as data, with what the bank knows of it: what an import reads, what an export writes. No database."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from lms.packages import shapes

AnyItem = Annotated[
    shapes.ChoiceItem
    | shapes.OrderItem
    | shapes.MatchItem
    | shapes.FillInItem
    | shapes.InlineChoiceItem
    | shapes.NumericItem
    | shapes.HotspotItem
    | shapes.ExtendedTextItem
    | shapes.UploadItem
    | shapes.PracticalItem,
    Field(discriminator="kind"),
]
read_any_item: TypeAdapter[AnyItem] = TypeAdapter(AnyItem)


class Draft(shapes.Shape):
    """`item.id` is empty until the bank has taken it; its pictures' paths are keys of `files`."""

    item: AnyItem
    name: str = ""  # a short name that officers know it by (QTI title, Moodle name)
    language: str = "zh-hans"
    occupation: str = ""  # by name
    topics: list[str] = []
    difficulty: int | None = Field(None, ge=1, le=5)  # 1 easy … 5 hard
    source: str = ""
    points: float = Field(1.0, gt=0)
    files: dict[str, bytes] = {}  # path → bytes


class Outcome(StrEnum):
    TAKEN = "taken"
    WITH_LOSS = "with_loss"  # taken, and every loss is named
    REFUSED = "refused"


@dataclass(frozen=True)
class Note:
    """One thing that an officer should know. `sentence` is a lazy text in the reader's language, already filled in."""

    code: str
    sentence: Any


@dataclass(frozen=True)
class Verdict:
    """What becomes of one item of a file. `place`: where it stands there ("Choice, row 4", "question 12", "q3.xml")."""

    place: str
    outcome: Outcome
    draft: Draft | None = None
    notes: list[Note] = field(default_factory=list)
