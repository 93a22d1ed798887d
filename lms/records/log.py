"""Writing the log: one bulk insert, each id once, rows visible in the order of their cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from .models import Statement, StatementAttachment
from .statements import NewStatement
from .tally import count_in, lock_log

_COLUMNS = (
    "id",
    "prison_id",
    "learner_id",
    "device_id",
    "device_seq",
    "verb",
    "object_iri",
    "lesson_iri",
    "course_iri",
    "happened_at",
    "stored_at",
    "payload",
    "sha256",
)


@dataclass(frozen=True)
class AppendResult:
    """What became of each id. Only `inserted` are new rows; `duplicate_other` has the same id as a stored statement but other content."""

    inserted: list[UUID]
    duplicate_same: list[UUID]
    duplicate_other: list[NewStatement]


def append(statements: Sequence[NewStatement], *, stored_at: datetime | None = None) -> AppendResult:
    """Write what is new, in the caller's transaction; say what was there. Any batch, any number of times, in any order.

    On PostgreSQL an advisory lock is held until that transaction ends, so that cursors become visible in their order and
    a follower never passes a row that commits later (docs/decisions/statement-log.md). Do other work first, append last.
    """
    with transaction.atomic(savepoint=False):
        lock_log()
        append_rows = _append_copied if connection.vendor == "postgresql" else _append_executed
        return append_rows(statements, stored_at or timezone.now())


def _append_copied(statements: Sequence[NewStatement], stored_at: datetime) -> AppendResult:
    """PostgreSQL: everything, since nearly always everything is new; behind a savepoint, since a COPY that fails is over."""
    try:
        with transaction.atomic():
            _insert(statements, stored_at)
    except IntegrityError:
        return _append_what_is_new(statements, stored_at)
    count_in(statements)
    return AppendResult([statement.id for statement in statements], [], [])


def _append_executed(statements: Sequence[NewStatement], stored_at: datetime) -> AppendResult:
    """SQLite: what is there already is passed over. A savepoint would copy every page that is written: a fifth of the time."""
    count = _execute_many(statements, stored_at, "INSERT OR IGNORE")
    if count == len(statements):
        new, same, other = list(statements), list[UUID](), list[NewStatement]()
    else:
        new, same, other = _told_apart(statements, count)
    _name_attachments(new)
    count_in(new)
    return AppendResult([statement.id for statement in new], same, other)


def _told_apart(
    statements: Sequence[NewStatement], count: int
) -> tuple[list[NewStatement], list[UUID], list[NewStatement]]:
    """After an insert that passed some over: the newest `count` rows are those that it made, the first of each id."""
    fresh = set(Statement.objects.order_by("-seq").values_list("id", flat=True)[:count])
    known = _hashes_of([statement.id for statement in statements])
    new: list[NewStatement] = []
    same: list[UUID] = []
    other: list[NewStatement] = []
    for statement in statements:
        if statement.id in fresh:
            fresh.remove(statement.id)
            new.append(statement)
        elif statement.id not in known:
            raise IntegrityError(f"statement {statement.id} was passed over, and not because it is there already")
        elif known[statement.id] == statement.sha256:
            same.append(statement.id)
        else:
            other.append(statement)
    return new, same, other


def _append_what_is_new(statements: Sequence[NewStatement], stored_at: datetime) -> AppendResult:
    """Some of the ids are here already, or come twice: find out which, and insert the others."""
    known = _hashes_of([statement.id for statement in statements])
    new: list[NewStatement] = []
    same: list[UUID] = []
    other: list[NewStatement] = []
    for statement in statements:
        stored = known.get(statement.id)
        if stored is None:
            known[statement.id] = statement.sha256
            new.append(statement)
        elif stored == statement.sha256:
            same.append(statement.id)
        else:
            other.append(statement)
    if new:
        _insert(new, stored_at)
        count_in(new)
    return AppendResult([statement.id for statement in new], same, other)


def _hashes_of(ids: Sequence[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for start in range(0, len(ids), 500):
        found.update(Statement.objects.filter(id__in=ids[start : start + 500]).order_by().values_list("id", "sha256"))
    return found


def _insert(statements: Sequence[NewStatement], stored_at: datetime) -> None:
    if connection.vendor == "postgresql":
        _copy(statements, stored_at)
    else:
        _execute_many(statements, stored_at)
    _name_attachments(statements)


def _name_attachments(statements: Sequence[NewStatement]) -> None:
    named = [
        StatementAttachment(statement_id=new.id, sha256=sha256) for new in statements for sha256 in new.attachments
    ]
    if named:
        StatementAttachment.objects.bulk_create(named, ignore_conflicts=True)


def _copy(statements: Sequence[NewStatement], stored_at: datetime) -> None:
    sql = f"COPY {Statement._meta.db_table} ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(sql) as copy:
        for new in statements:
            copy.write_row(
                (
                    new.id,
                    new.prison_id,
                    new.learner_id,
                    new.device_id,
                    new.seq,
                    new.verb,
                    new.object_iri,
                    new.lesson_iri,
                    new.course_iri,
                    new.happened_at,
                    stored_at,
                    new.payload,
                    new.sha256,
                )
            )


def _execute_many(statements: Sequence[NewStatement], stored_at: datetime, insert: str = "INSERT") -> int:
    """SQLite: UUIDs as 32 hex digits and times as Django writes them (UTC without an offset). Returns how many rows were made."""
    stored = _utc_text(stored_at)
    rows = [
        (
            new.id.hex,
            new.prison_id.hex,
            new.learner_id.hex,
            new.device_id.hex if new.device_id else None,
            new.seq,
            new.verb,
            new.object_iri,
            new.lesson_iri,
            new.course_iri,
            _utc_text(new.happened_at) if new.happened_at else None,
            stored,
            new.payload,
            new.sha256,
        )
        for new in statements
    ]
    marks = ", ".join(["%s"] * len(_COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(f"{insert} INTO {Statement._meta.db_table} ({', '.join(_COLUMNS)}) VALUES ({marks})", rows)
        return int(cursor.rowcount)


def _utc_text(moment: datetime) -> str:
    """As Django writes it for SQLite, without its detour over the time zones' rules: four microseconds a row."""
    return str(moment if moment.tzinfo is UTC else moment.astimezone(UTC))[:-6]
