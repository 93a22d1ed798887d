"""Certificates: what two officers decide together, what is signed, and what leaves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from lms.audit import api as audit
from lms.people.models import Officer

from ..errors import NotNow
from ..models import AwardingBody, CertificateOrder
from ..permissions import check_can_change_keys, check_can_decide, order_for
from .approving import approve_order, refuse_order, wake, withdraw_order
from .bringing import bring_key, forget_brought, forget_old_brought, import_key
from .carrying_out import carry_out
from .keeping import (
    ask_export,
    clear_doubt,
    confirm_compromise,
    doubt_key,
    export_key,
    forget_export,
    forget_old_exports,
    key_for,
    make_key,
)
from .printing import pdf_for, pdf_of, printed, request_print, run_print, tidy_prints
from .proposing import propose_issue, propose_replacement, propose_revocation
from .publishing import bundle_of_server, did_document, verifier_of
from .renewing import can_be_renewed, expire_candidacies, expiring, register_renewal, renewable_schemes
from .status import renew_status_lists, sign_status_lists

__all__ = [
    "approve_order",
    "ask_export",
    "bring_key",
    "bundle_of_server",
    "can_be_renewed",
    "carry_out",
    "clear_doubt",
    "confirm_compromise",
    "did_document",
    "doubt_key",
    "expire_candidacies",
    "expiring",
    "export_key",
    "forget_brought",
    "forget_export",
    "forget_old_brought",
    "forget_old_exports",
    "import_key",
    "key_for",
    "make_key",
    "pdf_for",
    "pdf_of",
    "printed",
    "propose_issue",
    "propose_replacement",
    "propose_revocation",
    "refuse_order",
    "register_renewal",
    "renew_status_lists",
    "renewable_schemes",
    "request_print",
    "run_print",
    "sign_status",
    "tidy_prints",
    "try_again",
    "verifier_of",
    "withdraw_order",
]


@transaction.atomic
def try_again(order_id: UUID | str, *, by: Officer) -> CertificateOrder:
    """After a failure whose cause is mended; the approval stands. Raises NotFoundHere, PermissionDenied, NotNow."""
    found = order_for(by, order_id)
    check_can_decide(by, [line.candidacy for line in found.lines.select_related("candidacy__learner")])
    order = CertificateOrder.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if order.state != CertificateOrder.State.APPROVED or order.job_state != "failed":
        raise NotNow
    order.job_state, order.error = "due", ""
    order.save(update_fields=["job_state", "error"])
    audit.log(by=by, verb="assessments.certificates.tried_again", target=order)
    wake(order)
    return order


def sign_status(body: AwardingBody, *, by: Any) -> int:
    """The body's status lists as of now, without waiting for the night. Raises PermissionDenied, NoKey."""
    check_can_change_keys(by, body)
    return sign_status_lists(body)
