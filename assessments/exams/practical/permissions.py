"""Who assesses practical tasks: evaluators of the prison, never of the candidate's own ward."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lms.lib.errors import NotFoundHere
from lms.people.models import Learner, Officer
from lms.people.permissions import has_role, scope_q
from lms.people.roles import Role

from ..models import Performance, Sitting
from ..permissions import EXAMINERS, wards_of
from ..sittings.states import TAKES_RESPONSES
from .errors import NoEvaluator, OwnWard

DECIDERS = (Role.CHIEF_EVALUATOR,)


def practical_sittings_for(officer: Any) -> QuerySet[Sitting]:
    """Sittings of the prisons where the officer evaluates, once their forms are drawn."""
    found = Sitting.objects.select_related("version", "prison").filter(state__in=TAKES_RESPONSES)
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return found.none()
    return found.filter(scope_q(officer, *EXAMINERS, ward_field="pk"))


def practical_sitting_for(officer: Any, sitting_id: UUID | str) -> Sitting:
    """Raises NotFoundHere."""
    found = practical_sittings_for(officer).filter(pk=sitting_id).first()
    if found is None:
        raise NotFoundHere
    return found


def performance_for(officer: Any, performance_id: UUID | str) -> Performance:
    """Raises NotFoundHere."""
    rows = Performance.objects.select_related("seat__learner__ward", "seat__sitting__prison", "item")
    found = rows.filter(pk=performance_id, seat__sitting__in=practical_sittings_for(officer)).first()
    if found is None:
        raise NotFoundHere
    return found


def check_can_assess(officer: Officer, sitting: Sitting, learner: Learner) -> None:
    """Raises NoEvaluator, OwnWard."""
    if not has_role(officer, *EXAMINERS, prison=sitting.prison):
        raise NoEvaluator
    if learner.ward_id in wards_of(officer):
        raise OwnWard


def can_decide(officer: Any, sitting: Sitting) -> bool:
    return has_role(officer, *DECIDERS, prison=sitting.prison)
