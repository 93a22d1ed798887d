"""Who may see, upload and change media: by role, in the prisons where the role is held. Assets without a prison are shared by all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.people.models import Officer
from lms.people.permissions import has_role
from lms.people.roles import Role

from .models import MediaAsset

UPLOADERS = (Role.AUTHOR, Role.TEACHER, Role.ADMINISTRATOR)
VIEWERS = (*UPLOADERS, Role.SUPERVISOR)


def prisons_of(officer: Officer, *roles: Role) -> set[UUID] | None:
    """The prisons where one of the roles is held, a ward's grant counting for its prison; None means all of them."""
    if officer.is_superuser:
        return None
    found: set[UUID] = set()
    for grant in officer.grants.filter(role__in=roles).select_related("ward"):
        place = grant.prison_id or (grant.ward.prison_id if grant.ward else None)
        if place is None:
            return None
        found.add(place)
    return found


def visible_q(officer: Officer) -> Q:
    """A filter for the assets that this officer may see."""
    if not has_role(officer, *VIEWERS):
        return Q(pk__in=[])
    prisons = prisons_of(officer, *VIEWERS)
    return Q() if prisons is None else Q(prison=None) | Q(prison__in=prisons)


def can_change(officer: Officer, asset: MediaAsset) -> bool:
    """An asset of all prisons is changed only by someone who holds the role for all of them."""
    if not has_role(officer, *UPLOADERS):
        return False
    prisons = prisons_of(officer, *UPLOADERS)
    return prisons is None or asset.prison_id in prisons


def check_can_change(officer: Officer, asset: MediaAsset) -> None:
    if not can_change(officer, asset):
        raise PermissionDenied(_("This belongs to another prison. You can use it, but not change it."))


def check_can_upload(officer: Officer) -> None:
    if not has_role(officer, *UPLOADERS):
        raise PermissionDenied(_("Your account may not do this here."))


class MediaPolicy(BasePermissionPolicy):
    """The same rules in the words that Wagtail's views ask with."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return has_role(user, *(VIEWERS if action in ("view", "choose") else UPLOADERS))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action in ("view", "choose"):
            return self.instances_user_has_permission_for(user, action).filter(pk=instance.pk).exists()
        return can_change(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> models.QuerySet:
        return self.model._default_manager.filter(visible_q(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        return Officer.objects.filter(Q(is_superuser=True) | Q(grants__role__in=VIEWERS), is_active=True).distinct()
