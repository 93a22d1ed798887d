"""Who writes practice questions: course authors and teachers. The bank is the server's, as the library of courses is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.people.models import Officer
from lms.people.permissions import has_role
from lms.people.roles import Role

WRITERS = (Role.AUTHOR, Role.TEACHER)
READERS = (*WRITERS, Role.SUPERVISOR, Role.EDUCATION_OFFICE, Role.EVALUATOR, Role.CHIEF_EVALUATOR)


def can_write_items(officer: object) -> bool:
    return has_role(officer, *WRITERS)


def check_can_write_items(officer: object) -> None:
    if not can_write_items(officer):
        raise PermissionDenied(_("Your account may not do this here."))


class ItemPolicy(BasePermissionPolicy):
    """What Wagtail's screens ask: writing for writers, reading and choosing for those who review as well."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return has_role(user, *(READERS if action in ("view", "choose") else WRITERS))

    def user_has_any_permission(self, user: Any, actions: Sequence[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Sequence[str], instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[Officer]:
        return Officer.objects.filter(grants__role__in=READERS, is_active=True).distinct()

    def instances_user_has_any_permission_for(self, user: Any, actions: Sequence[str]) -> QuerySet:
        rows = self.model._default_manager.all()
        return rows if self.user_has_any_permission(user, actions) else rows.none()
