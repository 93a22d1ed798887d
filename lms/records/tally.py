"""How much of each learner's work came from which tablet: kept with every append, so that nobody has to count the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from .models import NO_DEVICE, Follower, Statement, Tally
from .statements import NewStatement

SAFE = "safe"  # the follower whose cursor is the last statement that a verified backup holds


@dataclass(frozen=True)
class Beyond:
    """A learner's statements that one tablet did not make. `through`: the log has no newer one; `safe`: in a verified backup."""

    through: int = 0
    total: int = 0
    safe: int = 0


def count_in(statements: Sequence[NewStatement]) -> None:
    """Part of `append`, behind its lock and after its insert."""
    if not statements:
        return
    # Counted by whole numbers: hashing a UUID is Python's work, and there are a thousand in a batch.
    counted = Counter([(new.learner_id.int, (new.device_id or NO_DEVICE).int) for new in statements])
    numbers = {(UUID(int=learner), UUID(int=device)): n for (learner, device), n in counted.items()}
    _add(numbers, "count", head())


@transaction.atomic
def mark_safe(through: int) -> None:
    """A verified backup holds the log up to here. Call it with `append`'s lock order: it waits for running appends."""
    lock_log()
    follower, _ = Follower.objects.select_for_update().get_or_create(pk=SAFE)
    if through <= follower.cursor:
        return
    fresh = Statement.objects.filter(seq__gt=follower.cursor, seq__lte=through).order_by()
    rows = fresh.values_list("learner_id", "device_id").annotate(n=Count("pk"))
    _add({(learner_id, device_id or NO_DEVICE): n for learner_id, device_id, n in rows}, "safe", 0)
    follower.cursor = through
    follower.save(update_fields=["cursor", "moved_at"])


def head() -> int:
    """The newest seq of the log."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(seq) FROM {Statement._meta.db_table}")  # noqa: S608
        return int(cursor.fetchone()[0] or 0)


def safe_through() -> int:
    return Follower.objects.filter(pk=SAFE).values_list("cursor", flat=True).first() or 0


def beyond(learner_ids: Iterable[UUID], besides: UUID | None) -> dict[UUID, Beyond]:
    """For each learner what lies elsewhere than on the tablet `besides`; None: everything."""
    ids = list(learner_ids)
    found = dict.fromkeys(ids, Beyond())
    rows = Tally.objects.filter(learner_id__in=ids)
    for row in rows.exclude(device_id=besides) if besides else rows:
        before = found[row.learner_id]
        found[row.learner_id] = Beyond(
            max(before.through, row.head), before.total + row.count, before.safe + min(row.safe, row.count)
        )
    return found


def lock_log() -> None:
    """Serialises what writes the log, until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


_LOCK = 0x6E65_7773


def _add(numbers: Mapping[tuple[UUID, UUID], int], field: str, newest: int) -> None:
    """Upserts in one order. `field` is `count` or `safe`."""
    table = Tally._meta.db_table
    sql = (
        f"INSERT INTO {table} (learner_id, device_id, count, safe, head) VALUES (%s, %s, %s, %s, %s) "  # noqa: S608
        f"ON CONFLICT (learner_id, device_id) DO UPDATE SET {field} = {table}.{field} + excluded.{field}, "
        f"head = CASE WHEN excluded.head > {table}.head THEN excluded.head ELSE {table}.head END"
    )
    key = Tally._meta.get_field("learner_id").get_db_prep_value
    rows = [
        (key(learner, connection), key(device, connection), n if field == "count" else 0, n if field == "safe" else 0, newest)
        for (learner, device), n in sorted(numbers.items())
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
