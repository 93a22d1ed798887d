"""Who writes questions: course authors, teachers and evaluators, each for their prison, or for all. Whoever writes may use every question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.people.models import Officer, Prison
from lms.people.permissions import has_role, holds_server_wide
from lms.people.roles import Role

from .models import Item

EVALUATORS = (Role.EVALUATOR, Role.CHIEF_EVALUATOR)
WRITERS = (Role.AUTHOR, Role.TEACHER, *EVALUATORS)
READERS = (*WRITERS, Role.SUPERVISOR, Role.EDUCATION_OFFICE)


def can_write_items(officer: object) -> bool:
    return has_role(officer, *WRITERS)


def check_can_write_items(officer: object) -> None:
    if not can_write_items(officer):
        raise PermissionDenied(_("Your account may not do this here."))


def can_change_item(officer: Any, item: Item) -> bool:
    """A question of a prison is for its writers to change, those of its wards among them; one for all prisons for writers of all."""
    if not can_write_items(officer):
        return False
    if officer.is_superuser:
        return True
    return officer.grants.filter(_reach(item.prison_id), role__in=WRITERS).exists()


def check_can_change_item(officer: object, item: Item) -> None:
    if not can_change_item(officer, item):
        raise PermissionDenied(_("This question belongs to another prison. Copy it to make it yours."))


def items_to_change(officer: Any) -> QuerySet[Item]:
    if not can_write_items(officer):
        return Item.objects.none()
    if holds_server_wide(officer, *WRITERS):
        return Item.objects.all()
    return Item.objects.filter(prison__in=officer.grants.filter(role__in=WRITERS).values("prison"))


def reach_of(officer: Any) -> frozenset[UUID] | None:
    """The prisons whose questions the officer may change, for asking about many at once; None: all, also those for all prisons."""
    if holds_server_wide(officer, *WRITERS):
        return None
    if not can_write_items(officer):
        return frozenset()
    return frozenset(officer.grants.filter(role__in=WRITERS).values_list("prison_id", flat=True))


def within(reach: frozenset[UUID] | None, item: Item) -> bool:
    """Whether an item is for the holder of this reach to change."""
    return reach is None or (item.prison_id is not None and item.prison_id in reach)


def prison_of_new_item(officer: Any) -> Prison | None:
    """Whose a question is that this officer writes: the prison's of the oldest role, or nobody's own where the role is over all."""
    if holds_server_wide(officer, *WRITERS):
        return None
    grant = officer.grants.filter(role__in=WRITERS).select_related("prison").order_by("granted_at", "pk").first()
    return grant.prison if grant else None


def _reach(prison_id: UUID | None) -> Q:
    return Q(prison=None) | Q(prison=prison_id) if prison_id else Q(prison=None)


class ItemPolicy(BasePermissionPolicy):
    """What Wagtail's screens ask: writing for writers, reading and choosing for those who review as well."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return has_role(user, *(READERS if action in ("view", "choose") else WRITERS))

    def user_has_any_permission(self, user: Any, actions: Sequence[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action in ("change", "delete"):
            return can_change_item(user, instance)
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Sequence[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[Officer]:
        return Officer.objects.filter(grants__role__in=READERS, is_active=True).distinct()

    def instances_user_has_any_permission_for(self, user: Any, actions: Sequence[str]) -> QuerySet:
        open_to_all = [action for action in actions if action not in ("change", "delete")]
        if self.user_has_any_permission(user, open_to_all):
            return self.model._default_manager.all()
        return items_to_change(user) if len(open_to_all) < len(actions) else self.model._default_manager.none()


class PicturePolicy(ItemPolicy):
    """Writers add pictures, readers choose them; nobody changes one, since versions of items refer to it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("change", "delete") and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: Any, actions: Sequence[str]) -> QuerySet:
        rows = self.model._default_manager
        return rows.all() if self.user_has_any_permission(user, actions) else rows.none()
