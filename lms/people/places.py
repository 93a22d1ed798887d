"""Prisons and their wards."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotAllowed

from .models import Officer, Prison, RoleGrant, Ward
from .permissions import has_role, holds_server_wide, scope_q, ward_and_below
from .role_groups import follow_grants
from .roles import Role

KEEPERS = (Role.ADMINISTRATOR, Role.EDUCATION_OFFICE)


def prisons_for(officer: Officer, *roles: Role) -> QuerySet[Prison]:
    """Prisons where the officer holds one of the roles (any when none is named), over the prison or a part of it."""
    return Prison.objects.filter(scope_q(officer, *roles, prison_field="pk", ward_field="wards")).distinct()


def wards_for(officer: Officer, *roles: Role) -> QuerySet[Ward]:
    return Ward.objects.select_related("prison", "parent").filter(scope_q(officer, *roles, ward_field="pk"))


@transaction.atomic
def save_prison(prison: Prison, *, by: Officer) -> Prison:
    """Make a prison or change it. Only administrators of the whole server make one. Raises NotAllowed."""
    made = prison._state.adding
    allowed = holds_server_wide(by, Role.ADMINISTRATOR) if made else has_role(by, *KEEPERS, prison=prison)
    if not allowed:
        raise NotAllowed
    prison.save()
    if made:  # who holds a role over the whole server holds it here too
        for officer in Officer.objects.filter(grants__prison=None).distinct():
            follow_grants(officer)
    audit.log(by=by, verb="people.prison.created" if made else "people.prison.changed", target=prison, prison=prison)
    return prison


@transaction.atomic
def save_ward(ward: Ward, *, by: Officer) -> Ward:
    """Make a ward or change it. Raises NotAllowed, Invalid."""
    made = ward._state.adding
    before = None if made else Ward.objects.get(pk=ward.pk)
    for prison_id in {ward.prison_id, before.prison_id if before else ward.prison_id}:
        if not has_role(by, *KEEPERS, prison=prison_id):
            raise NotAllowed
    if before and before.prison_id != ward.prison_id:
        raise Invalid(_("A ward stays in its prison."))
    if ward.parent and ward.parent.prison_id != ward.prison_id:
        raise Invalid(_("A part of a ward belongs to the same prison."))
    if ward.parent and not made and ward.parent_id in ward_and_below(ward):
        raise Invalid(_("A ward cannot be a part of itself."))
    ward.save()
    audit.log(by=by, verb="people.ward.created" if made else "people.ward.changed", target=ward)
    return ward


@transaction.atomic
def delete_ward(ward: Ward, *, by: Officer) -> None:
    """Only an empty ward goes. Raises NotAllowed, Conflict."""
    if not has_role(by, *KEEPERS, prison=ward.prison_id):
        raise NotAllowed
    held = (ward.children, ward.learners, ward.devices, RoleGrant.objects.filter(ward=ward))
    if any(rows.exists() for rows in held):
        raise Conflict(_("This ward still has parts, learners, tablets or officers."))
    audit.log(by=by, verb="people.ward.deleted", target=ward)
    ward.delete()
