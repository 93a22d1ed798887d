"""What Wagtail's screens ask about papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.people.models import Officer
from lms.people.permissions import has_role

from ..permissions import WRITERS, can_change_paper, papers_for


class PaperPolicy(BasePermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return has_role(user, *WRITERS)

    def user_has_any_permission(self, user: Any, actions: Sequence[str]) -> bool:
        return has_role(user, *WRITERS)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action in ("change", "delete"):
            return can_change_paper(user, instance)
        return papers_for(user).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Sequence[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[Officer]:
        return Officer.objects.filter(grants__role__in=WRITERS, is_active=True).distinct()

    def instances_user_has_any_permission_for(self, user: Any, actions: Sequence[str]) -> QuerySet:
        return papers_for(user)
