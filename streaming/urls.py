"""Addresses of live lessons on the staff origin outside of Wagtail's admin. One include a module."""

from django.urls import URLPattern, URLResolver

from .studio.urls import guest_patterns

urlpatterns: list[URLPattern | URLResolver] = [*guest_patterns]
