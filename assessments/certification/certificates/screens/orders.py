"""Orders: who may get a certificate, what waits for a second officer, and how far the work is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.exams.permissions import EXAMINERS
from assessments.exams.sittings.screens.frame import officer_of, refusals_told
from lms.lib.errors import NotFoundHere, Refused
from lms.lib.leases import JobState
from lms.people import access
from lms.people.grants import check_two_people
from lms.people.pages import page_frame

from ...candidacies.states import CandidacyState
from ...models import CertificateOrder
from ...permissions import bodies_for, candidacies_for, order_for, orders_for
from .. import api
from ..proposing import MOST_LINES

PER_PAGE = 50
ICON = "doc-full"
State = CertificateOrder.State
BUSY = (JobState.DUE, JobState.RUNNING)


@access.officers(*EXAMINERS)
def awarded(request: HttpRequest) -> HttpResponse:
    """Awarded candidates without a certificate, by scheme; ticked ones are proposed for issue."""
    officer = officer_of(request)
    waiting = candidacies_for(officer).filter(
        state=CandidacyState.AWARDED, scheme__body__in=bodies_for(officer), scheme__body__outside=False
    )
    waiting = waiting.exclude(order_lines__standing=True)
    schemes = list(
        waiting.order_by("scheme__title")
        .values("scheme", "scheme__title", "scheme__title_en", "scheme__body__name")
        .annotate(n=Count("pk"))
    )
    asked = request.GET.get("scheme", "")
    found = [one["scheme"] for one in schemes if str(one["scheme"]) == asked] or [one["scheme"] for one in schemes]
    chosen: UUID | None = found[0] if found else None
    rows = waiting.filter(scheme=chosen) if chosen else waiting.none()
    rows = rows.select_related("learner__ward", "scheme", "prison").order_by("number")
    context = {
        "schemes": schemes,
        "chosen": str(chosen or ""),
        "rows": rows[:MOST_LINES],
        "count": rows.count(),
        "most": MOST_LINES,
        "several": len({one.prison_id for one in rows[:MOST_LINES]}) > 1,
    }
    frame = page_frame(_("Issue certificates"), ICON)
    return TemplateResponse(request, "assessments/certificates/awarded.html", context | frame)


@access.officers(*EXAMINERS)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    with refusals_told(request):
        order = api.propose_issue(request.POST.getlist("candidacy"), by=officer_of(request))
        return redirect("certificate_order", order.pk)
    return redirect("certificates_awarded")


@access.officers(*EXAMINERS)
def orders(request: HttpRequest) -> HttpResponse:
    """What waits first, then the past."""
    found = orders_for(officer_of(request)).annotate(count=Count("lines"))
    waiting = found.filter(Q(state=State.PROPOSED) | Q(state=State.APPROVED)).order_by("proposed_at")
    past = found.exclude(pk__in=waiting.values("pk")).order_by("-proposed_at", "pk")
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("p"))
    frame = page_frame(_("Certificate orders"), ICON)
    context = {"waiting": waiting[:200], "page": page}
    return TemplateResponse(request, "assessments/certificates/orders.html", context | frame)


@access.officers(*EXAMINERS)
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    one = order_for(officer, order_id)
    lines = one.lines.select_related("candidacy__learner__ward", "candidacy__scheme", "old", "made").order_by("place")
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        "one": one,
        "page": page,
        "count": page.paginator.count,
        "busy": one.state == State.APPROVED and one.job_state in BUSY,
        "failed": one.state == State.APPROVED and one.job_state == JobState.FAILED,
        "left_out": one.lines.exclude(error="").count(),
        "why_not": _why_not(one, officer) if one.state == State.PROPOSED else "",
        "prints": one.prints.all()[:3],
    }
    context["printing"] = any(print_.job_state in BUSY for print_ in context["prints"])
    if "fragment" in request.GET:
        return render(request, "assessments/certificates/order_work.html", context | {"fragment": True})
    frame = page_frame(one.get_kind_display(), ICON, (_("Certificate orders"), "certificate_orders"))
    return TemplateResponse(request, "assessments/certificates/order.html", context | frame)


def _why_not(one: CertificateOrder, officer: Any) -> str:
    try:
        check_two_people(one.proposed_by, officer)
    except Refused as refused:
        return str(refused)
    return ""


@access.officers(*EXAMINERS)
@require_POST
def act(request: HttpRequest, order_id: UUID, action: str) -> HttpResponse:
    """`approve`, `refuse`, `withdraw`, `again` (after a failure), `print`."""
    officer = officer_of(request)
    with refusals_told(request):
        if action == "approve":
            api.approve_order(order_id, by=officer, digest=request.POST.get("digest", ""))
            messages.success(request, _("Approved. The work has begun."))
        elif action == "refuse":
            api.refuse_order(order_id, by=officer, reason=request.POST.get("reason", ""))
            messages.success(request, _("Refused. Whoever proposed it reads why."))
        elif action == "withdraw":
            api.withdraw_order(order_id, by=officer)
            messages.success(request, _("Withdrawn."))
        elif action == "again":
            api.try_again(order_id, by=officer)
        elif action == "print":
            api.request_print(order_id, by=officer)
        else:
            raise NotFoundHere
    return redirect("certificate_order", order_id)


@access.officers(*EXAMINERS)
def printed(request: HttpRequest, order_id: UUID, print_id: UUID) -> HttpResponse:
    response = HttpResponse(api.printed(officer_of(request), order_id, print_id), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="certificates.pdf"'
    return response
