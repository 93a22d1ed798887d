"""Wiring of the screens for officers, roles, prisons and the audit log."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from lms.people import access, audit_pages
from lms.people.signin import own

from ..grants import requests_for
from ..menu import RoleMenuItem
from ..models import Officer, RoleRequest
from ..places import KEEPERS
from ..roles import Role
from ..start import Attention, register_attention, register_tasks
from . import listing, place_views, views

ADMINISTRATOR = (Role.ADMINISTRATOR,)


def _listing(prefix: str, view: type, name: str, *roles: Role) -> list[URLPattern]:
    """A listing and the part of it that filters and search load anew."""
    return [
        path(f"{prefix}/", access.officers(*roles)(view.as_view()), name=name),  # type: ignore[attr-defined]
        path(f"{prefix}/results/", access.officers(*roles)(view.as_view(results_only=True)), name=f"{name}_results"),  # type: ignore[attr-defined]
    ]


@hooks.register("register_admin_urls")
def people_urls() -> list[URLPattern]:
    return [
        *own.admin_urls(),
        *audit_pages.admin_urls(),
        *_listing("officers", listing.OfficerIndex, "officers", *KEEPERS),
        path("officers/new/", views.officer_new, name="officer_new"),
        path("officers/<int:officer_id>/", views.officer, name="officer"),
        path("officers/<int:officer_id>/role/", views.officer_role, name="officer_role"),
        path("officers/<int:officer_id>/token/", views.officer_token, name="officer_token"),
        path("officers/<int:officer_id>/do/<slug:action>/", views.officer_action, name="officer_action"),
        path("roles/<uuid:grant_id>/revoke/", views.role_revoke, name="role_revoke"),
        *_listing("role-requests", listing.RequestIndex, "role_requests", *KEEPERS),
        path("role-requests/<uuid:request_id>/", views.role_request, name="role_request"),
        *_listing("tokens", listing.TokenIndex, "tokens", *ADMINISTRATOR),
        path("tokens/import/", views.tokens_import, name="tokens_import"),
        *_listing("prisons", listing.PrisonIndex, "prisons", *KEEPERS),
        path("prisons/new/", place_views.prison_new, name="prison_new"),
        path("prisons/<uuid:prison_id>/", place_views.prison, name="prison"),
        *_listing("wards", listing.WardIndex, "wards", *KEEPERS),
        path("wards/new/", place_views.ward_new, name="ward_new"),
        path("wards/<uuid:ward_id>/", place_views.ward, name="ward"),
        path("wards/<uuid:ward_id>/delete/", place_views.ward_delete, name="ward_delete"),
    ]


administration = Menu(
    register_hook_name="register_administration_menu_item",
    items=[
        RoleMenuItem(
            _("Officers"), reverse_lazy("officers"), roles=KEEPERS, icon_name="group", order=10, name="officers"
        ),
        RoleMenuItem(
            _("Role requests"),
            reverse_lazy("role_requests"),
            roles=KEEPERS,
            icon_name="key",
            order=20,
            name="role-requests",
        ),
        RoleMenuItem(
            _("Code tokens"), reverse_lazy("tokens"), roles=ADMINISTRATOR, icon_name="password", order=30, name="tokens"
        ),
        RoleMenuItem(
            _("Prisons"), reverse_lazy("prisons"), roles=ADMINISTRATOR, icon_name="site", order=40, name="prisons"
        ),
        RoleMenuItem(
            _("Wards"), reverse_lazy("wards"), roles=KEEPERS, icon_name="folder-open-1", order=50, name="wards"
        ),
    ],
)


@hooks.register("register_admin_menu_item")
def administration_menu() -> MenuItem:
    return SubmenuMenuItem(_("Administration"), administration, name="administration", icon_name="cogs", order=900)


@hooks.register("register_admin_menu_item")
def audit_menu() -> MenuItem:
    return RoleMenuItem(
        _("Audit log"),
        reverse("audit_log"),
        roles=audit_pages.READERS,
        icon_name="history",
        order=910,
        name="audit-log",
    )


register_tasks(Role.AUDITOR, 10, _("Audit log"), "audit_log", "history", _("Who changed what, and when"))
register_tasks(
    Role.AUDITOR,
    20,
    _("Check and anchor"),
    "audit_check",
    "check",
    _("See that nothing was tampered with, print the sheet"),
)
register_tasks(Role.ADMINISTRATOR, 10, _("Officers"), "officers", "group", _("Accounts, roles, lost keys"))
register_tasks(
    Role.ADMINISTRATOR, 20, _("Role requests"), "role_requests", "key", _("Confirm what another officer asked for")
)
register_tasks(Role.ADMINISTRATOR, 30, _("Prisons"), "prisons", "site", _("Sites and their settings"))


@register_attention(*KEEPERS)
def requests_wait(officer: Officer) -> Iterator[Attention]:
    """Roles that this officer may confirm: not those asked for by or for the officer."""
    waiting = (
        requests_for(officer)
        .filter(state=RoleRequest.State.WAITING)
        .exclude(requested_by=officer)
        .exclude(officer=officer)
        .count()
    )
    if waiting:
        text = ngettext("%(n)d role waits for a second officer", "%(n)d roles wait for a second officer", waiting) % {
            "n": waiting
        }
        yield Attention(text, reverse("role_requests") + "?state=waiting")


@register_attention()
def own_list_runs_out(officer: Officer) -> Iterator[Attention]:
    left = officer.one_time_codes.filter(used_at=None).count()
    if officer.one_time_codes.exists() and left <= 5:
        text = ngettext(
            "Your list of one-time codes has %(n)d code left", "Your list of one-time codes has %(n)d codes left", left
        ) % {"n": left}
        yield Attention(text, reverse("my_sign_in"), urgent=True)
