"""The theme of the year with its twelve months. The constitution's month is the one the demo runs in, so that the home page shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from content import api as content
from content.models import ThemePage
from content.models.themes import MonthlyTopicPage
from lms.people.models import Officer

from .words import T

THEME = T("学法明理，向阳而生", "Know the law, turn to the light")
SUMMARY = T("一年十二个月，每月一个专题。", "Twelve months, a topic each.")
CONSTITUTION = T("宪法宣传", "The Constitution")
MONTHS = {
    1: T("新年新计划", "Plans for the new year"),
    2: T("家书与家风", "Letters home, family values"),
    3: T("学雷锋，做好事", "Helping others"),
    4: T("国家安全人人有责", "National security concerns everybody"),
    5: T("劳动最光荣", "The honour of work"),
    6: T("珍爱生命，远离毒品", "Choose life, refuse drugs"),
    7: T("消防和用电安全", "Fire and electrical safety"),
    8: T("心理健康", "Mental well-being"),
    9: T("诚信做人", "Honesty"),
    10: T("爱祖国，爱家乡", "Love of country and home"),
    11: T("民法典在身边", "The Civil Code in daily life"),
    12: CONSTITUTION,
}


def load_year(today: date, writer: Officer, reviewer: Officer) -> MonthlyTopicPage:
    """The topic of this month: the constitution's."""
    months = dict(MONTHS)
    months[12], months[today.month] = months[today.month], CONSTITUTION
    library = content.library_for(writer.prison)
    theme = ThemePage.objects.child_of(library).filter(year=today.year).first()
    theme = theme or content.new_theme(library, THEME.zh, today.year, by=writer, summary=SUMMARY.zh)
    _both(theme, THEME, writer, reviewer, summary=SUMMARY.en)
    for month, title in months.items():
        topic = MonthlyTopicPage.objects.child_of(theme).filter(month=month).first()
        topic = topic or content.new_topic(theme, month, title.zh, by=writer)
        _both(topic, title, writer, reviewer)
    return MonthlyTopicPage.objects.child_of(theme).get(month=today.month)


def _both(page: Any, title: T, writer: Officer, reviewer: Officer, **fields: Any) -> None:
    """The English version, and both approved."""
    copy = content.add_language(page, "en", by=writer)
    if copy.get_latest_revision_as_object().title != title.en:
        content.edit_page(copy, by=writer, title=title.en, **fields)
    for version in (page, copy):
        version.refresh_from_db()
        if not version.live:
            if not version.workflow_in_progress:
                content.hand_in(version, by=writer)
            content.approve(version, by=reviewer)
