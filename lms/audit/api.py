"""Writing, reading and checking the audit log."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.lib.canonical import canonical_json

from .chain import GENESIS, Anchor, Problem, Report, event_hash, verify
from .models import AuditAnchor, AuditEvent

__all__ = ["Anchor", "Problem", "Report", "head", "label", "list_events", "log", "note_anchor", "verify"]

_LOCK = 0x6E65_776C  # one writer at a time on PostgreSQL; SQLite has only one anyway


def log(
    *, by: object, verb: str, target: object, detail: dict[str, Any] | None = None, prison: object = None
) -> AuditEvent:
    """Append one event to the chain, in the caller's transaction: the change and its trace live or die together.

    Call it last in a verb: on PostgreSQL the chain is locked from here to the commit.
    """
    with transaction.atomic(savepoint=False):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        seq, last_hash = head()
        event = AuditEvent(
            seq=seq + 1,
            at=timezone.now(),
            prison=str(getattr(prison, "pk", prison) or getattr(target, "prison_id", None) or ""),
            actor=label(by),
            verb=verb,
            target=label(target),
            detail=canonical_json(detail).decode() if detail else "",
            prev_hash=last_hash,
        )
        event.hash = event_hash(event)
        event.save(force_insert=True)
        return event


def head() -> tuple[int, str]:
    """Number and hash of the last event; (0, zeros) when the log is empty."""
    return AuditEvent.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)


def note_anchor(carrier: str, reference: str = "") -> tuple[int, str]:
    """The head, remembered as carried out of the server by a receipt or a sheet. Give both values to whoever carries it."""
    seq, last_hash, noted = _head_for(carrier)
    if seq and not noted:
        AuditAnchor.objects.bulk_create(
            [AuditAnchor(seq=seq, hash=last_hash, carrier=carrier, reference=reference[:200])], ignore_conflicts=True
        )
    return seq, last_hash


def _head_for(carrier: str) -> tuple[int, str, bool]:
    """The head, and whether such a carrier has taken it out before: most receipts carry one that others carry already.

    In SQL: each receipt asks this, and composing the query took ten times as long as answering it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.seq, e.hash, EXISTS (SELECT 1 FROM audit_auditanchor a WHERE a.seq = e.seq AND a.carrier = %s)"
            " FROM audit_auditevent e ORDER BY e.seq DESC LIMIT 1",
            [carrier],
        )
        newest = cursor.fetchone()
    return (int(newest[0]), str(newest[1]), bool(newest[2])) if newest else (0, GENESIS, False)


def list_events(
    *,
    prisons: list[str] | None = None,
    verb: str = "",
    actor: str = "",
    target: str = "",
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
) -> QuerySet[AuditEvent]:
    """Events, newest first. `prisons`: only those of these prisons (ids as text); None: of the whole server."""
    wanted = Q()
    if prisons is not None:
        wanted &= Q(prison__in=prisons)
    if verb:
        wanted &= Q(verb__startswith=verb)
    if actor:
        wanted &= Q(actor__icontains=actor)
    if target:
        wanted &= Q(target__icontains=target)
    if since:
        wanted &= Q(at__gte=since)
    if until:
        wanted &= Q(at__lt=until)
    return AuditEvent.objects.filter(wanted)


def label(thing: object) -> str:
    """`model:key name` of a row, the text itself of a text, `system` for nobody."""
    if thing is None:
        return "system"
    meta, key = getattr(thing, "_meta", None), getattr(thing, "pk", None)
    return (f"{meta.model_name}:{key} {thing}" if meta else str(thing))[:300]
