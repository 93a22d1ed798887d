"""Who writes papers: teachers for practice and tests, evaluators also for exams. What stands in an exam is for evaluators only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.lib.errors import NotFoundHere
from lms.people.models import Officer, Prison
from lms.people.permissions import has_role, holds_server_wide, ward_and_above, ward_and_below
from lms.people.roles import Role

from .models import Paper

EXAMINERS = (Role.EVALUATOR, Role.CHIEF_EVALUATOR)
WRITERS = (Role.TEACHER, *EXAMINERS)


def papers_for(officer: Any) -> QuerySet[Paper]:
    """Papers that the officer may see: of the places where a role is held, exams only by evaluators."""
    found = Paper.objects.select_related("occupation", "prison")
    if holds_server_wide(officer, *EXAMINERS):
        return found
    if not has_role(officer, *WRITERS):
        return found.none()
    tests = ~Q(kind=Paper.Kind.EXAM)
    if not holds_server_wide(officer, Role.TEACHER):
        tests &= _theirs(officer, Role.TEACHER)
    return found.filter(tests | _theirs(officer, *EXAMINERS))


def paper_for(officer: Any, paper_id: UUID | str) -> Paper:
    """Raises NotFoundHere."""
    found = papers_for(officer).filter(pk=paper_id).first()
    if found is None:
        raise NotFoundHere
    return found


def can_change_paper(officer: Any, paper: Paper) -> bool:
    """Writers of its prison; one for all prisons by writers of all."""
    roles = _roles_for(paper.kind)
    if holds_server_wide(officer, *roles):
        return True
    return bool(paper.prison_id) and has_role(officer, *roles, prison=paper.prison)


def check_can_change_paper(officer: Any, paper: Paper) -> None:
    if not can_change_paper(officer, paper):
        raise PermissionDenied(_("This paper belongs to others. Copy it to make it yours."))


def check_can_write(officer: Any, kind: str) -> None:
    if not has_role(officer, *_roles_for(kind)):
        raise PermissionDenied(_("Exams are written by evaluators."))


def kinds_for(officer: Any) -> list[tuple[str, Any]]:
    """The kinds of paper that this officer may write."""
    exams = has_role(officer, *EXAMINERS)
    return [choice for choice in Paper.Kind.choices if exams or choice[0] != Paper.Kind.EXAM]


def prison_of_new_paper(officer: Any, kind: str) -> Prison | None:
    """As for a question: the prison of the oldest role, or nobody's own where the role is over all."""
    roles = _roles_for(kind)
    if holds_server_wide(officer, *roles):
        return None
    grant = officer.grants.filter(role__in=roles).select_related("prison").order_by("granted_at", "pk").first()
    return grant.prison if grant else None


def wards_of(officer: Officer) -> set[UUID]:
    """The wards whose officer this is, with those above and below them."""
    found: set[UUID] = set()
    for grant in officer.grants.filter(ward__isnull=False).select_related("ward"):
        assert grant.ward is not None
        found |= {*ward_and_above(grant.ward), *ward_and_below(grant.ward)}
    return found


def _roles_for(kind: str) -> tuple[Role, ...]:
    return EXAMINERS if kind == Paper.Kind.EXAM else WRITERS


def _theirs(officer: Officer, *roles: Role) -> Q:
    """Of the prisons where one of the roles is held, and of all prisons; nothing where it is held nowhere."""
    if not has_role(officer, *roles):
        return Q(pk=None)
    return Q(prison=None) | Q(prison__in=officer.grants.filter(role__in=roles).values("prison"))
