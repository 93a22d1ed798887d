"""Which lists and result files an officer may see: those of the prisons where candidates are decided about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessments.exams.permissions import EXAMINERS
from lms.lib.errors import NotFoundHere
from lms.people.models import Officer, Prison
from lms.people.permissions import has_role, holds_server_wide

from ..models import AwardingBody, RegistrationList, ResultFile
from ..permissions import body_for

SENDERS = EXAMINERS


def prisons_of(officer: Any) -> QuerySet[Prison]:
    """Prisons for the whole of which the officer evaluates."""
    if holds_server_wide(officer, *SENDERS):
        return Prison.objects.order_by("code")
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return Prison.objects.none()
    grants = officer.grants.filter(role__in=SENDERS, ward=None)
    return Prison.objects.filter(pk__in=grants.values("prison")).order_by("code")


def check_can_send(officer: Any, prison: Prison | None) -> None:
    """`prison`: none for all prisons together. Raises PermissionDenied."""
    may = has_role(officer, *SENDERS, prison=prison) if prison else holds_server_wide(officer, *SENDERS)
    if not may:
        raise PermissionDenied(_("Lists and results are exchanged by evaluators of the prison."))


def outside_body_for(officer: Any, body_id: UUID | str) -> AwardingBody:
    """A body that issues its certificates itself. Raises NotFoundHere."""
    found = body_for(officer, body_id)
    if not found.outside:
        raise NotFoundHere
    return found


def lists_for(officer: Any) -> QuerySet[RegistrationList]:
    found = RegistrationList.objects.select_related("body", "prison", "mapping").defer("content")
    return found.filter(_theirs(officer))


def list_for(officer: Any, list_id: UUID | str) -> RegistrationList:
    """Raises NotFoundHere."""
    found = lists_for(officer).filter(pk=list_id).first()
    if found is None:
        raise NotFoundHere
    return found


def files_for(officer: Any) -> QuerySet[ResultFile]:
    return ResultFile.objects.select_related("body", "prison", "mapping").filter(_theirs(officer))


def file_for(officer: Any, file_id: UUID | str) -> ResultFile:
    """Raises NotFoundHere."""
    found = files_for(officer).filter(pk=file_id).first()
    if found is None:
        raise NotFoundHere
    return found


def _theirs(officer: Any) -> Q:
    """Of all prisons together only for who evaluates in all."""
    if holds_server_wide(officer, *SENDERS):
        return Q()
    return Q(prison__in=prisons_of(officer))
