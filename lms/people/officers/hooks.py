"""Wiring of the screens for officers, roles, prisons and the audit log."""

from __future__ import annotations

from django.urls import URLPattern
from wagtail import hooks

from lms.people.signin import own


@hooks.register("register_admin_urls")
def sign_in_urls() -> list[URLPattern]:
    return own.admin_urls()
