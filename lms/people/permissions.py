"""May this officer? Questions about people only, never about the state of things."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from .models import Officer, Prison, Ward
from .roles import Role


def has_role(officer: object, *roles: Role, prison: UUID | Prison | None = None, ward: Ward | None = None) -> bool:
    """Whether the officer holds one of the roles, there if a place is given, anywhere otherwise.

    A prison without a ward means the prison as a whole: a role over one of its wards is not enough.
    """
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return False
    if officer.is_superuser:
        return True
    grants = officer.grants.filter(role__in=roles)
    if ward is not None:
        above = ward_and_above(ward)
        grants = grants.filter(Q(prison=None) | Q(prison=ward.prison_id, ward=None) | Q(ward__in=above))
    elif prison is not None:
        grants = grants.filter(Q(prison=None) | Q(prison=prison, ward=None))
    return grants.exists()


def held_roles(officer: object) -> frozenset[Role]:
    """Roles held anywhere, for menus and start pages: a first account shows an administrator's. Asked once a request."""
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return frozenset()
    if not hasattr(officer, "_held_roles"):
        held = {Role(role) for role in officer.grants.values_list("role", flat=True)}
        officer._held_roles = frozenset(held | {Role.ADMINISTRATOR} if officer.is_superuser else held)  # type: ignore[attr-defined]
    return officer._held_roles  # type: ignore[attr-defined,no-any-return]


def holds_server_wide(officer: object, *roles: Role) -> bool:
    """Whether the officer holds one of the roles over the whole server."""
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return False
    return officer.is_superuser or officer.grants.filter(role__in=roles, prison=None).exists()


def check_has_role(
    officer: object, *roles: Role, prison: UUID | Prison | None = None, ward: Ward | None = None
) -> None:
    if not has_role(officer, *roles, prison=prison, ward=ward):
        raise PermissionDenied(_("Your account may not do this here."))


def scope_q(officer: Officer, *roles: Role, prison_field: str = "prison", ward_field: str = "ward") -> Q:
    """A filter for rows that lie in the part of the tree where the officer holds one of the roles (all roles when none is named)."""
    if officer.is_superuser:
        return Q()
    grants = officer.grants.all()
    if roles:
        grants = grants.filter(role__in=roles)
    allowed = Q(pk__in=[])
    for grant in grants.select_related("ward"):
        if grant.prison_id is None and grant.ward_id is None:
            return Q()
        if grant.ward is None:
            allowed |= Q(**{f"{prison_field}": grant.prison_id})
        else:
            allowed |= Q(**{f"{ward_field}__in": ward_and_below(grant.ward)})
    return allowed


def ward_and_above(ward: Ward) -> list[UUID]:
    found: list[UUID] = []
    current: Ward | None = ward
    while current is not None:
        found.append(current.pk)
        current = current.parent
    return found


def ward_and_below(ward: Ward) -> list[UUID]:
    found, edge = [ward.pk], [ward.pk]
    while edge:
        edge = list(Ward.objects.filter(parent__in=edge).values_list("pk", flat=True))
        found += edge
    return found
