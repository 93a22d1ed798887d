"""May this officer? Who plans, teaches, watches over and ends broadcasts; and which of them each one sees."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.lib.errors import NotFoundHere
from lms.people.models import Learner, Officer, Prison, Ward
from lms.people.permissions import has_role, scope_q, ward_and_above
from lms.people.roles import Role

from .models import Broadcast
from .states import BroadcastState

PLANNERS = (Role.TEACHER, Role.EDUCATION_OFFICE)
OVERSEERS = (Role.SUPERVISOR, Role.EDUCATION_OFFICE)  # may end what somebody else is sending
VIEWERS = (*PLANNERS, Role.SUPERVISOR, Role.ADMINISTRATOR)


def broadcasts_for(officer: Officer, *roles: Role) -> QuerySet[Broadcast]:
    """Broadcasts of the places where one of the roles is held, and those that the officer teaches."""
    roles = roles or VIEWERS
    if not has_role(officer, *roles):
        return Broadcast.objects.none()
    where = scope_q(officer, *roles, ward_field="wards")
    if where:  # empty: everywhere; "or" would narrow that down to what the officer teaches
        where |= Q(teacher=officer)
    return Broadcast.objects.filter(pk__in=Broadcast.objects.filter(where).values("pk"))


def broadcast_for(officer: Officer, broadcast_id: UUID | str, *roles: Role) -> Broadcast:
    """Raises NotFoundHere."""
    found = broadcasts_for(officer, *roles).filter(pk=broadcast_id).select_related("teacher", "prison").first()
    if found is None:
        raise NotFoundHere
    return found


def visible_to(learner: Learner) -> QuerySet[Broadcast]:
    """What a learner may watch: broadcasts of his prison for everybody, or for his ward or one above it."""
    above = ward_and_above(learner.ward)
    here = Broadcast.objects.filter(prison=learner.ward.prison_id).exclude(state=BroadcastState.CANCELLED)
    return here.filter(Q(wards=None) | Q(pk__in=Broadcast.objects.filter(wards__in=above).values("pk")))


def check_can_plan(officer: Officer, prison: Prison, wards: Iterable[Ward]) -> None:
    """For the whole prison a role over the prison is needed, for wards one over each of them."""
    wards = list(wards)
    places = [has_role(officer, *PLANNERS, ward=ward) for ward in wards] or [
        has_role(officer, *PLANNERS, prison=prison)
    ]
    if not all(places):
        raise PermissionDenied(_("Your account may not plan broadcasts for these wards."))


def check_can_change(officer: Officer, broadcast: Broadcast) -> None:
    """Its teacher, who planned it, and the education office."""
    if not has_role(officer, *PLANNERS):
        raise PermissionDenied(_("Your account may not do this here."))
    if officer.pk in (broadcast.teacher_id, broadcast.created_by_id):
        return
    if not broadcasts_for(officer, Role.EDUCATION_OFFICE).filter(pk=broadcast.pk).exists():
        raise PermissionDenied(_("Only its teacher and the education office may change this broadcast."))


def can_change(officer: Officer, broadcast: Broadcast) -> bool:
    try:
        check_can_change(officer, broadcast)
    except PermissionDenied:
        return False
    return True


def check_can_send(officer: Officer, broadcast: Broadcast) -> None:
    """Sending and taking over: any teacher and the education office of the place; not only the one who is planned."""
    if not broadcasts_for(officer, *PLANNERS).filter(pk=broadcast.pk).exists():
        raise PermissionDenied(_("Your account may not teach here."))


def can_send(officer: Officer, broadcast: Broadcast) -> bool:
    return broadcasts_for(officer, *PLANNERS).filter(pk=broadcast.pk).exists()


def check_can_end(officer: Officer, broadcast: Broadcast) -> None:
    """Whoever may teach it, and the supervisor."""
    if not broadcasts_for(officer, *PLANNERS, *OVERSEERS).filter(pk=broadcast.pk).exists():
        raise PermissionDenied(_("Your account may not do this here."))
