"""Staff screens of sync: records in quarantine, key recoveries, receipts with their anchors, backups."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from lms.lib.errors import Refused
from lms.people import access
from lms.people import api as people
from lms.people.models import RecoveryRequest
from lms.people.recovery import APPROVERS
from lms.people.roles import Role
from lms.people.screens.page import StaffListing, officer_of, page

from . import quarantine, recovery
from .models import IssuedReceipt, QuarantinedStatement
from .receipts import device_names, receipts_for

QUARANTINE, RECOVERIES = reverse_lazy("sync_staff:quarantine"), reverse_lazy("sync_staff:recoveries")
RECEIPT_READERS = (Role.DEVICE_KEEPER, Role.EDUCATION_OFFICE, Role.AUDITOR, Role.SUPERVISOR)


class QuarantineListing(StaffListing):
    model = QuarantinedStatement
    page_title = gettext_lazy("Records in quarantine")
    header_icon = "warning"
    export_name = gettext_lazy("quarantine")
    is_searchable = False
    index_url_name, index_results_url_name = "sync_staff:quarantine", "sync_staff:quarantine_results"
    default_ordering = ("state", "-arrived_at")
    columns = [
        TitleColumn(
            "reason",
            label=gettext_lazy("Reason"),
            accessor="get_reason_display",
            get_url=lambda row: reverse("sync_staff:quarantined", args=[row.pk]),
        ),
        Column("device", label=gettext_lazy("Tablet")),
        Column("seq", label=gettext_lazy("Number in its journal")),
        DateColumn("arrived_at", label=gettext_lazy("Arrived"), sort_key="arrived_at"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
    ]

    def get_base_queryset(self) -> QuerySet[QuarantinedStatement]:
        return quarantine.quarantine_for(self.officer)

    def export_headers(self) -> list[str]:
        return [_("reason"), _("tablet"), _("number"), _("arrived"), _("state"), _("why")]

    def export_row(self, row: QuarantinedStatement) -> list[object]:
        return [
            row.get_reason_display(),
            row.device.name,
            row.seq,
            row.arrived_at,
            row.get_state_display(),
            row.decision_reason,
        ]


class ReceiptListing(StaffListing):
    model = IssuedReceipt
    page_title = gettext_lazy("Receipts")
    header_icon = "doc-full"
    export_name = gettext_lazy("receipts")
    is_searchable = False
    index_url_name, index_results_url_name = "sync_staff:receipts", "sync_staff:receipts_results"
    default_ordering = "-number"
    columns = [
        Column("number", label=gettext_lazy("Number"), sort_key="number"),
        Column("device", label=gettext_lazy("Tablet"), accessor=lambda row: row.device_name),
        Column("accepted", label=gettext_lazy("Records")),
        Column("quarantined", label=gettext_lazy("In quarantine")),
        Column("audit_seq", label=gettext_lazy("Audit anchor")),
        DateColumn("issued_at", label=gettext_lazy("Given"), sort_key="issued_at"),
    ]

    def get_base_queryset(self) -> QuerySet[IssuedReceipt]:
        return device_names(receipts_for(self.officer))

    def export_headers(self) -> list[str]:
        return [_("number"), _("tablet"), _("records"), _("in quarantine"), _("audit anchor"), _("given")]

    def export_row(self, row: IssuedReceipt) -> list[object]:
        return [row.number, row.device_name, row.accepted, row.quarantined, row.audit_seq, row.issued_at]  # type: ignore[attr-defined]


@access.officers(*quarantine.DECIDERS)
@require_http_methods(["GET", "POST"])
def quarantined(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Both contents side by side, and the decision."""
    row = quarantine.quarantined_for(officer_of(request), row_id)
    if request.method == "POST":
        verb = quarantine.accept if request.POST.get("decision") == "accept" else quarantine.refuse
        return _decided(request, lambda reason: verb(row.pk, by=officer_of(request), reason=reason), str(QUARANTINE))
    context = {
        "row": row,
        "learner": quarantine.learner_of(row),
        "arrived": _pretty(quarantine.content_of(row)),
        "stored": _pretty(quarantine.stored_twin(row)),
    }
    trail = ((_("Records in quarantine"), str(QUARANTINE)),)
    return page(request, "sync/quarantined.html", _("A record in quarantine"), context, icon="warning", trail=trail)


def _pretty(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) if document else ""


def _decided(request: HttpRequest, decide: Callable[[str], object], back: str) -> HttpResponse:
    try:
        decide(request.POST.get("reason", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, _("The decision has been kept."))
    return redirect(back)


@access.officers(*APPROVERS)
def recoveries(request: HttpRequest) -> HttpResponse:
    rows = people.recoveries_for(officer_of(request)).order_by("-asked_at")[:200]
    return page(request, "sync/recoveries.html", _("Key recoveries"), {"rows": rows}, icon="key")


@access.officers(*APPROVERS)
@require_http_methods(["GET", "POST"])
def one_recovery(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The first officer gives the reason, a second one opens the key."""
    officer = officer_of(request)
    asked = people.recovery_for(officer, request_id)
    if request.method == "POST":
        if request.POST.get("decision") == "accept":
            return _decided(
                request, lambda reason: recovery.approve(asked.pk, by=officer, reason=reason), str(RECOVERIES)
            )
        return _decided(
            request, lambda reason: people.refuse_recovery(asked.pk, by=officer, reason=reason), str(RECOVERIES)
        )
    trail = ((_("Key recoveries"), str(RECOVERIES)),)
    context = {
        "asked": asked,
        "own": asked.first_officer_id == officer.pk,
        "waiting": asked.state == RecoveryRequest.State.WAITING,
    }
    return page(request, "sync/recovery.html", _("Key recovery"), context, icon="key", trail=trail)


urlpatterns = [
    path("quarantine/", access.officers(*quarantine.DECIDERS)(QuarantineListing.as_view()), name="quarantine"),
    path(
        "quarantine/results/",
        access.officers(*quarantine.DECIDERS)(QuarantineListing.as_view(results_only=True)),
        name="quarantine_results",
    ),
    path("quarantine/<uuid:row_id>/", quarantined, name="quarantined"),
    path("receipts/", access.officers(*RECEIPT_READERS)(ReceiptListing.as_view()), name="receipts"),
    path(
        "receipts/results/",
        access.officers(*RECEIPT_READERS)(ReceiptListing.as_view(results_only=True)),
        name="receipts_results",
    ),
    path("recoveries/", recoveries, name="recoveries"),
    path("recoveries/<uuid:request_id>/", one_recovery, name="recovery"),
]
