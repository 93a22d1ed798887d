"""The bodies that issue their certificates themselves, and what was exchanged with each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.exams.sittings.screens.frame import refusals_told
from lms.lib.errors import Invalid
from lms.people import access
from lms.people.access import OfficerRequest

from ...models import ColumnMapping, ResultRow
from ...permissions import bodies_for, can_change
from ..fields import Kind
from ..mapping import mapping_in_use
from ..permissions import SENDERS, files_for, lists_for, outside_body_for
from ..results import read_results
from .frame import chosen_prison, frame, prison_choices, uploaded

SHOWN = 30


@access.officers(*SENDERS)
@require_GET
def index(request: OfficerRequest) -> HttpResponse:
    bodies = bodies_for(request.user).filter(outside=True).order_by("name")
    context = frame(_("Awarding bodies outside")) | {"bodies": bodies}
    return TemplateResponse(request, "assessments/certification/bodies/index.html", context)


@access.officers(*SENDERS)
@require_GET
def one(request: OfficerRequest, body_id: UUID) -> HttpResponse:
    """Columns, lists and results of one body."""
    body = outside_body_for(request.user, body_id)
    undecided = Q(rows__verdict=ResultRow.Verdict.DOUBTFUL, rows__decision="")
    files = files_for(request.user).filter(body=body).annotate(undecided=Count("rows", filter=undecided))
    context = frame(str(body), body) | {
        "mappings": [(kind, Kind(kind).label, mapping_in_use(body, kind)) for kind in Kind.values],
        "may_change": can_change(request.user, body),
        "lists": lists_for(request.user).filter(body=body)[:SHOWN],
        "files": files[:SHOWN],
        "prisons": prison_choices(request.user),
        "formats": ColumnMapping.Format,
    }
    return TemplateResponse(request, "assessments/certification/bodies/body.html", context)


@access.officers(*SENDERS)
@require_POST
def upload(request: OfficerRequest, body_id: UUID) -> HttpResponse:
    """Results of the body: read into a report."""
    outside_body_for(request.user, body_id)
    with refusals_told(request):
        content, name = uploaded(request)
        made = read_results(
            body_id,
            content,
            name,
            by=request.user,
            prison=chosen_prison(request.user, request.POST.get("prison", "")),
            taken_on=_day(request.POST.get("taken_on", "")),
        )
        return redirect("body_results_file", made.pk)
    return redirect("body_exchange_of", body_id)


def _day(text: str) -> Any:
    if not text:
        return None
    try:
        day = parse_date(text[:20])
    except ValueError:
        day = None
    if day is None:
        raise Invalid(_("“%(text)s” is no day. Write it like 2026-03-31.") % {"text": text[:20]})
    return day
