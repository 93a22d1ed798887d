"""A spreadsheet of an awarding body as plain rows, whatever is in it. What cannot be read gets a sentence."""

from __future__ import annotations

import csv
import io
import logging
import unicodedata
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from assessments.bank.exchange.opening import Archive, Unreadable, decode

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5_000
MAX_LINES = 8_000  # title, headings and empty ones included
MAX_COLUMNS = 100
MAX_XML = 60 * 1024 * 1024
MAX_CELL = 500
HEADER_WITHIN = 15
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SheetRows:
    """`rows`: the cells of each line from the first, none at their end that is empty. CSV has no title."""

    title: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class Spreadsheet:
    format: str  # as ColumnMapping.Format
    sheets: list[SheetRows]

    def sheet(self, title: str) -> SheetRows:
        """The one of this name; the first for "". Raises Unreadable."""
        if not title or self.format != "xlsx":
            return self.sheets[0]
        for one in self.sheets:
            if one.title.strip() == title.strip():
                return one
        raise Unreadable(_("There is no sheet “%(name)s” in this file.") % {"name": title})


def read_spreadsheet(content: bytes) -> Spreadsheet:
    """Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise Unreadable(too_big())
    if content.startswith(_OLE):
        raise Unreadable(
            _("This is an old Excel file (.xls), or it has a password. Save it as .xlsx without a password.")
        )
    if content.startswith(b"PK"):
        found = Spreadsheet("xlsx", _workbook(content))
    else:
        encoding = "csv-utf-8" if _is_utf8(content) else "csv-gb18030"
        found = Spreadsheet(encoding, [SheetRows("", _csv(decode(content)))])
    if not any(one.rows for one in found.sheets):
        raise Unreadable(_("There is nothing in this file."))
    return found


def too_big() -> str:
    return _("The file is too big: at most %(mb)s MB.") % {"mb": MAX_BYTES // 1024 // 1024}


def too_long() -> str:
    return _("The file has too many lines: at most %(n)s candidates. Split it.") % {"n": MAX_ROWS}


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _workbook(content: bytes) -> list[SheetRows]:
    archive = Archive(content)
    if not any(name.endswith("workbook.xml") for name in archive.names):
        raise Unreadable(_("This is not an Excel file, though it may be named so. Save it as .xlsx or .csv."))
    sizes = (len(archive.read(name) or b"") for name in archive.names if name.endswith(".xml"))
    if sum(sizes) > MAX_XML:
        raise Unreadable(too_long())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return [_rows(one) for one in book.worksheets if one.sheet_state == "visible"] or [SheetRows("", [])]
            finally:
                book.close()
    except Unreadable:
        raise
    except Exception as error:  # the parser meets hostile files: whatever it raises means "cannot be read"
        log.info("awarding body: not a workbook: %r", error)
        raise Unreadable(
            _("This Excel file is damaged. Open it in Excel, save it again as .xlsx, and try once more.")
        ) from error


def _rows(sheet: Any) -> SheetRows:
    sheet.reset_dimensions()  # a false size would make millions of empty cells
    return SheetRows(sheet.title, _limited(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)))


def _csv(text: str) -> list[list[Any]]:
    text = text.replace("\x00", "")
    head = "\n".join(text[:20_000].splitlines()[:HEADER_WITHIN])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;，|", key=head.count))
    try:
        return _limited(row[:MAX_COLUMNS] for row in reader)
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)s of this file cannot be read as a table. Save it as .xlsx and try again.")
            % {"line": reader.line_num}
        ) from error


def _limited(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    """Empty lines at the end are cut off: some files have a million of them."""
    made: list[list[Any]] = []
    empty = 0
    for row in rows:
        cells = list(row)
        while cells and (cells[-1] is None or not str(cells[-1]).strip()):
            cells.pop()
        if not cells:
            empty += 1
            if empty > MAX_LINES:
                break
            continue
        made += [[] for _gap in range(empty)]
        empty = 0
        made.append(cells)
        if len(made) > MAX_LINES:
            raise Unreadable(too_long())
    return made


def cell_text(value: Any) -> str:
    """As a person reads it: full-width signs narrow, whole numbers without a point, days as 2026-03-31."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        value = Decimal(repr(value))
        value = int(value) if value.is_finite() and value == value.to_integral_value() else value
    text = unicodedata.normalize("NFKC", str(value))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:MAX_CELL]


def headers_of(row: list[Any]) -> list[str]:
    """Texts of a heading row; the second of the same text gets a number, so that each can be named."""
    seen: dict[str, int] = {}
    made = []
    for cell in row:
        text = cell_text(cell)[:80]
        seen[text] = seen.get(text, 0) + 1
        made.append(f"{text} ({seen[text]})" if text and seen[text] > 1 else text)
    return made
