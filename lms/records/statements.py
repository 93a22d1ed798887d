"""Reading a statement's JSON (xAPI 1.0.3): strict on what we build on, tolerant of everything else, never losing a byte of meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lms.lib.canonical import canonical_json, sha256_hex

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_ODD_SIGNS = (b".0", b"e-", b"e+")
_ODD_NUMBER = re.compile(rb"\.0[,}\]]|[0-9]e[+-]?[0-9]+[,}\]]")  # whole fractions and exponents; in a text: only slower
LESSON_PREFIX, COURSE_PREFIX = "urn:newleaf:lesson:", "urn:newleaf:course:"
Iri = Annotated[str, Field(max_length=500, pattern=r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20]+$")]
Verb = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20]+$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class NotAStatement(ValueError):
    """The text is not an xAPI statement of one of our learners. The reason is for officers and logs."""


class _Tolerant(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Account(_Tolerant):
    name: UUID


class _Actor(_Tolerant):
    account: _Account


class _Verb(_Tolerant):
    id: Verb


class _Object(_Tolerant):
    id: Iri | UUID  # an activity's IRI, or for a StatementRef the statement's id


class _Activity(_Tolerant):
    id: Iri


class _ContextActivities(_Tolerant):
    parent: list[_Activity] = []
    grouping: list[_Activity] = []


class _Context(_Tolerant):
    contextActivities: _ContextActivities = _ContextActivities()


class _Attachment(_Tolerant):
    sha2: Hash


class _Statement(_Tolerant):
    id: UUID
    actor: _Actor
    verb: _Verb
    object: _Object
    context: _Context = _Context()
    attachments: list[_Attachment] = []
    timestamp: Any = None


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A statement on its way into the log. `payload` is its canonical JSON, `sha256` the hash of that in hex."""

    id: UUID
    prison_id: UUID
    learner_id: UUID
    device_id: UUID | None
    seq: int | None  # in the device's journal
    verb: str
    object_iri: str
    lesson_iri: str
    course_iri: str
    happened_at: datetime | None
    payload: bytes
    sha256: str
    attachments: tuple[str, ...] = ()


def parse_statement(
    raw: bytes | str, *, prison_id: UUID, device_id: UUID | None = None, seq: int | None = None
) -> NewStatement:
    """The row for one statement as a tablet wrote it. Whether its learner exists is the caller's question.

    Raises NotAStatement.
    """
    try:
        tree, payload = _read_and_canonical(raw)
        read = _Statement.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise NotAStatement(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise NotAStatement("This is not JSON.") from error
    object_iri = read.object.id if isinstance(read.object.id, str) else f"urn:uuid:{read.object.id}"
    around = read.context.contextActivities
    return NewStatement(
        id=read.id,
        prison_id=prison_id,
        learner_id=read.actor.account.name,
        device_id=device_id,
        seq=seq,
        verb=read.verb.id,
        object_iri=object_iri,
        lesson_iri=_first(LESSON_PREFIX, object_iri, around.parent),
        course_iri=_first(COURSE_PREFIX, object_iri, around.grouping),
        happened_at=_moment(read.timestamp),
        payload=payload,
        sha256=sha256_hex(payload),
        attachments=tuple({attachment.sha2 for attachment in read.attachments}),
    )


def canonical_payload(tree: Any, *, plain: bool = True) -> bytes:
    """RFC 8785 at the speed of the C encoder (5 × rfc8785, which is written in Python).

    The two agree on everything but numbers at the far ends of the range (`plain` is False when there are such)
    and the order of member names beyond the BMP; those go the slow way.
    """
    text = _ENCODER.encode(tree)
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair (a text cut in the middle of an emoji): it becomes U+FFFD, the rest stays.
        tree = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        plain = False
    return encoded if plain and (text.isascii() or not _BEYOND_BMP.search(text)) else canonical_json(tree)


def _read_and_canonical(raw: bytes | str) -> tuple[Any, bytes]:
    """The tree, and its canonical JSON. Most statements hold no number that JavaScript would write in another way than Python."""
    tree = json.loads(raw)
    payload = canonical_payload(tree)
    if not any(sign in payload for sign in _ODD_SIGNS) or _ODD_NUMBER.search(payload) is None:
        return tree, payload
    odd: list[float] = []
    tree = json.loads(raw, parse_float=lambda text: _number(text, odd), parse_constant=_refuse)
    return tree, canonical_payload(tree, plain=not odd)


def _number(text: str, odd: list[float]) -> float | int:
    """Whole numbers as integers, as JavaScript writes them; those that Python would write otherwise are put on the list."""
    value = float(text)
    if value.is_integer() and abs(value) < 2**53:
        return int(value)
    if value.is_integer() or abs(value) < 1e-4:
        odd.append(value)
    return value


def _refuse(text: str) -> Any:
    raise NotAStatement(f"{text} is not JSON")


def _first(prefix: str, object_iri: str, around: Sequence[_Activity]) -> str:
    """The lesson (course) that a statement belongs to: its context's, else its object when that is one (or a block of one)."""
    for candidate in (*(activity.id for activity in around), object_iri):
        if candidate.startswith(prefix) and len(candidate) <= 200:
            return candidate.partition("#")[0]
    return ""


def _moment(value: Any) -> datetime | None:
    """A device's clock may say anything, or nothing: what cannot be read is None, not a reason to refuse work."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
