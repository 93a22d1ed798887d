"""Wagtail's own screens that would bypass ours: accounts, groups and permissions, sites. They stay reversible, and shut.

Accounts and roles go through verbs that two people and the audit log see; groups only mirror roles (role_groups.py).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path

from lms.lib.errors import NotFoundHere
from lms.people import access


@access.public("a shut door: nobody gets through")
def closed(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise NotFoundHere


@access.officers()
def account(request: HttpRequest) -> HttpResponse:
    """Wagtail's account page would let officers rename themselves; ours shows what is theirs to change."""
    return redirect("my_sign_in")


urlpatterns = [
    path("admin/account/", account),
    re_path(r"^admin/(?:users|groups|sites|api-tokens|password_reset|failwhale|test404)/", closed),
    re_path(r"^admin/bulk/people/", closed),
]
