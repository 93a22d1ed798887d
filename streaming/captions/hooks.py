"""The caption editor's addresses below the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver
from wagtail import hooks

from . import urls


@hooks.register("register_admin_urls")
def caption_urls() -> list[URLPattern | URLResolver]:
    return urls.urlpatterns
