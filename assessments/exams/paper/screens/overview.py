"""Print and scan: what was printed, what was read, what waits for a person, and writing the answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere
from lms.lib.leases import JobState
from lms.people import access

from ...models import ScannedPage, SheetPrint, Sitting
from ...sittings.permissions import INVIGILATORS, can_hold, sitting_for
from ...sittings.screens.frame import frame, officer_of, refusals_told
from .. import api
from ..doubts import UNREAD
from ..keeping import kept
from ..scanning import READABLE

SHOWN = 20
BUSY = (JobState.DUE, JobState.RUNNING)


@access.officers(*INVIGILATORS)
def sheets(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    sitting = _sitting(request, sitting_id)
    context = _so_far(request, sitting)
    if "fragment" in request.GET:
        return render(request, "assessments/sheets/work.html", context | {"sitting": sitting})
    return TemplateResponse(request, "assessments/sheets/sheets.html", context | frame(_("Print and scan"), sitting))


def _so_far(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    prints = list(sitting.prints.filter(package=sitting.package).select_related("seat")[:SHOWN])
    scans = list(sitting.scans.annotate(unread=Count("pages", filter=~Q(pages__reason="")))[:SHOWN])
    unread = ScannedPage.objects.filter(scan__sitting=sitting).exclude(reason="").select_related("scan", "seat")
    seats = sitting.seats.select_related("learner").order_by("number")
    open_by_seat: dict[UUID, int] = {}
    for answer in api.open_answers(sitting):
        open_by_seat[answer.seat_id] = open_by_seat.get(answer.seat_id, 0) + 1
    counted = seats.annotate(
        sheets=Count("sheet_answers"), taken=Count("sheet_answers", filter=Q(sheet_answers__taken_at__isnull=False))
    )
    return {
        "prints": prints,
        "scans": scans,
        "busy": any(one.job_state in BUSY for one in [*prints, *scans]),
        "unread": [(page, UNREAD.get(page.reason, page.reason)) for page in unread[:50]],
        "rows": [(seat, open_by_seat.get(seat.pk, 0)) for seat in counted],
        "doubtful": sum(open_by_seat.values()),
        "ready": len(api.ready_seats(sitting)),
        "kinds": SheetPrint.Kind.choices,
        "may_print": _may_print(request, sitting),
        "may_scan": can_hold(officer_of(request), sitting) and sitting.state in READABLE,
    }


@access.officers(*INVIGILATORS)
@require_POST
def print_sheets(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    with refusals_told(request):
        seat = request.POST.get("seat") or None
        api.request_print(sitting_id, request.POST.get("kind", ""), by=officer_of(request), seat_id=_id(seat))
    return redirect("sitting_sheets", sitting_id)


@access.officers(*INVIGILATORS)
def printed(request: HttpRequest, sitting_id: UUID, print_id: UUID) -> HttpResponse:
    made, data = api.pdf_of(sitting_id, print_id, by=officer_of(request))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{made.kind}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@access.officers(*INVIGILATORS)
@require_POST
def upload(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    files = request.FILES.getlist("file")
    if not files:
        api.scannable(officer_of(request), sitting_id)
        messages.error(request, _("Choose a file first."))
    for file in files:
        with refusals_told(request):
            api.upload_scan(sitting_id, file.read(), file.name or "", by=officer_of(request))
    return redirect("sitting_sheets", sitting_id)


@access.officers(*INVIGILATORS)
def page_image(request: HttpRequest, sitting_id: UUID, page_id: int) -> HttpResponse:
    """The whole page as it was scanned."""
    sitting = api.scannable(officer_of(request), sitting_id)
    page = ScannedPage.objects.filter(scan__sitting=sitting, pk=page_id).first()
    if page is None:
        raise NotFoundHere
    return picture(kept(page.image), "image/jpeg")


@access.officers(*INVIGILATORS)
@require_POST
def by_hand(request: HttpRequest, sitting_id: UUID, seat_id: UUID) -> HttpResponse:
    with refusals_told(request):
        api.enter_by_hand(sitting_id, seat_id, by=officer_of(request))
        response = redirect("sitting_doubts", sitting_id)
        response["Location"] += f"?seat={seat_id}"
        return response
    return redirect("sitting_sheets", sitting_id)


@access.officers(*INVIGILATORS)
@require_POST
def take(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    with refusals_told(request):
        count = api.take_answers(sitting_id, by=officer_of(request))
        words = ngettext(
            "The answers of %(n)s candidate are written.", "The answers of %(n)s candidates are written.", count
        )
        messages.success(request, words % {"n": count})
    return redirect("sitting_sheets", sitting_id)


def picture(data: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"], response["X-Content-Type-Options"] = "no-store", "nosniff"
    return response


def _sitting(request: HttpRequest, sitting_id: UUID) -> Sitting:
    """Raises PermissionDenied for who neither prints nor scans here."""
    officer = officer_of(request)
    sitting = sitting_for(officer, sitting_id)
    if not can_hold(officer, sitting) and not _may_print(request, sitting):
        raise PermissionDenied(_("Only the invigilator of this sitting may do this."))
    return sitting


def _may_print(request: HttpRequest, sitting: Sitting) -> bool:
    try:
        api.check_can_print(officer_of(request), sitting)
    except PermissionDenied:
        return False
    return True


def _id(text: str | None) -> UUID | None:
    """Raises NotFoundHere."""
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFoundHere from error
