"""Who defines placement tests, who holds them and decides, and for whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.lib.errors import NotAllowed, NotFoundHere
from lms.people.models import Officer, Prison
from lms.people.permissions import check_has_role, holds_server_wide, scope_q
from lms.people.roles import Role

from .models import Placement, PlacementTest

HOLDERS = (Role.TEACHER, Role.EDUCATION_OFFICE)
DEFINERS = (Role.EDUCATION_OFFICE, Role.EVALUATOR, Role.CHIEF_EVALUATOR)
READERS = (Role.TEACHER, *DEFINERS)


def placement_tests_for(officer: Officer, *roles: Role) -> QuerySet[PlacementTest]:
    """The tests for all prisons, and those of prisons where the officer holds one of the roles, be it over one ward."""
    if holds_server_wide(officer, *(roles or READERS)):
        return PlacementTest.objects.all()
    prisons = officer.grants.filter(role__in=roles or READERS).values("prison")
    return PlacementTest.objects.filter(Q(prison=None) | Q(prison__in=prisons))


def placement_test_for(officer: Officer, test_id: UUID | str) -> PlacementTest:
    try:
        return placement_tests_for(officer).select_related("prison").get(pk=test_id)
    except (PlacementTest.DoesNotExist, ValidationError) as error:
        raise NotFoundHere from error


def can_define(officer: Any, test: PlacementTest) -> bool:
    """A test for all prisons is for those whose role is over all; a prison's own for those of the whole prison."""
    if holds_server_wide(officer, *DEFINERS):
        return True
    return bool(test.prison_id) and officer.grants.filter(role__in=DEFINERS, prison=test.prison_id, ward=None).exists()


def check_can_define(officer: Any, test: PlacementTest) -> None:
    check_has_role(officer, *DEFINERS)
    if not can_define(officer, test):
        raise NotAllowed(_("This placement test belongs to another prison, or to all of them."))


def prison_of_new_test(officer: Any) -> Prison | None:
    """The prison of the oldest role over a whole prison; none where the role is over all. Raises NotAllowed for roles over wards only."""
    check_has_role(officer, *DEFINERS)
    if holds_server_wide(officer, *DEFINERS):
        return None
    grants = officer.grants.filter(role__in=DEFINERS, ward=None).select_related("prison")
    grant = grants.order_by("granted_at", "pk").first()
    if grant is None:
        raise NotAllowed(_("A placement test is for a whole prison. Ask somebody who has a role for the whole prison."))
    return grant.prison  # type: ignore[no-any-return]


def placements_for(officer: Officer) -> QuerySet[Placement]:
    """Placements of learners in the wards and prisons where the officer teaches or plans."""
    where = scope_q(officer, *HOLDERS, prison_field="learner__prison", ward_field="learner__ward")
    return Placement.objects.filter(where).select_related("learner__ward", "test", "begun_by", "confirmed_by")


def placement_for(officer: Officer, placement_id: UUID | str) -> Placement:
    try:
        return placements_for(officer).get(pk=placement_id)
    except (Placement.DoesNotExist, ValidationError) as error:
        raise NotFoundHere from error
