"""Listings of officers, role requests, tokens, prisons and wards, each narrowed to the part of the tree of who looks."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from lms.lib.tables import SafeExport

from ..grants import requests_for
from ..models import OathToken, Officer, Prison, RoleRequest, Ward
from ..permissions import holds_server_wide
from ..places import KEEPERS, prisons_for, wards_for
from ..roles import Role
from . import accounts


class ScopedIndex(SafeExport, generic.IndexView):
    """A listing whose access rule stands on its route and whose rows come through an `x_for`."""

    permission_policy = None
    any_permission_required = None
    paginate_by = 50
    show_export_buttons = False
    _show_breadcrumbs = True


class OfficerFilters(WagtailFilterSet):
    role = django_filters.ChoiceFilter(
        field_name="grants__role", choices=Role.choices, label=gettext_lazy("Role"), distinct=True
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=gettext_lazy("State"),
        choices=[
            ("active", gettext_lazy("Active")),
            ("locked", gettext_lazy("Locked")),
            ("disabled", gettext_lazy("Disabled")),
        ],
    )

    class Meta:
        model = Officer
        fields = ["role", "state"]

    def by_state(self, officers: QuerySet[Officer], name: str, value: str) -> QuerySet[Officer]:
        wanted = {
            "active": Q(is_active=True, locked_at=None),
            "locked": Q(is_active=True, locked_at__isnull=False),
            "disabled": Q(is_active=False),
        }
        return officers.filter(wanted[value])


def roles_in_words(officer: Officer) -> str:
    held = sorted({str(Role(grant.role).label) for grant in officer.grants.all()})
    return ", ".join([_("First account of the server"), *held] if officer.is_superuser else held)


def state_in_words(officer: Officer) -> str:
    if not officer.is_active:
        return _("Disabled")
    return _("Locked") if officer.locked_at else _("Active")


class OfficerIndex(ScopedIndex):
    model = Officer
    page_title = gettext_lazy("Officers")
    header_icon = "group"
    add_item_label = gettext_lazy("Add an officer")
    search_fields = ["username", "name"]
    is_searchable = True
    filterset_class = OfficerFilters
    default_ordering = "username"
    index_url_name = "officers"
    index_results_url_name = "officers_results"
    edit_url_name = "officer"
    add_url_name = "officer_new"
    list_export = ["username", "name", "prison", "roles", "state", "last_seen_at"]
    export_filename = "officers"
    show_export_buttons = True

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("name"),
            Column("username", label=_("Sign-in name"), sort_key="username"),
            Column("prison", label=_("Prison"), sort_key="prison__name"),
            Column("roles", label=_("Roles"), accessor=roles_in_words),
            Column("state", label=_("State"), accessor=state_in_words),
            DateColumn("last_seen_at", label=_("Last here"), sort_key="last_seen_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Officer]:
        return accounts.officers_for(self.request.user).prefetch_related("grants")

    def get_add_url(self) -> str | None:
        may = (
            holds_server_wide(self.request.user, Role.ADMINISTRATOR)
            or prisons_for(self.request.user, Role.ADMINISTRATOR).exists()
        )
        return super().get_add_url() if may else None

    def to_row_dict(self, item: Officer) -> dict[str, Any]:
        return {
            "username": item.username,
            "name": item.name,
            "prison": str(item.prison or ""),
            "roles": roles_in_words(item),
            "state": state_in_words(item),
            "last_seen_at": item.last_seen_at,
        }

    def get_heading(self, queryset: Any, field: str) -> str:
        return {"roles": _("Roles"), "state": _("State"), "last_seen_at": _("Last here")}.get(
            field
        ) or super().get_heading(queryset, field)


class RequestFilters(WagtailFilterSet):
    class Meta:
        model = RoleRequest
        fields = ["state", "role"]


class RequestIndex(ScopedIndex):
    model = RoleRequest
    page_title = gettext_lazy("Role requests")
    header_icon = "key"
    filterset_class = RequestFilters
    default_ordering = "-requested_at"
    index_url_name = "role_requests"
    index_results_url_name = "role_requests_results"
    edit_url_name = "role_request"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("officer", column_class=TitleColumn),
            Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
            Column("place", label=_("Where it holds")),
            Column("requested_by", label=_("Asked for by")),
            DateColumn("requested_at", label=_("When"), sort_key="requested_at"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        ]

    def get_base_queryset(self) -> QuerySet[RoleRequest]:
        return requests_for(self.request.user)


class TokenIndex(ScopedIndex):
    model = OathToken
    page_title = gettext_lazy("Code tokens")
    header_icon = "password"
    add_item_label = gettext_lazy("Import tokens")
    search_fields = ["serial", "officer__name"]
    is_searchable = True
    default_ordering = "serial"
    index_url_name = "tokens"
    index_results_url_name = "tokens_results"
    add_url_name = "tokens_import"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("serial", label=_("Serial number"), sort_key="serial"),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("officer", label=_("Officer"), sort_key="officer__name"),
            DateColumn("last_used_at", label=_("Last used"), sort_key="last_used_at"),
        ]

    def get_base_queryset(self) -> QuerySet[OathToken]:
        shown = Q(officer=None) | Q(officer__in=accounts.officers_for(self.request.user))
        return OathToken.objects.filter(shown, is_app=False).select_related("officer")


class PrisonIndex(ScopedIndex):
    model = Prison
    page_title = gettext_lazy("Prisons")
    header_icon = "site"
    add_item_label = gettext_lazy("Add a prison")
    default_ordering = "code"
    index_url_name = "prisons"
    index_results_url_name = "prisons_results"
    edit_url_name = "prison"
    add_url_name = "prison_new"
    list_display = ["name", "code", "offline_lease_days"]

    def get_base_queryset(self) -> QuerySet[Prison]:
        return prisons_for(self.request.user, *KEEPERS)

    def get_add_url(self) -> str | None:
        return super().get_add_url() if holds_server_wide(self.request.user, Role.ADMINISTRATOR) else None


class WardFilters(WagtailFilterSet):
    class Meta:
        model = Ward
        fields = ["prison"]


class WardIndex(ScopedIndex):
    model = Ward
    page_title = gettext_lazy("Wards")
    header_icon = "folder-open-1"
    add_item_label = gettext_lazy("Add a ward")
    search_fields = ["name", "code"]
    is_searchable = True
    filterset_class = WardFilters
    default_ordering = "code"
    index_url_name = "wards"
    index_results_url_name = "wards_results"
    edit_url_name = "ward"
    add_url_name = "ward_new"

    @cached_property
    def columns(self) -> list[Any]:
        return [
            self._get_title_column("name"),
            Column("code", label=_("Code"), sort_key="code"),
            Column("parent", label=_("Part of"), sort_key="parent__name"),
            Column("prison", label=_("Prison"), sort_key="prison__name"),
        ]

    def get_base_queryset(self) -> QuerySet[Ward]:
        return wards_for(self.request.user, *KEEPERS)
