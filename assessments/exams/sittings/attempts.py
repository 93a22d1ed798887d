"""Reading exam statements: what a tablet says of an attempt. Pure; nothing here believes a score or a clock.

Verbs: initialized (the candidate begins), answered (one question; the last response counts), terminated (handed in).
Object: urn:newleaf:sitting:<uuid>, of an answer with #<key of the item>; context.registration: the seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from lms.records import api as records

from ..models.sittings import IRI

USED, BOOT, MONOTONIC, NOW = "urn:newleaf:used_ms", "urn:newleaf:boot", "urn:newleaf:monotonic_ms", "urn:newleaf:now"
VERBS = (records.verbs.INITIALIZED, records.verbs.ANSWERED, records.verbs.TERMINATED)
DAY_MS = 24 * 3600 * 1000
LONGEST_AWAY = timedelta(days=366)


@dataclass(frozen=True)
class Said:
    """`used_ms`: on the candidate's clock. `boot`: one run of the tablet's app, whose monotonic clock stands beside it."""

    statement_id: UUID
    learner: UUID
    sitting: UUID
    seat: UUID
    verb: str
    item: int | None
    response: str
    used_ms: int
    boot: str
    monotonic_ms: int
    at: datetime
    device: UUID | None
    device_seq: int

    @property
    def order(self) -> tuple[int, int, str]:
        """A place in the attempt that does not depend on the order of arrival."""
        return (self.used_ms, self.device_seq, str(self.statement_id))


def read(statement: records.Statement) -> Said | None:
    """None: no statement about a sitting, or one that cannot be read as such."""
    if not statement.object_iri.startswith(IRI) or statement.verb not in VERBS:
        return None
    body = statement.body
    context = _dict(body.get("context"))
    extensions = _dict(context.get("extensions"))
    place, _, item = statement.object_iri.removeprefix(IRI).partition("#")
    try:
        sitting, seat = UUID(place), UUID(str(context.get("registration")))
        number = int(item) if statement.verb == records.verbs.ANSWERED else None
    except ValueError:
        return None
    response = _dict(body.get("result")).get("response", "")
    return Said(
        statement_id=statement.id,
        learner=statement.learner_id,
        sitting=sitting,
        seat=seat,
        verb=statement.verb,
        item=number,
        response=response.replace("\x00", "") if isinstance(response, str) else "",
        used_ms=_milliseconds(extensions.get(USED)),
        boot=str(extensions.get(BOOT, ""))[:40].replace("\x00", ""),
        monotonic_ms=_milliseconds(extensions.get(MONOTONIC)),
        at=_moment(extensions.get(NOW), statement),
        device=statement.device_id,
        device_seq=statement.device_seq or 0,
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _milliseconds(value: Any) -> int:
    """Between nothing and a day; anything else is nothing."""
    return int(value) if isinstance(value, int | float) and 0 <= value <= DAY_MS else 0


def _moment(value: Any, statement: records.Statement) -> datetime:
    """The tablet's clock as corrected by the server's last word, within a year before the arrival."""
    try:
        moment = datetime.fromisoformat(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        return statement.at
    return moment if statement.stored_at - LONGEST_AWAY <= moment <= statement.stored_at else statement.at
