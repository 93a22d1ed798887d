"""Menu items of the staff pages that only the named roles see."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import held_roles
from .roles import Role


class RoleMenuItem(MenuItem):
    """Shown to officers who hold one of the roles somewhere. Hiding is a kindness, not a guard: the view carries its own rule."""

    def __init__(
        self,
        label: Any,
        url: Any,
        *,
        roles: tuple[Role, ...],
        icon_name: str = "",
        order: int = 1000,
        name: str | None = None,
    ) -> None:
        super().__init__(label, url, name=name, icon_name=icon_name, order=order)
        self.roles = roles

    def is_shown(self, request: Any) -> bool:
        return not held_roles(request.user).isdisjoint(self.roles)


def register_item(menu_hook: str, name: str, label: Any, icon: str, order: int, roles: tuple[Role, ...]) -> None:
    """Put the page with this URL name into the menu that asks `menu_hook`."""
    hooks.register(
        menu_hook,
        lambda: RoleMenuItem(
            label, reverse_lazy(name), roles=roles, icon_name=icon, order=order, name=name.replace("_", "-")
        ),
    )
