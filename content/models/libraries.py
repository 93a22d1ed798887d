"""The library of a prison, and the one for all prisons of this server."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .pages import ContentPage, tabs


class LibraryPage(ContentPage):
    """课程库: all themes and courses of one prison; without a prison, the library that every prison sees."""

    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prison")
    )

    parent_page_types: list[str] = []  # made by content.libraries only
    subpage_types = ["content.ThemePage", "content.CoursePage"]
    preview_modes: list = []
    edit_handler = tabs()

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")


def library_of(page: object) -> LibraryPage | None:
    """The library that a page stands in (itself, when it is one)."""
    if isinstance(page, LibraryPage):
        return page
    return LibraryPage.objects.ancestor_of(page, inclusive=True).first()
