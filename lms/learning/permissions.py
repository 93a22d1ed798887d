"""Which officers may plan, teach and answer, and for whom."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from lms.people.models import Learner, Officer, Ward
from lms.people.permissions import check_has_role, has_role, scope_q
from lms.people.roles import Role

from .models import Assignment, Group

PLANNERS = (Role.EDUCATION_OFFICE, Role.TEACHER)
READERS = (Role.EDUCATION_OFFICE, Role.TEACHER, Role.SUPERVISOR)
COUNTERS = (*READERS, Role.EVALUATOR, Role.CHIEF_EVALUATOR)  # who has completed what: asked for at examinations too
RECORD_READERS = (Role.TEACHER, Role.EDUCATION_OFFICE)


def learners_in_reach(officer: Officer, *roles: Role) -> QuerySet[Learner]:
    """Learners in the part of the tree where the officer holds one of the roles (planners' when none is named)."""
    return Learner.objects.filter(scope_q(officer, *(roles or PLANNERS)))


def wards_in_reach(officer: Officer, *roles: Role) -> QuerySet[Ward]:
    return Ward.objects.filter(scope_q(officer, *(roles or PLANNERS), ward_field="pk"))


def check_can_plan_for(officer: Officer, target: Ward | Group | Learner) -> None:
    """May the officer plan for this ward, group or learner? A group across wards takes a role for the whole prison."""
    ward = target if isinstance(target, Ward) else target.ward
    check_has_role(officer, *PLANNERS, prison=target.prison_id, ward=ward)
    if ward is None and not _holds_for_prison(officer, target.prison_id):
        check_has_role(None)


def can_plan_for(officer: Officer, target: Ward | Group | Learner) -> bool:
    ward = target if isinstance(target, Ward) else target.ward
    if ward is None:
        return _holds_for_prison(officer, target.prison_id)
    return has_role(officer, *PLANNERS, ward=ward)


def _holds_for_prison(officer: Officer, prison_id: UUID) -> bool:
    """Whether a grant covers the prison as a whole, not only one of its wards."""
    if officer.is_superuser:
        return True
    grants = officer.grants.filter(role__in=PLANNERS, ward=None)
    return grants.filter(prison=None).exists() or grants.filter(prison=prison_id).exists()


def check_can_change(officer: Officer, assignment: Assignment) -> None:
    check_can_plan_for(officer, assignment.ward or assignment.group or assignment.learner)  # type: ignore[arg-type]
