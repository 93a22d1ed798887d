"""Spreadsheets going out: Excel and CSV files that are safe to open, made row by row; Wagtail's own exports made safe too.

A cell that begins with = + - @ (or a tab, a line break, their full-width forms) is run as a formula by spreadsheet programs
(OWASP: CSV injection). Such texts get an apostrophe in front in CSV; in Excel files they are written as texts, which needs no change.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters, Excel's limit
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Row = Sequence[object]


def safe_text(value: object) -> str:
    """The value as text without signs that a spreadsheet cannot hold; times in the server's time zone, to the minute."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).encode("utf-8", "replace").decode().replace("\ufffe", "").replace("\uffff", "")
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]


def safe_cell(value: object) -> str:
    """One CSV cell that no spreadsheet program takes for a formula. Numbers stay numbers."""
    text = safe_text(value)
    if isinstance(value, (int, float, Decimal)):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def csv_lines(headers: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """CSV (RFC 4180) in UTF-8 with a BOM, without which Excel shows Chinese as noise."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield codecs.BOM_UTF8
    for row in _with_headers(headers, rows):
        writer.writerow([safe_cell(value) for value in row])
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook."""

    title: str
    headers: Row
    rows: Iterable[Row]
    widths: Sequence[int] = ()


def write_xlsx(
    target: IO[bytes],
    headers: Row,
    rows: Iterable[Row],
    *,
    title: str = "",
    notes: Sequence[str] = (),
    widths: Sequence[int] = (),
) -> None:
    """Write an Excel file with one sheet (and a second one for notes), row by row in constant memory."""
    write_book(target, [Sheet(title or "1", headers, rows, widths)], notes)


def write_book(target: IO[bytes], sheets: Iterable[Sheet], notes: Sequence[str] = ()) -> None:
    """Write an Excel file with several sheets (and a last one for notes)."""
    book = Workbook(write_only=True)
    for table in sheets:
        sheet = book.create_sheet(_sheet_title(table.title))
        sheet.freeze_panes = "A2"
        for index, width in enumerate(table.widths or [_width(header) for header in table.headers], start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.append([_heading(sheet, header) for header in table.headers])
        for row in table.rows:
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    if notes:
        extra = book.create_sheet("说明 Notes")
        extra.column_dimensions["A"].width = 110
        for note in notes:
            cell = WriteOnlyCell(extra, value=safe_text(note))
            cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
            extra.append([cell])
    book.save(target)


def table_response(
    kind: str, name: str, headers: Row, rows: Iterable[Row], *, title: str = "", notes: Sequence[str] = ()
) -> HttpResponseBase:
    """A download named `name` (without ending), kind `xlsx` or `csv`."""
    if kind == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            csv_lines(headers, rows), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = (
            f"attachment; filename=\"table.csv\"; filename*=UTF-8''{quote(name, safe='')}.csv"
        )
    else:
        file = io.BytesIO()
        write_xlsx(file, headers, rows, title=title or name, notes=notes)
        response = HttpResponse(file.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = (
            f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{quote(name, safe='')}.xlsx"
        )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


class SafeExport:
    """Mixin before a Wagtail listing view: texts are safe in CSV, and free of signs that an Excel file cannot hold."""

    def get_preprocess_function(self, field: str, value: Any, export_format: str) -> Any:
        made = super().get_preprocess_function(field, value, export_format)  # type: ignore[misc]
        safe = safe_cell if export_format == "csv" else safe_text

        def preprocess(cell: Any) -> Any:
            cell = made(cell) if made else cell
            return safe(cell) if isinstance(cell, str) else cell

        return preprocess

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """With a byte order mark: without it Excel takes UTF-8 for the local code page and Chinese turns to noise."""
        yield codecs.BOM_UTF8
        yield from super().stream_csv(queryset)  # type: ignore[misc]


def _with_headers(headers: Row, rows: Iterable[Row]) -> Iterator[Row]:
    yield headers
    yield from rows


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    """Texts are marked as texts (a leading = would make a formula otherwise); numbers and dates keep their type."""
    if value is None or isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, (date, time)):
        return value
    cell = WriteOnlyCell(sheet, value=safe_text(str(value) if isinstance(value, UUID) else value))
    cell.data_type = "s"
    return cell


def _heading(sheet: WriteOnlyWorksheet, text: object) -> Cell:
    cell = WriteOnlyCell(sheet, value=safe_text(text))
    cell.data_type, cell.font, cell.fill = "s", Font(bold=True), PatternFill("solid", fgColor="E3EFEA")
    return cell


def _width(header: object) -> int:
    return max(12, 2 * len(str(header)) + 4)


def _sheet_title(title: str) -> str:
    """A sheet's name: at most 31 signs, and none of those that Excel forbids."""
    return "".join(sign for sign in safe_text(title) if sign not in "[]:*?/\\")[:31].strip("'") or "1"
