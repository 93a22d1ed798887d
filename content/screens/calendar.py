"""The calendar of the year: twelve months, their topics and the courses that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import CoursePage, MonthlyTopicPage, ThemePage
from content.permissions import libraries_for
from content.writing import language_versions

from .base import DESK_TRAIL, Screen


@dataclass
class Month:
    first: date
    is_now: bool
    topics: list[tuple[MonthlyTopicPage, list[CoursePage]]] = field(default_factory=list)


class CalendarView(Screen):
    template_name = "content/calendar.html"
    page_title = _("Yearly calendar")
    header_icon = "calendar-alt"
    trail = DESK_TRAIL

    def get_page_subtitle(self) -> str:
        return str(self.year)

    @property
    def year(self) -> int:
        wanted = self.request.GET.get("year", "")
        return int(wanted) if wanted.isdecimal() and 2000 <= int(wanted) <= 2200 else timezone.localdate().year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        themes = themes_of(self.request.user, self.year)
        return super().get_context_data(
            year=self.year,
            themes=themes,
            months=months_of(self.year, themes),
            libraries=libraries_for(self.request.user),
            **kwargs,
        )


def themes_of(officer: Any, year: int) -> list[ThemePage]:
    """The themes of the year in the officer's libraries, one language version of each."""
    leading: dict[Any, ThemePage] = {}
    for library in libraries_for(officer):
        for theme in ThemePage.objects.descendant_of(library).filter(year=year, alias_of=None).select_related("locale"):
            version = leading.get(theme.translation_key)
            if version is None or theme.language == "zh-hans":
                leading[theme.translation_key] = theme
    return list(leading.values())


def months_of(year: int, themes: list[ThemePage]) -> list[Month]:
    today = timezone.localdate()
    months = [Month(date(year, number, 1), (year, number) == (today.year, today.month)) for number in range(1, 13)]
    for theme in themes:
        for topic in MonthlyTopicPage.objects.child_of(theme).filter(alias_of=None):
            keys = [version.pk for version in language_versions(topic)]
            courses = CoursePage.objects.filter(topic__in=keys, alias_of=None, locale=theme.locale)
            months[topic.month - 1].topics.append((topic, list(courses)))
    return months
