"""The second officer's half: exactly what was proposed is approved, or refused. Never by the one who proposed it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.faults import faultpoint
from lms.people.grants import check_two_people
from lms.people.models import Officer

from ..candidacies.states import CandidacyState
from ..errors import ChangedSince, NotNow
from ..models import Certificate, CertificateOrder, OrderLine
from ..permissions import check_can_decide, order_for
from .proposing import digest_of, said
from .sources import words_of

State = CertificateOrder.State


@transaction.atomic
def approve_order(order_id: UUID | str, *, by: Officer, digest: str) -> CertificateOrder:
    """`digest`: of what the officer has looked at. A worker then carries it out.

    Raises NotFoundHere, PermissionDenied, NotAllowed, NotNow, ChangedSince.
    """
    order, lines = _locked(order_id, by)
    check_two_people(order.proposed_by, by)
    if digest != order.digest or digest_of(order, lines) != order.digest or not _as_proposed(lines):
        raise ChangedSince
    _decide(order, State.APPROVED, by=by)
    faultpoint("assessments.certificates.after_approval")
    wake(order)
    return order


@transaction.atomic
def refuse_order(order_id: UUID | str, *, by: Officer, reason: str) -> CertificateOrder:
    """By a second officer, with a reason. Raises NotFoundHere, PermissionDenied, NotAllowed, NotNow, Invalid."""
    order, _lines = _locked(order_id, by)
    check_two_people(order.proposed_by, by)
    _decide(order, State.REFUSED, by=by, reason=said(reason))
    return order


@transaction.atomic
def withdraw_order(order_id: UUID | str, *, by: Officer) -> CertificateOrder:
    """By whoever may propose; nothing was issued yet. Raises NotFoundHere, PermissionDenied, NotNow."""
    order, _lines = _locked(order_id, by)
    _decide(order, State.WITHDRAWN, by=by)
    return order


def _locked(order_id: UUID | str, by: Officer) -> tuple[CertificateOrder, list[OrderLine]]:
    """An order that waits, with its lines. Raises NotFoundHere, PermissionDenied, NotNow."""
    found = order_for(by, order_id)
    order = (
        CertificateOrder.objects.select_for_update(of=("self",)).select_related("proposed_by", "body").get(pk=found.pk)
    )
    lines = list(
        order.lines.select_related(
            "candidacy__learner", "candidacy__scheme__body", "candidacy__version", "old"
        ).order_by("place")
    )
    check_can_decide(by, [one.candidacy for one in lines])
    if order.state != State.PROPOSED:
        raise NotNow
    return order, lines


def _as_proposed(lines: list[OrderLine]) -> bool:
    """Nothing that the certificates say has changed since, and they may still be issued, revoked or replaced."""
    if any(line.old.state != Certificate.State.ISSUED for line in lines if line.old is not None):
        return False
    new = [line for line in lines if line.old is None]
    if any(line.candidacy.state != CandidacyState.AWARDED for line in new):
        return False
    return words_of([line.candidacy for line in new]) == [line.facts for line in new]


def _decide(order: CertificateOrder, to: CertificateOrder.State, *, by: Officer, reason: str = "") -> None:
    order.state, order.decision_reason = to, reason
    fields = ["state", "decision_reason"]
    if to != State.WITHDRAWN:
        order.decided_by, order.decided_at = by, timezone.now()
        fields += ["decided_by", "decided_at"]
    order.save(update_fields=fields)
    if to != State.APPROVED:
        order.lines.update(standing=False)
    detail: dict[str, Any] = {"digest": order.digest} | ({"reason": reason} if reason else {})
    first = order.lines.select_related("candidacy").first()
    audit.log(
        by=by,
        verb=f"assessments.certificates.{order.kind}_{to.value}",
        target=order,
        detail=detail,
        prison=first.candidacy.prison_id if first else None,
    )


def wake(order: CertificateOrder) -> None:
    from ... import tasks  # the queue's wrappers import this package

    transaction.on_commit(lambda: tasks.carry_out_order.enqueue(str(order.pk)))
