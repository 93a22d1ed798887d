"""What tablets of evaluators send: the words that are signed, the signature, and the records that carry both."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

WholeNumber = Annotated[int, Field(strict=True, ge=0, le=2**53 - 1)]
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]  # no database keeps a NUL
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MOST_PHOTOS = 20
MOST_RECORDS = 100


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Content(Shape):
    """What an evaluator says of one task of one candidate. Signed as canonical JSON (RFC 8785), whole numbers only."""

    assessment: UUID  # the record's id, so that equal words of two evaluators stay two assessments
    replaces: UUID | None
    sitting: UUID
    seat: UUID  # xAPI's registration
    item: WholeNumber  # ItemVersion
    assessor: WholeNumber  # Officer
    levels: dict[str, WholeNumber]  # criterion → place of the level, from 0
    note: Annotated[Text, Field(max_length=4000)]
    photos: Annotated[list[Sha256], Field(max_length=MOST_PHOTOS)]
    began_at: AwareDatetime
    ended_at: AwareDatetime
    seconds: Annotated[int, Field(strict=True, ge=0, le=7 * 86_400)]  # on the timer


class Signed(Shape):
    """The payload of a signature (a compact JWS, ES256, `kid`: the SigningKey)."""

    id: UUID
    assessment: UUID
    content: Sha256
    officer: WholeNumber
    signed_at: AwareDatetime


class AssessmentRecord(Shape):
    kind: Literal["assessment"]
    id: UUID
    content: dict[str, Any]  # Content, kept as it came: its bytes are what was signed
    jws: Annotated[str, Field(max_length=4000)]


class SignatureRecord(Shape):
    kind: Literal["signature"]
    id: UUID
    assessment: UUID
    jws: Annotated[str, Field(max_length=4000)]


class Key(Shape):
    id: UUID
    jwk: dict[str, str]
    label: Annotated[Text, Field(max_length=60)] = ""


class Verdict(Shape):
    """What became of a record. `wait`: send it again later; `refused`: it was not kept, for the reason in the sentence."""

    id: str
    state: Literal["stored", "known", "wait", "refused"]
    code: str = ""
    sentence: str = ""
