"""The frame that all screens of this package share: heading, breadcrumbs, buttons, listings that export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from lms.lib.tables import table_response

from ..models import Officer

Crumb = tuple[Any, Any]  # label, URL: texts, or lazy ones


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer: the access rule of the view has made sure that there is one."""
    assert isinstance(request.user, Officer)
    return request.user


def crumbs(*trail: Crumb) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        *({"url": url, "label": label} for label, url in trail),
    ]


def page(
    request: HttpRequest,
    template: str,
    title: str,
    context: dict[str, Any] | None = None,
    *,
    icon: str = "user",
    trail: Sequence[Crumb] = (),
    buttons: Iterable[HeaderButton] = (),
    secret: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render a screen. `secret`: it shows something once; no cache and no history may keep it."""
    frame = {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": crumbs(*trail, (title, "")),
        "header_buttons": list(buttons),
    }
    response = render(request, template, {**frame, **(context or {})}, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


class StaffListing(BaseListingView):
    """A listing with search, filters, paging and export. Subclasses give `rows`, `columns`, and how a row is exported."""

    paginate_by = 50
    results_template_name = "people/screens/results.html"
    is_searchable = True
    export_name: Any = ""
    trail: Sequence[Crumb] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = request.GET.get("export", "")
        if kind in ("xlsx", "csv"):
            return self.export(kind)
        return super().get(request, *args, **kwargs)

    @property
    def officer(self) -> Officer:
        return officer_of(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return crumbs(*self.trail, (str(self.get_page_title()), ""))

    def export(self, kind: str) -> HttpResponseBase:
        rows: QuerySet = self.get_queryset()
        return table_response(
            kind,
            str(self.export_name),
            self.export_headers(),
            (self.export_row(row) for row in rows.iterator(chunk_size=1000)),
        )

    def export_headers(self) -> list[str]:
        return []

    def export_row(self, row: Any) -> list[object]:
        return []

    def get_header_more_buttons(self) -> list[Button]:
        query = self.request.GET.copy()
        for key in ("p", "_w_filter_fragment", "export"):
            query.pop(key, None)
        made = []
        for priority, (kind, label) in enumerate(
            (("xlsx", _("Download as Excel file")), ("csv", _("Download as CSV file")))
        ):
            query["export"] = kind
            made.append(
                Button(
                    label, url=f"{self.index_url}?{query.urlencode()}", icon_name="download", priority=900 + priority
                )
            )
        return made
