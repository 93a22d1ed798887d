"""Address of the search, and its place as the first of Wagtail's search areas: what is typed into the menu's search field is asked here."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.search import SearchArea

from content.permissions import STAFF
from lms.people import access
from lms.people.permissions import held_roles

from . import screens


@hooks.register("register_admin_urls")
def search_urls() -> list[URLPattern]:
    urls = [
        path("lessons/search/", screens.SearchView.as_view(), name="content_search"),
        path("lessons/search/<uuid:pk>/", screens.open_hit, name="content_search_open"),
    ]
    return access.guard(urls, *STAFF)  # type: ignore[return-value, arg-type]


class LessonSearchArea(SearchArea):
    """Beside the search for pages: the same words, asked of everything that is published."""

    def is_shown(self, request: Any) -> bool:
        return not held_roles(request.user).isdisjoint(STAFF)


@hooks.register("register_admin_search_area")
def search_area() -> LessonSearchArea:
    return LessonSearchArea(
        _("Lessons and videos"), reverse("content_search"), name="content-search", icon_name="search", order=90
    )
