"""The frame of the staff pages: theme, start page, menus per role, language."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def theme() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("staff/newleaf.css"))
