"""What imports add to Wagtail's admin. Imported by content/wagtail_hooks.py."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.people import access
from lms.people.menu import RoleMenuItem
from lms.people.roles import Role

from . import views

WRITERS = (Role.AUTHOR, Role.TEACHER)


@hooks.register("register_admin_urls")
def imports_urls() -> list[URLPattern | URLResolver]:
    patterns: list[URLPattern | URLResolver] = [
        path("imports/", views.UploadView.as_view(), name="imports_upload"),
        path("imports/<int:pk>/", views.ReportView.as_view(), name="imports_report"),
    ]
    return access.guard(patterns, *WRITERS)


@hooks.register("register_admin_menu_item")
def imports_item() -> RoleMenuItem:
    return RoleMenuItem(
        _("Lesson from a file"),
        reverse_lazy("imports_upload"),
        roles=WRITERS,
        icon_name="doc-full-inverse",
        order=310,
        name="imports",
    )
