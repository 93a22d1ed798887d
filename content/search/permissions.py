"""Whose lessons an officer finds: those of the prisons where a role is held, and those that are for all prisons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from content.permissions import STAFF
from lms.lib.errors import NotFoundHere

from .models import SearchDocument


def prisons_for(officer: Any) -> set[UUID] | None:
    """None: all prisons. A role for one ward counts too: lessons are not kept by ward."""
    grants = officer.grants.filter(role__in=STAFF)
    if officer.is_superuser or grants.filter(prison=None, ward=None).exists():
        return None
    held = grants.annotate(where=Coalesce("prison_id", "ward__prison_id"))
    return set(held.exclude(where=None).values_list("where", flat=True))


def documents_for(officer: Any) -> QuerySet[SearchDocument]:
    """What stands in the index and the officer may see."""
    prisons = prisons_for(officer)
    if prisons is None:
        return SearchDocument.objects.all()
    if not prisons:
        return SearchDocument.objects.none()
    return SearchDocument.objects.filter(Q(prison=None) | Q(prison__in=prisons))


def document_for(officer: Any, document_id: UUID) -> SearchDocument:
    """Raises NotFoundHere."""
    found = documents_for(officer).filter(pk=document_id).first()
    if found is None:
        raise NotFoundHere
    return found
