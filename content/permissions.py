"""May this officer? Who writes, who reviews, who clears; and what of the libraries each of them sees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.lib.errors import NotFoundHere
from lms.people.permissions import has_role
from lms.people.role_groups import PRISON_WIDE
from lms.people.roles import Role

from .errors import OwnWork
from .models import LibraryPage, Publication

WRITERS = (Role.AUTHOR, Role.TEACHER)
REVIEWERS = (Role.SUPERVISOR, Role.EDUCATION_OFFICE)
STAFF = (*WRITERS, *REVIEWERS)


def prisons_of(officer: Any, *roles: Role) -> set[UUID] | None:
    """Prisons whose library one of the roles opens, as Wagtail's groups have it; None means all.

    A writer's role over a ward opens the library of its prison; reviewing and clearing take the prison as a whole.
    """
    if officer.is_superuser or officer.grants.filter(role__in=roles, prison=None, ward=None).exists():
        return None
    whole = Q(ward=None) | Q(role__in=[role for role in roles if role in PRISON_WIDE])
    return set(officer.grants.filter(whole, role__in=roles).values_list("prison_id", flat=True))


def libraries_for(officer: Any, *roles: Role) -> QuerySet[LibraryPage]:
    """The libraries of the prisons where one of the roles is held; a server-wide grant opens all of them."""
    if not has_role(officer, *(roles or STAFF)):
        return LibraryPage.objects.none()
    prisons = prisons_of(officer, *(roles or STAFF))
    return LibraryPage.objects.all() if prisons is None else LibraryPage.objects.filter(prison__in=prisons)


def publications_for(officer: Any, *roles: Role) -> QuerySet[Publication]:
    """Publications of those libraries; what is for all prisons is decided by officers of all prisons."""
    if not has_role(officer, *(roles or STAFF)):
        return Publication.objects.none()
    prisons = prisons_of(officer, *(roles or STAFF))
    scope = Q() if prisons is None else Q(prison__in=prisons)
    return Publication.objects.filter(scope)


def publication_for(officer: Any, publication_id: UUID) -> Publication:
    """Raises NotFoundHere."""
    found = publications_for(officer).filter(pk=publication_id).first()
    if found is None:
        raise NotFoundHere
    return found


def check_can_clear(officer: Any, publication: Publication) -> None:
    """Raises PermissionDenied, or OwnWork for anybody who has written or handed in what is to be cleared."""
    if not publications_for(officer, *REVIEWERS).filter(pk=publication.pk).exists():
        raise PermissionDenied(_("Your account may not do this here."))
    if publication.writers.filter(pk=officer.pk).exists():
        raise OwnWork


def can_clear(officer: Any, publication: Publication) -> bool:
    try:
        check_can_clear(officer, publication)
    except (PermissionDenied, OwnWork):
        return False
    return True
