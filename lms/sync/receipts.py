"""Receipts: signed proof of what is durable, and an anchor of the audit log that the tablet carries out of the server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.canonical import sha256_hex
from lms.packages.keys import sign_document
from lms.packages.models import Epoch
from lms.people.models import Device, Officer
from lms.people.permissions import scope_q
from lms.records.api import Statement

from . import ranges
from .backoff import next_contact
from .journal import OpenedBatch
from .models import IssuedReceipt, Journal
from .protocol import BatchReply, Quarantined, Receipt, SeqRange

SAME_COMMIT = timedelta(minutes=5)  # a receipt is written in the transaction that stores its statements


def issue_receipt(
    opened: OpenedBatch, quarantined: Sequence[Quarantined], *, journal: Journal, epoch: Epoch, device: Device
) -> BatchReply:
    """Write and sign the receipt of a batch, in the transaction that keeps the batch."""
    accepted = ranges.of(link.seq for link in opened.links)
    audit_seq, audit_hash = audit.note_anchor("receipt", str(device.pk))
    number = _next_number()
    receipt = Receipt(
        number=number,
        device=str(device.pk),
        prison=str(device.prison_id),
        accepted=[SeqRange(first=first, last=last) for first, last in accepted],
        quarantined=list(quarantined),
        safe_through=journal.safe_through,
        epoch=str(epoch.id),
        server_time=timezone.now(),
        audit_seq=audit_seq,
        audit_hash=audit_hash,
        resend_from=_resend_from(opened, journal, epoch),
    )
    jws = sign_document(receipt.model_dump(mode="json"))
    row = IssuedReceipt(number=number, device_id=device.pk, prison_id=device.prison_id, epoch=epoch.id, jws=jws)
    row.jws_sha256, row.accepted = sha256_hex(jws.encode()), ranges.text(accepted)[:200]
    row.quarantined, row.audit_seq = len(quarantined), audit_seq
    row.save(force_insert=True)
    return BatchReply(receipt=jws, next_contact_seconds=next_contact(waiting=opened.batch.waiting))


def _next_number() -> int:
    """The number that this receipt will have, so that it is signed and written once. On SQLite the batch holds the only pen."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence('sync_issuedreceipt', 'number'))")
        else:
            cursor.execute("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'sync_issuedreceipt'")
        return int(cursor.fetchone()[0])


def _resend_from(opened: OpenedBatch, journal: Journal, epoch: Epoch) -> int | None:
    """For a tablet that knows an older epoch: the first number that is not here."""
    if not opened.batch.epoch or opened.batch.epoch == str(epoch.id):
        return None
    return ranges.without_gap(journal.ranges) + 1


def receipts_for(officer: Officer) -> QuerySet[IssuedReceipt]:
    """Receipts of the tablets of the officer's prisons and wards."""
    devices = Device.objects.filter(scope_q(officer))
    return IssuedReceipt.objects.filter(device_id__in=devices.values("pk"))


def device_names(receipts: QuerySet[IssuedReceipt]) -> QuerySet[IssuedReceipt]:
    """Adds `device_name`."""
    return receipts.annotate(device_name=Subquery(Device.objects.filter(pk=OuterRef("device_id")).values("name")[:1]))


def receipts_of(statements: Iterable[Statement]) -> dict[UUID, IssuedReceipt]:
    """The receipt that each statement got when it was stored, by statement id; what an officer took in later has none."""
    by_device: dict[UUID, list[Statement]] = defaultdict(list)
    for one in statements:
        if one.device_id and one.device_seq:
            by_device[one.device_id].append(one)
    found: dict[UUID, IssuedReceipt] = {}
    for device_id, own in by_device.items():
        own.sort(key=lambda one: one.stored_at)
        around = (own[0].stored_at, own[-1].stored_at + SAME_COMMIT)
        given = IssuedReceipt.objects.filter(device_id=device_id, issued_at__range=around)
        rows = [(row, ranges.read(row.accepted)) for row in given.defer("jws", "jws_sha256").order_by("number")]
        for one in own:
            for row, accepted in rows:
                if row.issued_at >= one.stored_at and ranges.holds(accepted, one.device_seq or 0):
                    found[one.id] = row
                    break
    return found
