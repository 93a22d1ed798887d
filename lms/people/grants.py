"""Giving and taking roles. Nobody alone grants a role: one officer asks, a second confirms, and neither is who receives it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotAllowed, NotFoundHere

from .models import Officer, Prison, RoleGrant, RoleRequest, Ward
from .permissions import has_role, holds_server_wide
from .role_groups import follow_grants
from .roles import Role

# What the education office gives out in its own prison. All other roles are the administrators'.
BY_EDUCATION_OFFICE = frozenset(
    {Role.TEACHER, Role.AUTHOR, Role.EVALUATOR, Role.INVIGILATOR, Role.SUPERVISOR, Role.DEVICE_KEEPER}
)
ONE_PERSON_FOR = timedelta(days=7)
_NOT_YOURS = gettext_lazy("Your account may not give this role here.")


def can_give(by: Officer, role: Role, prison: Prison | None) -> bool:
    """Whether the officer may take part in giving this role over this prison (None: over the whole server)."""
    if prison is None:
        return holds_server_wide(by, Role.ADMINISTRATOR)
    roles = (Role.ADMINISTRATOR, Role.EDUCATION_OFFICE) if role in BY_EDUCATION_OFFICE else (Role.ADMINISTRATOR,)
    return has_role(by, *roles, prison=prison)


def check_two_people(first: Officer | None, second: Officer) -> None:
    """Raises NotAllowed unless these are two people: different, and neither has set the other's password or second factor within a week.

    Otherwise whoever may reset accounts could be both.
    """
    if first is None or first.pk == second.pk:
        raise NotAllowed(_("A second officer has to do this."))
    since = timezone.now() - ONE_PERSON_FOR
    for one, other in ((first, second), (second, first)):
        if one.reset_by_id == other.pk and one.reset_at and one.reset_at > since:
            raise NotAllowed(
                _(
                    "One of the two officers has set the other's password or second factor within the last seven days. Ask somebody else."
                )
            )


@transaction.atomic
def request_role(
    officer_id: int, role: Role, *, prison: Prison | None, by: Officer, reason: str, ward: Ward | None = None
) -> RoleRequest:
    """The first officer's half. Raises NotAllowed, Invalid, Conflict."""
    officer = Officer.objects.get(pk=officer_id)
    prison = ward.prison if ward else prison
    _check_may_decide(by, officer, role, prison)
    if not reason.strip():
        raise Invalid(_("Say why, in a few words."))
    if not officer.is_active:
        raise Conflict(_("This account is disabled."))
    if officer.grants.filter(role=role, prison=prison, ward=ward).exists():
        raise Conflict(_("This officer holds this role already."))
    if RoleRequest.objects.filter(
        officer=officer, role=role, prison=prison, ward=ward, state=RoleRequest.State.WAITING
    ).exists():
        raise Conflict(_("This role has been asked for already and waits for a second officer."))
    request = RoleRequest.objects.create(
        officer=officer, role=role, prison=prison, ward=ward, reason=reason.strip()[:300], requested_by=by
    )
    audit.log(by=by, verb="people.role.requested", target=officer, detail=_detail(request), prison=prison)
    return request


@transaction.atomic
def confirm_role(request_id: UUID, *, by: Officer) -> RoleGrant:
    """The second officer's half: from here on the role holds. Raises NotAllowed, NotFoundHere, Conflict."""
    request = _waiting(request_id)
    _check_may_decide(by, request.officer, Role(request.role), request.prison)
    check_two_people(request.requested_by, by)
    grant, _created = RoleGrant.objects.get_or_create(
        officer=request.officer,
        role=request.role,
        prison=request.prison,
        ward=request.ward,
        defaults={"granted_by": by},
    )
    _decide(request, RoleRequest.State.GRANTED, by)
    follow_grants(request.officer)
    audit.log(by=by, verb="people.role.granted", target=request.officer, detail=_detail(request), prison=request.prison)
    return grant


