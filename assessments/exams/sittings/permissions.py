"""Who plans sittings, who stands in the room, who sees them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.lib.errors import NotFoundHere
from lms.people.models import Officer, Prison
from lms.people.permissions import has_role, scope_q
from lms.people.roles import Role

from ..models import Paper, Seat, Sitting
from ..permissions import EXAMINERS

PLANNERS = EXAMINERS
INVIGILATORS = (Role.INVIGILATOR, Role.TEACHER, *EXAMINERS)
VIEWERS = (*INVIGILATORS, Role.EDUCATION_OFFICE)


def sittings_for(officer: Any) -> QuerySet[Sitting]:
    """Sittings of the places where a role of evaluators or of the education office is held, and those that the officer invigilates."""
    found = Sitting.objects.select_related("version", "prison", "invigilator")
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return found.none()
    return found.filter(scope_q(officer, *PLANNERS, Role.EDUCATION_OFFICE, ward_field="pk") | Q(invigilator=officer))


def sitting_for(officer: Any, sitting_id: UUID | str) -> Sitting:
    """Raises NotFoundHere."""
    found = sittings_for(officer).filter(pk=sitting_id).first()
    if found is None:
        raise NotFoundHere
    return found


def seat_for(officer: Any, sitting: Sitting, seat_id: UUID | str) -> Seat:
    """A seat of a sitting that was found by `sitting_for`. Raises NotFoundHere."""
    found = sitting.seats.select_related("learner__ward").filter(pk=seat_id).first()
    if found is None:
        raise NotFoundHere
    found.sitting = sitting
    return found


def can_plan(officer: Any, prison: Prison | UUID | None = None) -> bool:
    return has_role(officer, *PLANNERS, prison=prison) if prison else has_role(officer, *PLANNERS)


def check_can_plan(officer: Any, prison: Prison | UUID) -> None:
    if not can_plan(officer, prison):
        raise PermissionDenied(_("Examinations are planned by evaluators of the prison."))


def can_hold(officer: Any, sitting: Sitting) -> bool:
    """The invigilator of this sitting, or an evaluator of its prison in the invigilator's place."""
    named = isinstance(officer, Officer) and officer.pk == sitting.invigilator_id and has_role(officer, *INVIGILATORS)
    return named or can_plan(officer, sitting.prison_id)


def check_can_hold(officer: Any, sitting: Sitting) -> None:
    if not can_hold(officer, sitting):
        raise PermissionDenied(_("Only the invigilator of this sitting may do this."))


def invigilators_of(prison: Prison) -> QuerySet[Officer]:
    """Who may stand in a room of this prison."""
    held = Q(grants__role__in=INVIGILATORS) & (Q(grants__prison=prison) | Q(grants__prison=None))
    return Officer.objects.filter(held, is_active=True).distinct().order_by("name")


def plannable_papers(officer: Any, prison: Prison) -> QuerySet[Paper]:
    """Approved exams that are in use and that this prison may hold."""
    approved = Paper.objects.filter(versions__isnull=False, retired_at=None, kind=Paper.Kind.EXAM)
    return approved.filter(Q(prison=None) | Q(prison=prison)).distinct().order_by("title")
