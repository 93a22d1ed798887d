"""Taking a batch: what is new into the log, what is doubtful into quarantine, then a receipt. All of it, or nothing.

The order is: read and open without a lock → one transaction → commit (fsync) → acknowledge. Any batch may come any number
of times, in any order, beside others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lms.lib.canonical import sha256_hex
from lms.lib.faults import faultpoint
from lms.people import api as people
from lms.people.models import Device
from lms.records import api as records

from . import epochs, ranges
from .journal import OpenedBatch, check_signature, open_batch, read_batch
from .learners import belonging_to
from .models import Delivery, Journal, QuarantinedStatement
from .protocol import Batch, BatchReply, Quarantined
from .receipts import issue_receipt

Reason = QuarantinedStatement.Reason


@dataclass(frozen=True)
class Doubt:
    """A statement for the quarantine."""

    seq: int
    reason: Reason
    content: bytes
    statement_id: UUID | None = None
    sealed: bool = False


def take_batch(body: bytes, signature: str, *, device: Device, trusted: bool, batch: Batch | None = None) -> BatchReply:
    """Keep a signed batch and give a receipt. `trusted` is False for a tablet that may only deliver into quarantine;
    `batch` is the body where it has been read already.

    Raises BadBatch, TooOld, and whatever the disk says; then nothing has changed.
    """
    check_signature(device, body, signature)
    opened = open_batch(batch or read_batch(body))
    statements, doubts = sort_out(opened, device) if trusted else ([], _all(opened, Reason.REVOKED))
    receipt = _write(opened, statements, doubts, device=device, trusted=trusted)
    faultpoint("sync.acknowledge.after_commit")
    return receipt


def sort_out(opened: OpenedBatch, device: Device) -> tuple[list[records.NewStatement], list[Doubt]]:
    """Which links are statements of learners of this tablet, and what is wrong with the others."""
    if not opened.chain_holds:
        return [], _all(opened, Reason.CHAIN_BROKEN)
    statements: list[records.NewStatement] = []
    doubts: list[Doubt] = []
    for link in opened.links:
        if link.content is None:
            doubts.append(Doubt(link.seq, Reason.UNREADABLE, link.sealed, sealed=True))
            continue
        try:
            new = records.parse_statement(link.content, prison_id=device.prison_id, device_id=device.pk, seq=link.seq)
        except records.NotAStatement:
            doubts.append(Doubt(link.seq, Reason.NOT_A_STATEMENT, link.content))
        else:
            statements.append(new)
    learners = {new.learner_id for new in statements}
    known = belonging_to(device, learners)
    if known == learners:
        return statements, doubts
    doubts += [_doubt(new, Reason.UNKNOWN_LEARNER) for new in statements if new.learner_id not in known]
    return [new for new in statements if new.learner_id in known], doubts


def _doubt(new: records.NewStatement, reason: Reason) -> Doubt:
    return Doubt(new.seq or 0, reason, new.payload, new.id)


def _all(opened: OpenedBatch, reason: Reason) -> list[Doubt]:
    """Every link of the batch, opened where that is possible, for the same reason."""
    return [
        Doubt(link.seq, Reason.UNREADABLE, link.sealed, sealed=True)
        if link.content is None
        else Doubt(link.seq, reason, link.content, _id_of(link.content))
        for link in opened.links
    ]


def _id_of(content: bytes) -> UUID | None:
    try:
        return records.parse_statement(content, prison_id=UUID(int=0)).id
    except records.NotAStatement:
        return None


@transaction.atomic
def _write(
    opened: OpenedBatch,
    statements: Sequence[records.NewStatement],
    doubts: list[Doubt],
    *,
    device: Device,
    trusted: bool,
) -> BatchReply:
    batch = opened.batch
    journal, _ = Journal.objects.select_for_update().get_or_create(device_id=device.pk)
    fits = opened.chain_holds and _fits(opened)
    if not fits and statements:
        statements, doubts = [], _all(opened, Reason.CHAIN_BROKEN)
    # In this order, so that nobody waits for each other: the tablet's row, the statement log, catalogues, the audit log.
    if trusted:
        people.record_contact(device, batch.app_version, batch.free_bytes, batch.waiting)
    if statements:
        result = records.append(statements)
        doubts = doubts + [_doubt(new, Reason.OTHER_CONTENT) for new in result.duplicate_other]
    faultpoint("sync.apply.after_insert")
    _keep_doubts(doubts, opened, device)
    _note_delivery(opened, broken=not fits)
    journal.ranges = ranges.union(journal.ranges, ranges.of(link.seq for link in opened.links))
    journal.save(update_fields=["ranges", "changed_at"])
    epoch = epochs.check_receipt(batch.last_receipt, device)
    quarantined = [Quarantined(seq=d.seq, id=str(d.statement_id or ""), reason=d.reason.value) for d in doubts]
    reply = issue_receipt(opened, quarantined, journal=journal, epoch=epoch, device=device)
    faultpoint("sync.apply.before_commit")
    return reply


def _fits(opened: OpenedBatch) -> bool:
    """Whether the ends of this chain agree with the batches beside it that are here already."""
    first, last = opened.first_seq, opened.last_seq
    beside = Delivery.objects.filter(device_id=opened.device_id, broken=False).filter(
        Q(last_seq__in=(first - 1, last)) | Q(first_seq=last + 1)
    )
    batch = opened.batch
    for delivery in beside:
        if delivery.last_seq == first - 1 and delivery.head != batch.prev_hash:
            return False
        if delivery.last_seq == last and delivery.head != batch.head:
            return False
        if delivery.first_seq == last + 1 and delivery.prev_hash != batch.head:
            return False
    return True


def _note_delivery(opened: OpenedBatch, *, broken: bool) -> None:
    batch = opened.batch
    row = Delivery(device_id=opened.device_id, prev_hash=batch.prev_hash, head=batch.head, broken=broken)
    row.first_seq, row.last_seq = opened.first_seq, opened.last_seq
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def _keep_doubts(doubts: Sequence[Doubt], opened: OpenedBatch, device: Device) -> None:
    rows = [
        QuarantinedStatement(
            prison_id=device.prison_id,
            device_id=device.pk,
            seq=doubt.seq,
            reason=doubt.reason,
            statement_id=doubt.statement_id,
            content=doubt.content,
            content_sha256=sha256_hex(doubt.content),
            segment_key=opened.batch.segment_key if doubt.sealed else "",
        )
        for doubt in doubts
    ]
    QuarantinedStatement.objects.bulk_create(rows, ignore_conflicts=True)
