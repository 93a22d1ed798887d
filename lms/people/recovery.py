"""Opening a learner's key after a forgotten secret. `people` keeps the two officers apart; who holds the private key opens it (open_sealed)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere

from .devices import check_jwk
from .grants import check_two_people
from .models import Device, Learner, Officer, RecoveryRequest
from .names import clean
from .permissions import scope_q
from .roles import Role

APPROVERS = (Role.EDUCATION_OFFICE, Role.TEACHER, Role.SUPERVISOR)
LONGEST_SEALED = 4000  # characters of a compact JWE over 32 bytes: far below
KEPT_DAYS = 30  # a reply that no tablet has asked for since is forgotten

OpenSealed = Callable[[str, Mapping[str, str]], str]
"""(sealed, reply_to) → the learner key sealed to reply_to. Raises ValueError when `sealed` cannot be opened."""


@transaction.atomic
def request_recovery(
    device: Device, learner: Learner, recovery_jwe: str, reply_to_jwk: Mapping[str, str]
) -> RecoveryRequest:
    """What a tablet asks for; the same question again finds the same request. Another reply key takes the approvals back."""
    check_jwk(reply_to_jwk)
    if not 1 <= len(recovery_jwe) <= LONGEST_SEALED:
        raise Invalid(_("The tablet sent a key that cannot be used."), code="bad_key")
    sealed_hash = hashlib.sha256(recovery_jwe.encode()).hexdigest()
    reply_to = {name: reply_to_jwk[name] for name in ("kty", "crv", "x", "y")}
    request, made = RecoveryRequest.objects.select_for_update().get_or_create(
        device=device,
        learner=learner,
        sealed_hash=sealed_hash,
        defaults={"prison": learner.prison, "sealed": recovery_jwe, "reply_to": reply_to},
    )
    if made:
        audit.log(by=device, verb="people.recovery.asked", target=request)
    elif request.reply_to != reply_to:
        request.reply_to, request.reply, request.reason = reply_to, "", ""
        request.state, request.first_officer, request.second_officer, request.decided_at = (
            RecoveryRequest.State.WAITING,
            None,
            None,
            None,
        )
        request.save()
        audit.log(by=device, verb="people.recovery.asked", target=request, detail={"again": True})
    return request


def recovery_state(request: RecoveryRequest) -> tuple[str, str]:
    """(waiting | ready | refused, the key sealed to the tablet when it is ready)."""
    return request.state, request.reply if request.state == RecoveryRequest.State.READY else ""


def recoveries_for(officer: Officer) -> QuerySet[RecoveryRequest]:
    """Requests about learners that the officer may decide on."""
    scope = scope_q(officer, *APPROVERS, ward_field="learner__ward")
    return RecoveryRequest.objects.filter(scope).select_related(
        "learner", "learner__ward", "device", "first_officer", "second_officer"
    )


def recovery_for(officer: Officer, request_id: UUID | str) -> RecoveryRequest:
    try:
        return recoveries_for(officer).get(pk=request_id)
    except (RecoveryRequest.DoesNotExist, ValidationError) as error:
        raise NotFoundHere from error


@transaction.atomic
def approve_recovery(request_id: UUID, *, by: Officer, open_sealed: OpenSealed, reason: str = "") -> RecoveryRequest:
    """The first officer gives the reason; a second, different one opens the key. The caller tells the learner when it is ready."""
    request = _waiting(request_id, by)
    if request.first_officer is None:
        request.reason = clean(reason)[:500]
        if not request.reason:
            raise Invalid(_("Say why the key must be opened: the learner will read it."))
        request.first_officer = by
        request.save(update_fields=["reason", "first_officer"])
        audit.log(by=by, verb="people.recovery.first_approval", target=request, detail={"reason": request.reason})
        return request
    if request.first_officer_id == by.pk:
        raise Conflict(_("You have approved this already. A second officer must agree."))
    check_two_people(request.first_officer, by)
    try:
        request.reply = open_sealed(request.sealed, request.reply_to)
    except ValueError as error:
        raise Invalid(_("This key cannot be opened with the prison's recovery key.")) from error
    request.second_officer, request.state, request.decided_at = by, RecoveryRequest.State.READY, timezone.now()
    request.save(update_fields=["second_officer", "state", "decided_at", "reply"])
    audit.log(
        by=by,
        verb="people.recovery.opened",
        target=request,
        detail={"first_officer": request.first_officer_id, "reason": request.reason},
    )
    return request


@transaction.atomic
def refuse_recovery(request_id: UUID, *, by: Officer, reason: str) -> RecoveryRequest:
    """One officer is enough to refuse."""
    request = _waiting(request_id, by)
    reason = clean(reason)[:500]
    if not reason:
        raise Invalid(_("Say why you refuse."))
    request.state, request.reason, request.second_officer, request.decided_at = (
        RecoveryRequest.State.REFUSED,
        reason,
        by,
        timezone.now(),
    )
    request.save(update_fields=["state", "reason", "second_officer", "decided_at"])
    audit.log(by=by, verb="people.recovery.refused", target=request, detail={"reason": reason})
    return request


def _waiting(request_id: UUID, by: Officer) -> RecoveryRequest:
    recovery_for(by, request_id)  # may this officer see it?
    request = RecoveryRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if request.state != RecoveryRequest.State.WAITING:
        raise Conflict(_("This request has been decided."))
    return request


def forget_old_replies() -> int:
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    return (
        RecoveryRequest.objects.filter(state=RecoveryRequest.State.READY, decided_at__lt=old)
        .exclude(reply="")
        .update(reply="")
    )
