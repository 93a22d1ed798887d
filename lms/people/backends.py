"""How an officer's password is checked and what Wagtail's own screens may show to whom."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .models import Officer


class OfficerBackend(ModelBackend):
    """Disabled and locked accounts lose their session at the next request; permissions come from groups that follow the roles.

    The groups are kept in step by role_groups.py; Wagtail's admin opens to every officer who holds any role.
    """

    def get_user(self, user_id: Any) -> Officer | None:
        officer = super().get_user(user_id)
        return officer if isinstance(officer, Officer) and officer.may_sign_in else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        permissions: set[str] = super().get_all_permissions(user_obj, obj)
        if (
            obj is None
            and isinstance(user_obj, Officer)
            and not user_obj.is_anonymous
            and user_obj.may_sign_in
            and holds_any_role(user_obj)
        ):
            return permissions | {"wagtailadmin.access_admin"}
        return permissions

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return (
            isinstance(user_obj, Officer) and user_obj.may_sign_in and perm in self.get_all_permissions(user_obj, obj)
        )


def holds_any_role(officer: Officer) -> bool:
    """Asked once a request: kept on the object that the session has loaded."""
    if not hasattr(officer, "_holds_any_role"):
        officer._holds_any_role = officer.is_superuser or officer.grants.exists()  # type: ignore[attr-defined]
    return bool(officer._holds_any_role)  # type: ignore[attr-defined]
