"""Reading a statement's JSON (xAPI 1.0.3): strict on what we build on, tolerant of everything else, never losing a byte of meaning."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct, field

from lms.lib.canonical import canonical_json, sha256_hex

LESSON_PREFIX, COURSE_PREFIX = "urn:newleaf:lesson:", "urn:newleaf:course:"
_IRI = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20]+\Z")
_BEYOND_BMP = re.compile(b"[\xf0-\xf4]")  # first bytes in UTF-8
Iri = Annotated[str, Meta(max_length=500)]
VerbIri = Annotated[str, Meta(max_length=200)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class NotAStatement(ValueError):
    """The text is not an xAPI statement of one of our learners. The reason is for officers and logs."""


class _Account(Struct, gc=False):
    name: UUID


class _Actor(Struct, gc=False):
    account: _Account


class _Verb(Struct, gc=False):
    id: VerbIri


class _Object(Struct, gc=False):
    id: Annotated[str, Meta(max_length=500)]  # an activity's IRI, or for a StatementRef the statement's id


class _Activity(Struct, gc=False):
    id: Iri


class _ContextActivities(Struct, gc=False):
    parent: list[_Activity] = []
    grouping: list[_Activity] = []


class _Context(Struct, gc=False):
    contextActivities: _ContextActivities = field(default_factory=_ContextActivities)


class _Attachment(Struct, gc=False):
    sha2: Hash


class _Statement(Struct, gc=False):
    """What we build on; all other members are kept unread."""

    id: UUID
    actor: _Actor
    verb: _Verb
    object: _Object
    context: _Context = field(default_factory=_Context)
    attachments: list[_Attachment] = []
    timestamp: Any = None


class NewStatement(Struct, frozen=True, gc=False):
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
        read = msgspec.convert(tree, _Statement)
        object_iri = _object_iri(read.object.id)
    except msgspec.ValidationError as error:
        raise NotAStatement(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise NotAStatement("This is not JSON.") from error
    around = read.context.contextActivities
    for named in ((read.verb,), around.parent, around.grouping):
        for one in named:
            if not _is_iri(one.id):
                raise NotAStatement(f"{one.id} is not an IRI")
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
        attachments=tuple({attachment.sha2 for attachment in read.attachments}) if read.attachments else (),
    )


class _NotTheSame(Exception):
    """JavaScript, and so RFC 8785, writes this number in another way than the fast encoder."""


def _read_and_canonical(raw: bytes | str) -> tuple[Any, bytes]:
    """The tree, and its canonical JSON (RFC 8785).

    The fast encoder and RFC 8785 agree on everything but numbers at the far ends of the range and the order of member names
    beyond the BMP; those, and whatever else the fast decoder does not take, go the slow way.
    """
    try:
        tree = _DECODER.decode(raw)
        payload = _ENCODER.encode(tree)
    except (_NotTheSame, msgspec.DecodeError, UnicodeError):
        return _slowly(raw)
    return (tree, payload) if payload.isascii() or not _BEYOND_BMP.search(payload) else (tree, canonical_json(tree))


def _slowly(raw: bytes | str) -> tuple[Any, bytes]:
    """With the standard library, which takes more kinds of text, and rfc8785, which is written in Python."""
    tree = json.loads(raw, parse_float=_number, parse_constant=_refuse)
    text = json.dumps(tree, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair (a text cut in the middle of an emoji): it becomes U+FFFD, the rest stays.
        tree = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), parse_float=_number)
    return tree, canonical_json(tree)


def _number(text: str) -> float | int:
    """Whole numbers as integers, as JavaScript writes them."""
    value = float(text)
    if not math.isfinite(value):
        raise NotAStatement(f"{text} is beyond all numbers")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _plain_number(text: str) -> float | int:
    """Raises _NotTheSame for whole numbers beyond 2**53 and for those next to nothing."""
    value = _number(text)
    if isinstance(value, float) and (value.is_integer() or abs(value) < 1e-4):
        raise _NotTheSame
    return value


def _refuse(text: str) -> Any:
    raise NotAStatement(f"{text} is not JSON")


_DECODER = msgspec.json.Decoder(float_hook=_plain_number)
_ENCODER = msgspec.json.Encoder(order="sorted")


@functools.lru_cache(maxsize=4096)
def _is_iri(name: str) -> bool:
    """Remembered: a batch says the same few verbs, lessons and courses over and over."""
    return bool(_IRI.match(name))


def _object_iri(name: str) -> str:
    return name if _is_iri(name) else f"urn:uuid:{UUID(name)}"


def _first(prefix: str, object_iri: str, around: Sequence[_Activity]) -> str:
    """The lesson (course) that a statement belongs to: its context's, else its object when that is one (or a block of one)."""
    for activity in around:
        if activity.id.startswith(prefix) and len(activity.id) <= 200:
            return activity.id.partition("#")[0]
    return object_iri.partition("#")[0] if object_iri.startswith(prefix) and len(object_iri) <= 200 else ""


def _moment(value: Any) -> datetime | None:
    """A device's clock may say anything, or nothing: what cannot be read is None, not a reason to refuse work."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
