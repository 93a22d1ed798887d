"""Scans of answer sheets: uploaded, read by a job page by page, and put together to each candidate's answers."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, Refused
from lms.lib.faults import faultpoint

from ..errors import NotNow
from ..models import AnswerScan, ScannedPage, Seat, SheetAnswer, Sitting
from ..sittings.permissions import check_can_hold, sitting_for
from ..sittings.states import SittingState
from .answers import Kind
from .codes import SheetCode
from .collecting import SeatRead, collect
from .filling import Forms
from .intake import ScanRefused
from .keeping import keep, kept
from .layout import Bubble
from .marks import Mark, State
from .reading import LineRead, PageRead, PageUnread, read_file

MOST_BYTES = 120 << 20
LEASE_SECONDS = 300
READABLE = (SittingState.OPEN, SittingState.ENDED)
Phase = AnswerScan.Phase
log = logging.getLogger(__name__)


def scannable(by: Any, sitting_id: UUID | str, *, lock: bool = False) -> Sitting:
    """A sitting whose sheets may be read now. Raises NotFoundHere, PermissionDenied, NotNow."""
    found = sitting_for(by, sitting_id)
    check_can_hold(by, found)
    if lock:
        found = Sitting.objects.select_for_update(of=("self",)).select_related("version").get(pk=found.pk)
    if found.state not in READABLE:
        raise NotNow
    return found


@transaction.atomic
def upload_scan(sitting_id: UUID | str, data: bytes, filename: str, *, by: Any) -> AnswerScan:
    """Keep the file and have it read. Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    sitting = scannable(by, sitting_id)
    if not data:
        raise Invalid(_("This file is empty."))
    if len(data) > MOST_BYTES:
        raise Invalid(_("This file is larger than %(n)s MB. Scan in several files.") % {"n": MOST_BYTES >> 20})
    name = " ".join(filename.replace("\x00", "").split())[-255:] or "?"
    scan = AnswerScan(sitting=sitting, filename=name, by=by)
    scan.file = keep(data, "scan", scan.pk)
    scan.save()
    audit.log(by=by, verb="assessments.sheets.uploaded", target=sitting, detail={"file": name})
    _wake(scan)
    return scan


def run_scan(scan_id: UUID | str) -> None:
    """The job. Safe to run twice: the lease lets one in, and it starts afresh."""
    scan = AnswerScan.objects.select_related("sitting__version", "by").filter(pk=scan_id).first()
    if scan is None or scan.phase != Phase.READING or not scan.claim(seconds=LEASE_SECONDS):
        return
    with translation.override(scan.by.language or "zh-hans"):
        try:
            _read(scan)
        except (ScanRefused, Refused) as refusal:
            _refuse(scan, str(refusal))
        except Exception:
            log.exception("scan %s failed", scan.pk)
            _refuse(scan, _("This file could not be read. Nothing has changed."))


def _refuse(scan: AnswerScan, sentence: str) -> None:
    scan.pages.all().delete()
    AnswerScan.objects.filter(pk=scan.pk).update(phase=Phase.REFUSED, pages_read=0)
    scan.finish(error=sentence)


def _read(scan: AnswerScan) -> None:
    scan.pages.all().delete()  # of a worker that was killed
    forms = Forms(scan.sitting)
    taken = _taken(scan.sitting)
    rows: list[ScannedPage] = []
    for page in read_file(kept(scan.file), sitting=scan.sitting_id, layouts=forms):
        rows.append(_row(scan, page, taken))
        AnswerScan.objects.filter(pk=scan.pk).update(pages_read=page.number)
        scan.heartbeat(seconds=LEASE_SECONDS)
    with transaction.atomic():
        sitting = Sitting.objects.select_for_update().get(pk=scan.sitting_id)
        if sitting.state not in READABLE:
            raise NotNow
        ScannedPage.objects.bulk_create(rows)
        put_together(forms, {row.seat_id for row in rows if row.seat_id and not row.reason})
        faultpoint("assessments.sheets.scan.before_commit")
        AnswerScan.objects.filter(pk=scan.pk).update(phase=Phase.READ)
        scan.finish()


def _taken(sitting: Sitting) -> set[UUID]:
    done = SheetAnswer.objects.filter(seat__sitting=sitting, taken_at__isnull=False)
    return set(done.values_list("seat_id", flat=True))


def _row(scan: AnswerScan, page: PageRead | PageUnread, taken: set[UUID]) -> ScannedPage:
    row = ScannedPage(scan=scan, number=page.number, image=keep(page.image, "page", scan.pk, str(page.number)))
    if isinstance(page, PageUnread):
        row.reason = page.reason
        return row
    row.seat_id, row.sheet = page.code.seat, page.code.page
    row.reason = "already_taken" if page.code.seat in taken else ""
    row.lines = [
        {"item": line.item, "line": line.line, "marks": [[m.bubble.value, m.state.value, m.reason] for m in line.marks]}
        for line in page.lines
    ]
    row.written = [list(key) for key in page.written]
    return row


# ── From pages to answers ────────────────────────────────────────────────────────────────────────


def put_together(forms: Forms, seats: Iterable[UUID]) -> None:
    """The answers of these seats from all pages that were read of them; what a person has decided stays while the doubts are the same."""
    seats = set(seats)
    pages = ScannedPage.objects.filter(seat__in=seats, reason="", scan__sitting=forms.sitting).order_by("pk")
    for found in collect(map(_page, pages), {seat: forms[seat] for seat in seats}):
        _keep_answers(forms, forms.seats[found.seat], found)


def _page(row: ScannedPage) -> PageRead:
    """In place of a picture: the key of the page, from which it is cut when somebody looks."""
    assert row.seat_id is not None  # only pages whose seat is known are put together
    here = str(row.pk).encode()
    lines = tuple(LineRead(one["item"], one["line"], _marks(one), here) for one in row.lines)
    written: dict[tuple[str, str], bytes] = {(key[0], key[1]): here for key in row.written}
    return PageRead(row.number, SheetCode(row.scan.sitting_id, row.seat_id, row.sheet or 0, ""), lines, written, b"")


def _marks(line: dict[str, Any]) -> tuple[Mark, ...]:
    return tuple(
        Mark(Bubble(line["item"], line["line"], value, "", 0, 0), State(state), 0, 0, 0, 0, 0, 0, reason)
        for value, state, reason in line["marks"]
    )


def _keep_answers(forms: Forms, seat: Seat, found: SeatRead) -> None:
    keys = forms.keys_of(seat)
    known = {row.item_id: row for row in seat.sheet_answers.all()}
    for answer in found.answers:
        if answer.field.kind == Kind.ELSEWHERE:
            continue
        key = keys[answer.field.item]
        row = known.get(key) or SheetAnswer(seat=seat, item_id=key, number=answer.field.number)
        doubts = [_doubt(one.reason, one.line, one.value, one.picture) for one in answer.doubts]
        if row.taken_at or (row.decided_at and row.doubts == doubts):
            continue
        row.response, row.proposal, row.doubts = answer.response, answer.proposal, doubts
        row.decided_by, row.decided_at, row.keep = "", None, ""
        row.typed_by = row.chosen_by = None
        row.save()


def _doubt(reason: str, line: str, value: str, page: bytes) -> dict[str, Any]:
    return {"reason": reason, "line": line, "value": value, "page": int(page) if page else None}


def _wake(scan: AnswerScan) -> None:
    from ... import tasks  # the queue's wrappers import this package

    transaction.on_commit(lambda: tasks.read_scan.enqueue(str(scan.pk)))
