"""Roster files of every kind, made for the test that needs them, and taken through the real import."""

import csv
import io

from openpyxl import Workbook

from lms.people.roster.jobs import run_import
from lms.people.roster.verbs import preview_roster

HEADINGS = ["编号", "姓名", "监区", "语言", "文化程度", "入监日期", "预计释放日期", "需要识字帮助"]


def xlsx(rows, headings=HEADINGS, *, title=None):
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    for row in [headings, *rows] if headings else rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_bytes(rows, headings=HEADINGS, *, encoding="utf-8", delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def imported(content, *, by, prison, filename="roster.xlsx"):
    """Previewed, as the worker leaves it."""
    roster = preview_roster(io.BytesIO(content), filename, by=by, prison=prison)
    run_import(roster.pk)
    roster.refresh_from_db()
    return roster
