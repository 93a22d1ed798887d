"""Whose lessons an officer finds: those of the prisons where a role is held, and those that are for all prisons.

Recordings that are no lesson yet are narrower: for those who hold a role over the whole prison, or over one of the wards
that they were made for, and for their teacher. Each of these has a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from content.permissions import STAFF
from lms.lib.errors import NotFoundHere
from lms.people.permissions import ward_and_below
from lms.people.roles import Role

from .models import SearchDocument

RECORDING_ROLES = (Role.TEACHER, Role.EDUCATION_OFFICE, Role.SUPERVISOR)
EVERYWHERE = "any"


def recording_scope(prison: Any, wards: Iterable[Any], teacher: Any) -> list[str]:
    """Keys of which an officer must hold one."""
    return [EVERYWHERE, f"p{prison.pk.hex}", *(f"w{ward.pk.hex}" for ward in wards), f"o{teacher.pk}"]


def keys_of(officer: Any) -> list[str]:
    """The keys that an officer holds."""
    if officer.is_superuser:
        return [EVERYWHERE]
    keys = {f"o{officer.pk}"}
    for grant in officer.grants.filter(role__in=RECORDING_ROLES).select_related("ward"):
        if grant.ward is not None:
            keys |= {f"w{ward.hex}" for ward in ward_and_below(grant.ward)}
        else:
            keys.add(f"p{grant.prison_id.hex}" if grant.prison_id else EVERYWHERE)
    return sorted(keys) if len(keys) > 1 else []


def prisons_for(officer: Any) -> set[UUID] | None:
    """None: all prisons. A role for one ward counts too: lessons are not kept by ward."""
    grants = officer.grants.filter(role__in=STAFF)
    if officer.is_superuser or grants.filter(prison=None, ward=None).exists():
        return None
    held = grants.annotate(where=Coalesce("prison_id", "ward__prison_id"))
    return set(held.exclude(where=None).values_list("where", flat=True))


def documents_for(officer: Any) -> QuerySet[SearchDocument]:
    """What stands in the index and the officer may see, but for what has a scope."""
    prisons = prisons_for(officer)
    if prisons is None:
        return SearchDocument.objects.filter(scope=[])
    if not prisons:
        return SearchDocument.objects.none()
    return SearchDocument.objects.filter(Q(prison=None) | Q(prison__in=prisons), scope=[])


def document_for(officer: Any, document_id: UUID) -> SearchDocument:
    """Raises NotFoundHere."""
    found = documents_for(officer).filter(pk=document_id).first()
    scoped = SearchDocument.objects.exclude(scope=[]).filter(pk=document_id).first() if found is None else None
    if scoped is not None and set(scoped.scope) & set(keys_of(officer)):
        return scoped
    if found is None:
        raise NotFoundHere
    return found
