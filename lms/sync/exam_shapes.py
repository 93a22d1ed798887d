"""The wire shapes of examinations. `protocol.py` re-exports them: it is the one place to look.

A paper travels ahead as a sealed blob. Nothing outside its seal tells what is asked, and nothing inside it what is right.
Binary values are base64url without padding; durations are seconds, on the candidate's clock milliseconds of time used.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from lms.packages.shapes import Item, MarkedItem, Sha256, Shape


class ExamNotice(Shape):
    """In SyncState: a sitting for which this tablet keeps the sealed package, from its sealing until it has ended."""

    sitting: str
    title: str
    room: str
    planned_start: datetime
    minutes: int
    package: Sha256  # a SealedPaper, fetched as a blob
    bytes: int
    state: Literal["sealed", "open", "ended"]


class SealedPaper(Shape):
    """What travels ahead.

    key       = 32 random bytes: released by the server (ExamKey), or opened with the code that the invigilator reads out:
    wrapped   = iv(12) || AES-256-GCM(PBKDF2-HMAC-SHA-256(utf8(code), salt, iterations), iv, key, aad = utf8("newleaf code <sitting>"))
    sealed    = iv(12) || AES-256-GCM(key, iv, gzip(utf8(JSON of ExamPaper)), aad = utf8("newleaf paper <sitting>"))
    The code counts in capitals without spaces and hyphens.
    """

    kind: Literal["sealed_paper"] = "sealed_paper"
    format: int = 1
    sitting: str
    salt: str
    iterations: int
    wrapped: str
    sealed: str


class SeatVerifier(Shape):
    """Checks a candidate's own PIN or pictures without a network: check = base64url(SHA-256(utf8("newleaf seat <seat>") || key)),
    key = PBKDF2-HMAC-SHA-256(secret, salt, iterations, 32 bytes), as for a vault."""

    secret_kind: Literal["pin", "pictures"]
    salt: str
    iterations: int
    check: str


class ExamQuestion(Shape):
    """A place in a form. `order`: ids of the options in this candidate's order; empty: as they stand in the item."""

    item: str  # key into ExamPaper.items
    points: float
    order: list[str] = []


class ExamSection(Shape):
    title: str
    instructions: str
    questions: list[ExamQuestion]


class ExamSeat(Shape):
    """`seconds`: what this candidate may use, extra time included. `verifier`: none while the learner has no secret."""

    seat: str  # uuid: xAPI's registration in every statement of the attempt
    number: int
    learner: str
    learner_number: str
    name: str
    language: str
    read_aloud: bool
    seconds: int
    verifier: SeatVerifier | None
    sections: list[ExamSection]


class ExamPicture(Shape):
    """`data`: base64 (with padding) of the file."""

    media_type: str
    data: str


class ExamPaper(Shape):
    """Inside the seal. Items are without keys: `correct` is empty or 0, `accept` empty, no mapping, rubric, feedback or model answer;
    the ids of their options are made for this sitting and say nothing."""

    kind: Literal["exam_paper"] = "exam_paper"
    format: int = 1
    sitting: str
    title: str
    room: str
    language: str
    minutes: int
    items: dict[str, Item | MarkedItem]
    pictures: dict[str, ExamPicture]  # by the path that an item names
    seats: list[ExamSeat]


# ── /api/v1/exams/{sitting}/… : DPoP ─────────────────────────────────────────────────────────────


class ExamKey(Shape):
    """POST key: 409 before the sitting is open."""

    key: str


class ExamResponse(Shape):
    """The last response to a question that the server has; with what the tablet shows again after a change of tablets."""

    item: str
    response: str
    used_ms: int


class ExamEntry(Shape):
    """POST seats/{seat}/enter: may this tablet take the seat? What the server knows of the attempt: the tablet takes the later of both.

    409 `seat_elsewhere` while another tablet has the seat and the invigilator has not released it."""

    used_ms: int
    responses: list[ExamResponse]
    submitted: bool


class ExamReport(Shape):
    """POST seats/{seat}/report, every few seconds while a candidate answers: shown to the invigilator, never used for marks."""

    used_ms: int = Field(ge=0)
    answered: int = Field(ge=0, le=1000)
    submitted: bool = False


class ExamOrders(Shape):
    """What the invigilator has decided, as the answer to a report."""

    state: Literal["sealed", "open", "ended"]
    paused: bool
    seconds: int  # what this candidate may use now
    ended: bool  # of this candidate
    elsewhere: bool  # another tablet has the seat: stop here, deliver what there is
    server_time: datetime


# ── In LearnerState: what a learner reads about the own exams ─────────────────────────────────────


class ExamFeedback(Shape):
    """One question of a released attempt, by its number in the form."""

    number: int
    points: float
    out_of: float
    comment: str


class AppealState(Shape):
    """What was contested and what came of it. `due_at`: until when somebody else decides."""

    id: str
    kind: Literal["marks", "eligibility", "attendance", "attribution"]
    text: str
    at: datetime
    state: Literal["open", "upheld", "refused"]
    due_at: datetime
    reason: str
    decided_at: datetime | None


class ExamResultState(Shape):
    points: float
    out_of: float
    pass_mark: float
    passed: bool
    first_points: float  # before an appeal: the first mark stays visible
    released_at: datetime
    appeal_until: datetime | None  # none while the learner has not seen the result
    feedback: list[ExamFeedback]
    appeals: list[AppealState]


class AccommodationState(Shape):
    """What the learner asked for in this exam, and the answer with its reason."""

    kind: Literal["extra_time", "read_aloud", "language", "other"]
    text: str
    state: Literal["waiting", "granted", "refused"]
    reason: str


class LearnerExam(Shape):
    """A seat of the learner's, ahead or behind. A result only after its release."""

    sitting: str
    seat: str
    number: int
    title: str
    room: str
    planned_start: datetime
    minutes: int
    extra_seconds: int
    read_aloud: bool
    state: Literal["ahead", "open", "marking", "released", "cancelled"]
    accommodation: AccommodationState | None = None
    result: ExamResultState | None = None