@transaction.atomic
def refuse_role(request_id: UUID, *, by: Officer) -> None:
    """Say no, or take one's own request back. Raises NotAllowed, NotFoundHere, Conflict."""
    request = _waiting(request_id)
    if not can_give(by, Role(request.role), request.prison):
        raise NotAllowed(_NOT_YOURS)
    _decide(request, RoleRequest.State.REFUSED, by)
    audit.log(by=by, verb="people.role.refused", target=request.officer, detail=_detail(request), prison=request.prison)


@transaction.atomic
def revoke_role(grant_id: UUID, *, by: Officer) -> None:
    """Take a role away; one officer is enough. Raises NotAllowed, NotFoundHere, Conflict."""
    grant = RoleGrant.objects.select_related("officer", "prison", "ward").filter(pk=grant_id).first()
    if grant is None:
        raise NotFoundHere
    if not can_give(by, Role(grant.role), grant.prison):
        raise NotAllowed(_NOT_YOURS)
    officer, detail, prison = grant.officer, _detail(grant), grant.prison
    server_wide_administrator = grant.role == Role.ADMINISTRATOR and prison is None
    grant.delete()
    if server_wide_administrator:
        check_administrator_left()
    follow_grants(officer)
    audit.log(by=by, verb="people.role.revoked", target=officer, detail=detail, prison=prison)


@transaction.atomic
def grant_at_setup(
    officer: Officer, role: Role, *, reason: str, prison: Prison | None = None, ward: Ward | None = None
) -> RoleGrant:
    """A role without a second officer, for the start of a new server, the demo and tests: never behind a button. The reason is on the record."""
    prison = ward.prison if ward else prison
    grant, _created = RoleGrant.objects.get_or_create(officer=officer, role=role, prison=prison, ward=ward)
    follow_grants(officer)
    audit.log(
        by=None,
        verb="people.role.granted_at_setup",
        target=officer,
        detail={**_detail(grant), "reason": reason},
        prison=prison,
    )
    return grant


def requests_for(by: Officer) -> QuerySet[RoleRequest]:
    """Requests that this officer may decide or has made."""
    waiting = RoleRequest.objects.select_related("officer", "prison", "ward", "requested_by", "decided_by")
    mine = [
        request.pk
        for request in waiting.order_by("-requested_at")[:1000]
        if can_give(by, Role(request.role), request.prison)
    ]
    return waiting.filter(pk__in=mine)


def check_administrator_left() -> None:
    """Raises Conflict when nobody could look after the server any more."""
    active = Officer.objects.filter(is_active=True)
    if not (
        active.filter(is_superuser=True).exists()
        or active.filter(grants__role=Role.ADMINISTRATOR, grants__prison=None).exists()
    ):
        raise Conflict(_("This is the last administrator of the server. Make another one first."))


def _check_may_decide(by: Officer, officer: Officer, role: Role, prison: Prison | None) -> None:
    if not can_give(by, role, prison):
        raise NotAllowed(_NOT_YOURS)
    if by.pk == officer.pk:
        raise NotAllowed(_("Nobody takes part in giving a role to themselves."))
    if prison and officer.prison_id not in (None, prison.pk) and not holds_server_wide(by, Role.ADMINISTRATOR):
        raise NotAllowed(_("This officer belongs to another prison."))


def _waiting(request_id: UUID) -> RoleRequest:
    request = (
        RoleRequest.objects.select_for_update(of=("self",))
        .select_related("officer", "prison", "ward", "requested_by")
        .filter(pk=request_id)
        .first()
    )
    if request is None:
        raise NotFoundHere
    if request.state != RoleRequest.State.WAITING:
        raise Conflict(_("This request has been decided already."))
    return request


def _decide(request: RoleRequest, state: str, by: Officer) -> None:
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.save(update_fields=["state", "decided_by", "decided_at"])


def _detail(held: RoleRequest | RoleGrant) -> dict[str, str]:
    detail = {"role": str(held.role), "prison": str(held.prison or ""), "ward": str(held.ward or "")}
    return {**detail, "reason": held.reason} if isinstance(held, RoleRequest) else detail
