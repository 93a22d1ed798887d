"""The classroom's addresses below the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver
from wagtail import hooks

from . import screens


@hooks.register("register_admin_urls")
def room_urls() -> list[URLPattern | URLResolver]:
    return screens.admin_patterns()
