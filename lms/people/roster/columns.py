"""The columns of a roster: what they are called in Chinese and English, and how a heading is recognised."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Column:
    field: str
    chinese: str
    english: str
    label: object
    example: object
    required: bool = False
    also: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.chinese} {self.english}"


COLUMNS = (
    Column(
        "number",
        "编号",
        "Number",
        pgettext_lazy("person", "number"),
        "100001",
        True,
        ("学员编号", "学号", "番号", "no", "id", "learner number", "learner no"),
    ),
    Column(
        "name",
        "姓名",
        "Name",
        pgettext_lazy("person", "name"),
        "王小明",
        True,
        ("学员姓名", "full name", "learner name"),
    ),
    Column(
        "ward",
        "监区",
        "Ward",
        _("ward"),
        "一监区",
        True,
        ("所在监区", "分监区", "监区名称", "unit", "ward code", "监区代码"),
    ),
    Column("language", "语言", "Language", _("language"), "中文", False, ("语种", "母语", "使用语言", "mother tongue")),
    Column(
        "education_level",
        "文化程度",
        "Education level",
        _("education level"),
        "初中",
        False,
        ("学历", "教育程度", "education"),
    ),
    Column(
        "admitted_on",
        "入监日期",
        "Admission date",
        _("admitted on"),
        "2026-03-01",
        False,
        ("入监时间", "收监日期", "admitted on", "admitted", "date of admission"),
    ),
    Column(
        "release_expected_on",
        "预计释放日期",
        "Expected release date",
        _("release expected on"),
        "2029-02-28",
        False,
        ("释放日期", "刑满日期", "预计释放", "刑满释放日期", "expected release", "release date", "release expected on"),
    ),
    Column(
        "literacy_help",
        "需要识字帮助",
        "Literacy help",
        _("needs help with reading"),
        "否",
        False,
        ("识字帮助", "阅读帮助", "是否需要识字帮助", "reading help", "needs help with reading"),
    ),
)
BY_FIELD = {column.field: column for column in COLUMNS}


def plain(text: object) -> str:
    """A heading without case, spaces, punctuation and width."""
    folded = unicodedata.normalize("NFKC", str(text or "")).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


_KNOWN = {
    plain(name): column.field
    for column in COLUMNS
    for name in (column.chinese, column.english, column.heading, *column.also)
}


def field_of(heading: object) -> str | None:
    """The field that a heading names; remarks in brackets do not count: "姓名（必填）" is the name."""
    text = unicodedata.normalize("NFKC", str(heading or ""))[:200]
    return _KNOWN.get(plain(text)) or _KNOWN.get(plain(text.partition("(")[0]))


def fields_of(row: list[object]) -> dict[str, int]:
    """Field → column index, for a row of headings; empty when the row is none (it must name at least number and name)."""
    found: dict[str, int] = {}
    for index, heading in enumerate(row):
        field = field_of(heading)
        if field and field not in found:
            found[field] = index
    return found if {"number", "name"} <= set(found) else {}
