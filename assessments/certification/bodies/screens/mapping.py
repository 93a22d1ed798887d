"""Which column is what: a sample is uploaded, proposals are corrected, the mapping comes into use."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.exams.sittings.screens.frame import refusals_told
from lms.lib.errors import Invalid
from lms.people import access
from lms.people.access import OfficerRequest

from ...models import ColumnMapping
from ...permissions import can_change
from ..fields import fields_for
from ..mapping import DATE_FORMATS, begin_mapping, mapping_for, save_mapping
from ..permissions import SENDERS, outside_body_for
from .frame import frame, uploaded

EXAMPLES = {
    "%Y-%m-%d": "2026-03-31",
    "%Y/%m/%d": "2026/03/31",
    "%Y.%m.%d": "2026.03.31",
    "%Y%m%d": "20260331",
    "%Y年%m月%d日": "2026年03月31日",
    "%d/%m/%Y": "31/03/2026",
    "%m/%d/%Y": "03/31/2026",
    "%d.%m.%Y": "31.03.2026",
}


@access.officers(*SENDERS)
@require_POST
def begin(request: OfficerRequest, body_id: UUID, kind: str) -> HttpResponse:
    """The sample of the body's spreadsheet; `header_row` and `sheet` only where they are not found by themselves."""
    outside_body_for(request.user, body_id)
    with refusals_told(request):
        content, name = uploaded(request)
        row = request.POST.get("header_row", "").strip()
        if row and not (row.isdecimal() and len(row) < 4):
            raise Invalid(_("Write the line of the headings as a number."))
        draft = begin_mapping(
            body_id,
            kind,
            content,
            name,
            by=request.user,
            sheet=request.POST.get("sheet", "")[:31],
            header_row=int(row) if row else None,
        )
        return redirect("body_mapping", draft.pk)
    return redirect("body_exchange_of", body_id)


@access.officers(*SENDERS)
@require_http_methods(["GET", "POST"])
def edit(request: OfficerRequest, mapping_id: UUID) -> HttpResponse:
    """A draft can be finished; one that was saved is shown."""
    found = mapping_for(request.user, mapping_id)
    if request.method == "POST":
        with refusals_told(request):
            _saved(request, found)
            return redirect("body_exchange_of", found.body_id)
        return redirect("body_mapping", mapping_id)
    chosen = found.columns
    context = frame(_("Columns: %(kind)s") % {"kind": found.get_kind_display()}, found.body) | {
        "mapping": found,
        "fields": [(one, chosen.get(one.name, "")) for one in fields_for(found.body, found.kind)],
        "headers": [header for header in found.headers if header],
        "constants": [(header, found.constants.get(header, "")) for header in found.headers if header],
        "dates": EXAMPLES.items(),
        "open": found.saved_at is None and can_change(request.user, found.body),
    }
    return TemplateResponse(request, "assessments/certification/bodies/mapping.html", context)


def _saved(request: OfficerRequest, found: ColumnMapping) -> None:
    posted = request.POST
    columns = {one.name: posted.get(f"field:{one.name}", "") for one in fields_for(found.body, found.kind)}
    constants = {
        header: text
        for header in found.headers
        if header and (text := posted.get(f"constant:{found.headers.index(header)}", ""))
    }
    date_format = posted.get("date_format", DATE_FORMATS[0])
    save_mapping(found.pk, by=request.user, columns=columns, constants=constants, date_format=date_format)
    messages.success(request, _("Saved. From now on these columns are used."))


@access.officers(*SENDERS)
@require_GET
def history(request: OfficerRequest, body_id: UUID, kind: str) -> HttpResponse:
    """Every version that was in use, with who saved it."""
    body = outside_body_for(request.user, body_id)
    found = ColumnMapping.objects.filter(body=body, kind=kind, saved_at__isnull=False).order_by("-number")
    context = frame(_("Earlier columns"), body) | {"versions": found}
    return TemplateResponse(request, "assessments/certification/bodies/history.html", context)
