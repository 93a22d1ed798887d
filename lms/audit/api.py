"""Writing and reading the audit log."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from lms.lib.canonical import canonical_json, sha256_hex

from .models import AuditEvent

GENESIS = "0" * 64
_LOCK = 0x6E65_776C  # one writer at a time on PostgreSQL; SQLite has only one anyway


def log(*, by: object, verb: str, target: object, detail: dict[str, Any] | None = None, prison: object = None) -> AuditEvent:
    """Append one event to the chain, in the caller's transaction: the change and its trace live or die together."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEvent.objects.order_by("-seq").first()
        event = AuditEvent(
            seq=last.seq + 1 if last else 1,
            at=timezone.now(),
            prison=str(getattr(prison, "pk", prison) or getattr(target, "prison_id", None) or ""),
            actor=label(by),
            verb=verb,
            target=label(target),
            detail=canonical_json(detail).decode() if detail else "",
            prev_hash=last.hash if last else GENESIS,
        )
        event.hash = event_hash(event)
        event.save(force_insert=True)
        return event


def label(thing: object) -> str:
    """`model:key name` of a row, the text itself of a text, `system` for nobody."""
    if thing is None:
        return "system"
    meta, key = getattr(thing, "_meta", None), getattr(thing, "pk", None)
    return (f"{meta.model_name}:{key} {thing}" if meta else str(thing))[:300]


def event_hash(event: AuditEvent) -> str:
    fields = {name: getattr(event, name) for name in ("seq", "prison", "actor", "verb", "target", "detail", "prev_hash")}
    return sha256_hex(canonical_json({**fields, "at": event.at.isoformat()}))
