"""The empty roster that an officer downloads, and the judged rows to take away."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.lib.tables import table_response

from ..models import Prison, RosterImport, Ward
from .columns import COLUMNS
from .findings import sentence


def template_response(prison: Prison | None) -> HttpResponseBase:
    """xlsx with an example row and a second sheet that explains the columns in both languages."""
    wards = (
        "、".join(f"{ward.name} ({ward.code})" for ward in Ward.objects.filter(prison=prison)[:40]) if prison else ""
    )
    notes = [
        "第二行是示例，导入前请删除。",
        "The second line is an example: delete it before you import.",
        "必填：编号、姓名、监区。其他列可以留空，也可以整列删除；留空不会清除已有内容。",
        "Number, name and ward are needed. Other cells may stay empty, or their columns be left out: what is known is kept.",
        "监区写名称或代码；同名时写“上级/下级”。 Ward: its name or code; with a slash where a name is used twice.",
        "日期写成 2026-03-01、2026/3/1、2026年3月1日 或 Excel 日期格式都可以。",
        "Dates: 2026-03-01, 2026/3/1, 2026年3月1日, or Excel's own dates.",
        "语言写名称或代码：中文 zh、英语 en、维吾尔语 ug、越南语 vi、缅甸语 my、俄语 ru。 Language: its name or code.",
        "需要识字帮助：是 / 否。 Literacy help: yes or no.",
        "同一编号再次导入时：有变化的更新，监区不同的调动；名单外的人只有在您勾选后才标为离开。",
        "When a number is imported again, its learner is updated or moved; people who are not in the file leave only if you tick that.",
    ]
    if wards:
        notes.append(f"监区 Wards：{wards}")
    return table_response(
        "xlsx",
        _("learner roster template"),
        [column.heading for column in COLUMNS],
        [[column.example for column in COLUMNS]],
        title="学员 Learners",
        notes=notes,
    )


def verdict_response(roster: RosterImport) -> HttpResponseBase:
    """Every row with its verdict, to correct the file by."""
    headers = [
        _("line"),
        pgettext("person", "number"),
        pgettext("person", "name"),
        _("ward"),
        _("verdict"),
        _("what was found"),
    ]
    return table_response("xlsx", _("roster check"), headers, _verdict_rows(roster), title=_("roster check"))


def _verdict_rows(roster: RosterImport) -> Iterator[list[object]]:
    for row in roster.rows.iterator(chunk_size=1000):
        found = " ".join(sentence(finding) for finding in row.findings)
        yield [row.line, row.number, row.name, row.ward_name, row.get_verdict_display(), found]
