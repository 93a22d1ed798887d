import csv
import io
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lms.lib.tables import csv_lines, safe_cell, table_response, write_xlsx

HOSTILE = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "  =1+1", "\n=2"]


def read_csv(lines):
    return list(csv.reader(io.StringIO(b"".join(lines).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_csv_cell_is_never_a_formula(text):
    assert safe_cell(text).startswith("'")


def test_harmless_cells_and_numbers_stay_as_they_are():
    assert [safe_cell(v) for v in ("王小明", "a=b", -5, 1.5, None, True)] == ["王小明", "a=b", "-5", "1.5", "", "1"]


@given(st.text())
def test_no_text_at_all_becomes_a_formula(text):
    assert not safe_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_csv_has_a_mark_for_excel_and_reads_back():
    lines = list(csv_lines(["姓名", "编号"], [['王, "小"明', 7], ["b\x00\ud800", date(2026, 3, 1)]]))
    assert lines[0] == b"\xef\xbb\xbf"
    assert read_csv(lines) == [["姓名", "编号"], ['王, "小"明', "7"], ["b?", "2026-03-01"]]


def test_excel_texts_stay_texts_and_dates_stay_dates():
    file = io.BytesIO()
    write_xlsx(
        file,
        ["=h"],
        [[text] for text in [*HOSTILE, "x" * 40_000, "\x00<script>", "\ud800", "\uffff"]]
        + [[date(2026, 3, 1)], [uuid4()], [datetime(2026, 3, 1, tzinfo=UTC)]],
        title="a/b[1]*" * 9,
        notes=["=1"],
    )
    sheets = load_workbook(io.BytesIO(file.getvalue()))
    cells = [row[0] for row in sheets.worksheets[0].iter_rows()]
    assert {cell.data_type for cell in cells[:-3]} <= {"s", "inlineStr"}
    assert cells[-3].value.date() == date(2026, 3, 1)
    assert len(sheets.worksheets) == 2


def test_a_download_carries_its_chinese_name():
    for kind in ("xlsx", "csv"):
        response = table_response(kind, "学员名单", ["a"], [["=1"]])
        assert "%E5%AD%A6%E5%91%98" in response["Content-Disposition"]
        assert b"".join(response)
