"""Booklets and answer sheets of a sealed sitting, made by a job: asked for, made, fetched, thrown away."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pikepdf
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere, Refused
from lms.lib.faults import faultpoint
from lms.lib.leases import JobState

from ..errors import NotNow
from ..models import Seat, SheetPrint, Sitting
from ..sittings.permissions import can_hold, check_can_plan, seat_for, sitting_for
from ..sittings.states import SittingState
from .filling import Forms
from .keeping import keep, kept, let_go
from .sheets import question_booklet, room_sheets

LEASE_SECONDS = 180
KEPT = timedelta(days=14)
PRINTABLE = (SittingState.SEALED, SittingState.OPEN, SittingState.ENDED)
log = logging.getLogger(__name__)


def check_can_print(officer: Any, sitting: Sitting) -> None:
    """Planners; the invigilator only once the sitting is open: before, a booklet would be a paper that is known."""
    if sitting.state in (SittingState.OPEN, SittingState.ENDED) and can_hold(officer, sitting):
        return
    check_can_plan(officer, sitting.prison_id)


@transaction.atomic
def request_print(sitting_id: UUID | str, kind: str, *, by: Any, seat_id: UUID | str | None = None) -> SheetPrint:
    """Have it made. Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    sitting = sitting_for(by, sitting_id)
    check_can_print(by, sitting)
    if sitting.state not in PRINTABLE:
        raise NotNow
    if kind not in SheetPrint.Kind.values:
        raise Invalid
    seat = seat_for(by, sitting, seat_id) if seat_id else None
    made = SheetPrint.objects.create(sitting=sitting, seat=seat, kind=kind, package=sitting.package, by=by)
    detail = {"sheets": kind, "seat": seat.number if seat else "all"}
    audit.log(by=by, verb="assessments.sheets.printed", target=sitting, detail=detail)
    _wake(made)
    return made


def pdf_of(sitting_id: UUID | str, print_id: UUID | str, *, by: Any) -> tuple[SheetPrint, bytes]:
    """Raises NotFoundHere, PermissionDenied."""
    sitting = sitting_for(by, sitting_id)
    check_can_print(by, sitting)
    made = SheetPrint.objects.filter(sitting=sitting, pk=print_id).first()
    if made is None or not made.pdf or made.package != sitting.package:
        raise NotFoundHere
    return made, kept(made.pdf)


def run_print(print_id: UUID | str) -> None:
    """The job. Safe to run twice: the lease lets one in, and it starts afresh."""
    made = SheetPrint.objects.select_related("sitting__version", "by").filter(pk=print_id).first()
    if made is None or made.job_state in (JobState.DONE, JobState.FAILED) or not made.claim(seconds=LEASE_SECONDS):
        return
    with translation.override(made.by.language or "zh-hans"):
        try:
            _make(made)
        except (Refused, PermissionDenied) as refusal:
            made.finish(error=str(refusal))
        except Exception:
            log.exception("printing %s failed", made.pk)
            made.finish(error=_("This could not be printed. Tell the person who looks after the server."))


def _make(made: SheetPrint) -> None:
    if made.package != made.sitting.package:
        raise NotNow
    forms = Forms(made.sitting)
    seats = [seat for seat in forms.seats.values() if made.seat_id in (None, seat.pk)]
    pdf = _booklets(made, forms, seats) if made.kind == SheetPrint.Kind.BOOKLETS else _sheets(forms, seats)
    faultpoint("assessments.sheets.print.before_done")
    SheetPrint.objects.filter(pk=made.pk).update(pdf=keep(pdf, "print", made.pk))
    made.finish()


def _sheets(forms: Forms, seats: Iterable[Seat]) -> bytes:
    return room_sheets([forms.form(seat) for seat in seats])


def _booklets(made: SheetPrint, forms: Forms, seats: list[Seat]) -> bytes:
    """One PDF; each booklet begins on a right-hand page, for printing on both sides."""
    target = io.BytesIO()
    with pikepdf.new() as whole:
        for done, seat in enumerate(seats, 1):
            with pikepdf.open(io.BytesIO(question_booklet(forms.form(seat, pictures=True)))) as one:
                whole.pages.extend(one.pages)
            if len(seats) > 1 and len(whole.pages) % 2:
                whole.add_blank_page(page_size=(595.28, 841.89))
            made.heartbeat(progress=99 * done // len(seats), seconds=LEASE_SECONDS)
        whole.save(target)
    return target.getvalue()


def tidy_prints() -> int:
    """Throw away what is old. Returns how many."""
    old = list(SheetPrint.objects.filter(created_at__lt=timezone.now() - KEPT))
    for made in old:
        let_go("print", made.pk)
        made.delete()
    return len(old)


def _wake(made: SheetPrint) -> None:
    from ... import tasks  # the queue's wrappers import this package

    transaction.on_commit(lambda: tasks.print_sheets.enqueue(str(made.pk)))
