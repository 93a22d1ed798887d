"""Registration lists: choose candidates, hand the file over, see later who was on it."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.exams.sittings.screens.frame import refusals_told
from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.tables import XLSX
from lms.people import access
from lms.people.access import OfficerRequest

from ...models import RegistrationList
from ...permissions import candidacies_for
from ..fields import Kind
from ..listing import eligible_for, make_list
from ..mapping import mapping_in_use
from ..permissions import SENDERS, list_for, outside_body_for
from ..spreadsheets import MAX_ROWS
from .frame import chosen_prison, frame, prison_choices, uuids


@access.officers(*SENDERS)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest, body_id: UUID) -> HttpResponse:
    """`scheme` and `prison` narrow the candidates; those who were sent before are shown, and not ticked."""
    officer = request.user
    body = outside_body_for(officer, body_id)
    if request.method == "POST":
        with refusals_told(request):
            made = make_list(
                body_id,
                uuids(request.POST.getlist("candidacy")),
                by=officer,
                prison=chosen_prison(officer, request.POST.get("prison", "")),
                again=request.POST.get("again") == "yes",
            )
            text = ngettext(
                "The list holds %(n)s candidate. Download it here.",
                "The list holds %(n)s candidates. Download it here.",
                made.count,
            )
            messages.success(request, text % {"n": made.count})
            return redirect("body_list", made.pk)
    choices = prison_choices(officer)
    asked = request.GET.get("prison", "") if request.method == "GET" else request.POST.get("prison", "")
    prison = chosen_prison(officer, asked or (choices[0][0] if choices else ""))
    found = eligible_for(officer, body, prison).order_by("scheme__title", "number")
    scheme = request.GET.get("scheme", "")
    schemes = list(body.schemes.order_by("title"))
    if scheme:
        if scheme not in {str(one.pk) for one in schemes}:
            raise Invalid(_("This scheme or prison is not among yours. Choose again."))
        found = found.filter(scheme=UUID(scheme))
    context = frame(_("New registration list"), body) | {
        "rows": found[:MAX_ROWS],
        "schemes": schemes,
        "scheme": scheme,
        "prisons": choices,
        "prison": str(prison.pk) if prison else "",
        "mapping": mapping_in_use(body, Kind.CANDIDATES),
    }
    return TemplateResponse(request, "assessments/certification/bodies/list_new.html", context)


@access.officers(*SENDERS)
@require_GET
def one(request: OfficerRequest, list_id: UUID) -> HttpResponse:
    found = list_for(request.user, list_id)
    visible = set(candidacies_for(request.user).filter(listings__list=found).values_list("pk", flat=True))
    lines = found.lines.select_related("candidacy__scheme", "candidacy__prison")
    context = frame(found.filename, found.body) | {
        "list": found,
        "lines": [line for line in lines if line.candidacy_id in visible],
        "hidden": found.count - len(visible),
    }
    return TemplateResponse(request, "assessments/certification/bodies/list.html", context)


@access.officers(*SENDERS)
@require_GET
def download(request: OfficerRequest, list_id: UUID) -> HttpResponse:
    """The file as it was made; each download stands in the audit log."""
    found = list_for(request.user, list_id)
    content = RegistrationList.objects.values_list("content", flat=True).get(pk=found.pk)
    detail = {"list": found.filename}
    audit.log(
        by=request.user, verb="assessments.list.downloaded", target=found.body, prison=found.prison_id, detail=detail
    )
    kind = XLSX if found.filename.endswith(".xlsx") else "text/csv"
    response = HttpResponse(bytes(content), content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.filename, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
