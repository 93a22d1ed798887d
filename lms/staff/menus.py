"""Which of Wagtail's own menus an officer sees, and the language switch at the foot of the menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import ActionMenuItem

from lms.people.permissions import held_roles
from lms.people.roles import Role

WRITERS = frozenset({Role.AUTHOR, Role.SUPERVISOR})
ONLY_FOR: dict[str, frozenset[Role]] = {
    "explorer": WRITERS,
    "images": WRITERS,
    "documents": WRITERS,
    "snippets": WRITERS,
    "reports": WRITERS,
    "settings": frozenset(),
    "help": frozenset(),
}
REPORTS = frozenset({"workflows", "workflow-tasks", "locked-pages", "aging-pages", "site-history"})


def keep_own_menus(request: Any, items: list[MenuItem]) -> None:
    held = held_roles(request.user)
    items[:] = [item for item in items if not held.isdisjoint(ONLY_FOR.get(item.name, held))]


class LanguageMenuItem(MenuItem):
    """One click: the page comes back in the other language, and the officer's next ones too."""

    OTHER = {"zh-hans": ("en", "English"), "en": ("zh-hans", "中文")}

    def __init__(self) -> None:
        super().__init__("", "#", name="language", icon_name="globe", order=99_000)

    def render_component(self, request: Any) -> ActionMenuItem:
        code, label = self.OTHER.get(get_language() or "zh-hans", self.OTHER["en"])
        return ActionMenuItem(self.name, label, reverse("set_language", args=[code]), icon_name=self.icon_name)
