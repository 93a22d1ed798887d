"""The list of certificates, each one's page, and its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assessments.exams.sittings.screens.frame import officer_of, refusals_told
from lms.lib.errors import Invalid, NotFoundHere
from lms.lib.tables import table_response
from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from ...credentials.signing import enveloped
from ...models import AwardingBody, Certificate
from ...permissions import REGISTRARS, VIEWERS, bodies_for, can_decide, can_register, certificate_for, certificates_for
from .. import api
from ..renewing import expiring
from ..sources import facts_of

PER_PAGE = 50
MOST_ROWS = 50_000
ICON = "doc-full"
STATES = {
    "valid": gettext_lazy("Valid"),
    "soon": gettext_lazy("Expire soon"),
    "expired": gettext_lazy("Expired"),
    "revoked": gettext_lazy("Revoked"),
    "replaced": gettext_lazy("Replaced"),
}


@access.officers(*VIEWERS)
def certificates(request: HttpRequest) -> HttpResponseBase:
    """`q` (number, name, candidate number), `state`, `body`; `export` gives them as an Excel file."""
    officer = officer_of(request)
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "state", "body")}
    bodies = list(bodies_for(officer))
    found = _narrowed(certificates_for(officer), asked, bodies)
    found = found.select_related("body", "candidacy__scheme", "candidacy__prison")
    if "export" in request.GET:
        return _excel(found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": [(one, standing(one)) for one in page],
        "renewable": _renewable(officer, page) if asked["state"] == "soon" else (),
        "asked": asked,
        "states": STATES.items(),
        "bodies": bodies,
        "narrowed": any(asked.values()),
        "paging": urlencode({key: value for key, value in asked.items() if value}),
        "several": len({one.candidacy.prison_id for one in page}) > 1,
    }
    frame = page_frame(_("Certificates"), ICON)
    return TemplateResponse(request, "assessments/certificates/list.html", context | frame)


def _renewable(officer: Officer, page: Iterable[Certificate]) -> set[UUID]:
    """Those of the page whose holder the officer may register for the renewal."""
    schemes = api.renewable_schemes()
    prisons = {one.candidacy.prison_id for one in page}
    mine = {prison for prison in prisons if can_register(officer, prison)}
    return {one.pk for one in page if one.candidacy.scheme_id in schemes and one.candidacy.prison_id in mine}


def standing(certificate: Certificate) -> str:
    """A key of STATES: expired is worked out, the rest is kept."""
    if certificate.state == Certificate.State.ISSUED:
        ended = certificate.valid_until is not None and certificate.valid_until < timezone.localdate()
        return "expired" if ended else "valid"
    return certificate.state


def _narrowed(found: QuerySet[Certificate], asked: dict[str, str], bodies: list[AwardingBody]) -> QuerySet[Certificate]:
    today = timezone.localdate()
    issued = Q(state=Certificate.State.ISSUED)
    by_state = {
        "valid": issued & (Q(valid_until=None) | Q(valid_until__gte=today)),
        "expired": issued & Q(valid_until__lt=today),
        "revoked": Q(state=Certificate.State.REVOKED),
        "replaced": Q(state=Certificate.State.REPLACED),
    }
    if asked["state"] == "soon":
        found = expiring(found)
    elif asked["state"] in by_state:
        found = found.filter(by_state[asked["state"]])
    for body in bodies:
        if asked["body"] == str(body.pk):
            found = found.filter(body=body)
    for word in asked["q"].replace("\x00", "").split()[:8]:
        names = Q(candidacy__holder_name__icontains=word) | Q(candidacy__number__icontains=word)
        found = found.filter(Q(number__icontains=word) | names)
    return found


def _excel(found: QuerySet[Certificate]) -> HttpResponseBase:
    headers = (
        _("Certificate number"),
        _("Name"),
        _("Candidate number"),
        _("Scheme"),
        _("Awarding body"),
        _("Issued"),
        _("Valid until"),
        _("State"),
    )
    rows = (
        (
            one.number,
            one.candidacy.holder_name,
            one.candidacy.number,
            str(one.candidacy.scheme),
            str(one.body),
            timezone.localdate(one.issued_at),
            one.valid_until or "",
            str(STATES[standing(one)]),
        )
        for one in found[:MOST_ROWS].iterator(chunk_size=2000)
    )
    return table_response("xlsx", _("certificates"), headers, rows)


@access.officers(*VIEWERS)
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    one = certificate_for(officer, certificate_id)
    state = standing(one)
    context: dict[str, Any] = {
        "one": one,
        "state": state,
        "state_words": STATES[state],
        "says": None if one.outside else facts_of(one),
        "replaces": Certificate.objects.filter(replaced_by=one).first(),
        "orders": one.candidacy.order_lines.filter(Q(old=one) | Q(made=one)).select_related(
            "order__proposed_by", "order__decided_by"
        ),
        "waiting": one.candidacy.order_lines.filter(standing=True).select_related("order").first(),
        "may_decide": can_decide(officer, one.candidacy.prison_id),
        "may_renew": can_register(officer, one.candidacy.prison_id) and api.can_be_renewed(one),
    }
    frame = page_frame(one.number, ICON, (_("Certificates"), "certificates"))
    return TemplateResponse(request, "assessments/certificates/certificate.html", context | frame)


@access.officers(*VIEWERS)
def pdf(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    one, data = api.pdf_for(officer_of(request), certificate_id)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
    return response


@access.officers(*VIEWERS)
def credential(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """The signed credential alone, as a JSON file that the verifier reads."""
    one = certificate_for(officer_of(request), certificate_id)
    if one.outside:
        raise NotFoundHere
    response = HttpResponse(enveloped(one.credential), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{one.number}.json"'
    return response


@access.officers(*REGISTRARS)
@require_POST
def renew(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Registers the holder for the next certificate."""
    with refusals_told(request):
        made = api.register_renewal(certificate_id, by=officer_of(request))
        messages.success(request, _("%(name)s is registered for the renewal.") % {"name": made.holder_name})
        return redirect("candidacy", made.pk)
    return redirect("certificate", certificate_id)


@access.officers(*VIEWERS)
@require_POST
def propose(request: HttpRequest, certificate_id: UUID, action: str) -> HttpResponse:
    """`revoke` or `replace`: the first officer's half."""
    officer, reason = officer_of(request), request.POST.get("reason", "")
    with refusals_told(request):
        if action not in ("revoke", "replace"):
            raise NotFoundHere
        if action == "revoke":
            order = api.propose_revocation(certificate_id, by=officer, reason=reason)
        else:
            order = api.propose_replacement(
                certificate_id,
                by=officer,
                reason=reason,
                holder_name=request.POST.get("holder_name", ""),
                holder_latin=request.POST.get("holder_latin", ""),
                born_on=_day(request.POST.get("born_on", "")),
            )
        return redirect("certificate_order", order.pk)
    return redirect("certificate", certificate_id)


def _day(text: str) -> Any:
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise Invalid(_("Write the date as year-month-day, such as 1990-05-31."))
    return day
