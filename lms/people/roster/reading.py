"""From an uploaded file to rows of cells: Excel or CSV, whatever is in it. Everything that cannot be read gets a sentence."""

from __future__ import annotations

import csv
import io
import logging
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from lms.lib.errors import Invalid

from .columns import BY_FIELD, COLUMNS, fields_of

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_UNPACKED = 80 * 1024 * 1024
MAX_PARTS = 2_000
MAX_LINES = 200_000  # empty ones included
HEADER_WITHIN = 15  # a register often has a title above its headings
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
log = logging.getLogger(__name__)


class Unreadable(Invalid):
    code = "unreadable_file"


@dataclass(frozen=True)
class Sheet:
    """Rows as (line in the file, {field: cell}); `encoding` is empty for Excel."""

    fields: tuple[str, ...]
    rows: list[tuple[int, dict[str, object]]]
    encoding: str = ""


def read_table(content: bytes) -> Sheet:
    """Raises Unreadable with a sentence."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise Unreadable(too_big())
    if content.startswith(b"PK"):
        return _sheet_from(_excel_sheets(content), "")
    if content.startswith(_OLE):
        raise Unreadable(_ole_sentence(content))
    text, encoding = decode(content)
    return _sheet_from([_csv_rows(text)], encoding)


def too_big() -> str:
    return _("The file is too big: at most %(mb)s MB. Keep only the sheet with the learners.") % {
        "mb": MAX_BYTES // 1024 // 1024
    }


# ── Excel ────────────────────────────────────────────────────────────────────────────────────────


def _excel_sheets(content: bytes) -> Iterator[Iterable[tuple[int, list[object]]]]:
    """Every visible worksheet, as rows. Formulas give the value that Excel saved with them."""
    _check_zip(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the parser meets hostile files: whatever it raises means "cannot be read"
        log.info("roster: not a workbook: %r", error)
        raise Unreadable(
            _("This Excel file is damaged. Open it in Excel, save it again as .xlsx, and try once more.")
        ) from error
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield _excel_rows(sheet)
    finally:
        book.close()


def _excel_rows(sheet: object) -> Iterator[tuple[int, list[object]]]:
    try:
        sheet.reset_dimensions()  # type: ignore[attr-defined]  # a false size would make millions of empty cells
        for line, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):  # type: ignore[attr-defined]
            if line > MAX_LINES:
                raise Unreadable(_too_many_rows())
            yield line, list(row)
    except Unreadable:
        raise
    except Exception as error:
        log.info("roster: a damaged sheet: %r", error)
        raise Unreadable(
            _("This Excel file is damaged. Open it in Excel, save it again as .xlsx, and try once more.")
        ) from error


def _check_zip(content: bytes) -> None:
    """Before anything is unpacked: is it a workbook, and does it stay small?"""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        raise Unreadable(
            _("This Excel file is damaged. Open it in Excel, save it again as .xlsx, and try once more.")
        ) from error
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(part.file_size > 200 * part.compress_size + 1_000_000 for part in parts)
    ):
        raise Unreadable(_("This file unpacks to far more than a roster holds. It was not opened."))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_protected())
    if not any(part.filename.lower().endswith("workbook.xml") for part in parts):
        raise Unreadable(_("This is not an Excel file, though it may be named so. Save the roster as .xlsx or .csv."))


def _ole_sentence(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _protected()
    return _("This is an old Excel file (.xls). Open it in Excel and save it as .xlsx.")


def _protected() -> str:
    return _("This file has a password. Take the password off in Excel, then try again.")


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────


def decode(content: bytes) -> tuple[str, str]:
    """(text, encoding): by its mark, else UTF-8, else UTF-16 by its many NULs, else GB18030. Raises Unreadable."""
    if content.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif content[:2000].count(0) > len(content[:2000]) // 5:
        candidates = ["utf-16-le" if content[1:2000:2].count(0) > content[0:2000:2].count(0) else "utf-16-be"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            return content.decode(encoding).lstrip("\ufeff"), encoding
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The text in this file cannot be read. Save it as .xlsx, or as CSV in UTF-8."))


def _csv_rows(text: str) -> Iterator[tuple[int, list[object]]]:
    text = text.replace("\x00", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for count, row in enumerate(reader):
            if count > MAX_LINES:
                raise Unreadable(_too_many_rows())
            yield reader.line_num, list(row[:MAX_COLUMNS])
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)s of this file cannot be read as a table. Save it as .xlsx and try again.")
            % {"line": reader.line_num}
        ) from error


def _delimiter(text: str) -> str:
    """The sign that divides the headings."""
    head = "\n".join(text[:20_000].splitlines()[:HEADER_WITHIN])
    return max(",\t;，|", key=head.count)


# ── Both ─────────────────────────────────────────────────────────────────────────────────────────


def _sheet_from(sheets: Iterable[Iterable[tuple[int, list[object]]]], encoding: str) -> Sheet:
    """The first sheet that has headings near its top."""
    for rows in sheets:
        fields: dict[str, int] = {}
        found: list[tuple[int, dict[str, object]]] = []
        for position, (line, cells) in enumerate(rows):
            if not fields:
                if position >= HEADER_WITHIN:
                    break
                fields = fields_of(cells)
            elif any(cell is not None and str(cell).strip() for cell in cells):
                found.append(
                    (line, {field: cells[index] if index < len(cells) else None for field, index in fields.items()})
                )
                if len(found) > MAX_ROWS:
                    raise Unreadable(_too_many_rows())
        if fields:
            return _checked(Sheet(tuple(fields), found, encoding))
    names = ", ".join(column.heading for column in COLUMNS if column.required)
    raise Unreadable(
        _(
            "No headings were found in the first lines. The file needs the columns: %(names)s. The template has them all."
        )
        % {"names": names}
    )


def _checked(sheet: Sheet) -> Sheet:
    missing = [column.heading for column in COLUMNS if column.required and column.field not in sheet.fields]
    if missing:
        raise Unreadable(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    if not sheet.rows:
        raise Unreadable(_("The file has headings, but no learners below them."))
    return sheet


def _too_many_rows() -> str:
    return _("The file has too many rows: at most %(n)s. Split it by ward.") % {"n": MAX_ROWS}


def column_label(field: str) -> str:
    return str(BY_FIELD[field].label)
