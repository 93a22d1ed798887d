"""Column mappings: begun with a file of the body, finished by an officer, kept in versions."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from assessments.bank.exchange.opening import Unreadable
from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.people.models import Officer

from ..models import AwardingBody, ColumnMapping
from ..permissions import bodies_for, check_can_change
from .fields import Kind, fields_for, proposed
from .permissions import outside_body_for
from .spreadsheets import HEADER_WITHIN, SheetRows, Spreadsheet, cell_text, headers_of, read_spreadsheet

MOST_TEMPLATE = 2 * 1024 * 1024
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y")


def mapping_for(officer: Any, mapping_id: UUID | str) -> ColumnMapping:
    """Raises NotFoundHere."""
    found = ColumnMapping.objects.filter(pk=mapping_id, body__in=bodies_for(officer)).select_related("body").first()
    if found is None:
        raise NotFoundHere
    return found


def mapping_in_use(body: AwardingBody, kind: str) -> ColumnMapping | None:
    return ColumnMapping.objects.filter(body=body, kind=kind, saved_at__isnull=False, replaced_at=None).first()


def needed_mapping(body: AwardingBody, kind: str) -> ColumnMapping:
    """Raises Invalid with what to do."""
    found = mapping_in_use(body, kind)
    if found is None:
        raise Invalid(_("Nobody has said yet which column is what. Upload a sample of this body's spreadsheet first."))
    return found


@transaction.atomic
def begin_mapping(
    body_id: UUID | str,
    kind: str,
    content: bytes,
    filename: str,
    *,
    by: Officer,
    sheet: str = "",
    header_row: int | None = None,
) -> ColumnMapping:
    """A draft with our proposals. Of the sample only its headings are kept, and for lists the workbook without its rows.

    Raises NotFoundHere, PermissionDenied, Unreadable.
    """
    body = outside_body_for(by, body_id)
    check_can_change(by, body)
    if kind not in Kind.values:
        raise NotFoundHere
    found = read_spreadsheet(content)
    rows = found.sheet(sheet)
    fields = fields_for(body, kind)
    at = header_row or _header_row(rows, fields)
    if not 1 <= at <= min(len(rows.rows), 200):
        raise Unreadable(_("There are no headings in line %(line)s of this file.") % {"line": at})
    headers = headers_of(rows.rows[at - 1])
    if not any(headers):
        raise Unreadable(_("There are no headings in line %(line)s of this file.") % {"line": at})
    ColumnMapping.objects.filter(body=body, kind=kind, saved_at=None).delete()
    earlier = mapping_in_use(body, kind)
    return ColumnMapping.objects.create(
        body=body,
        kind=kind,
        format=found.format,
        sheet=rows.title[:31],
        header_row=at,
        headers=headers,
        columns=_proposals(fields, headers, earlier),
        constants={name: text for name, text in (earlier.constants if earlier else {}).items() if name in headers},
        date_format=earlier.date_format if earlier else DATE_FORMATS[0],
        template=_emptied(content, rows.title, at) if kind == Kind.CANDIDATES and found.format == "xlsx" else None,
        sample=filename[:255],
        saved_by=audit.label(by),
    )


def _proposals(fields: Any, headers: list[str], earlier: ColumnMapping | None) -> dict[str, str]:
    """What was chosen before stays where the heading is still there."""
    made = proposed(fields, headers)
    kept = {name: header for name, header in (earlier.columns if earlier else {}).items() if header in headers}
    return {name: header for name, header in made.items() if header not in kept.values()} | kept


def _header_row(rows: SheetRows, fields: Any) -> int:
    """The line near the top in which most of our fields are recognised; else the one with most texts."""
    best, line = (0, 0), 1
    for number, row in enumerate(rows.rows[:HEADER_WITHIN], start=1):
        headers = headers_of(row)
        score = len(proposed(fields, headers)), sum(bool(text) for text in headers)
        if score > best:
            best, line = score, number
    return line


def _emptied(content: bytes, title: str, header_row: int) -> bytes:
    """The body's own workbook without what stands below the headings. Formulas become texts. Raises Unreadable."""
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False)
        for other in list(book.worksheets):
            if other.title != title:
                book.remove(other)
        sheet = book[title]
        if sheet.max_row > header_row:
            sheet.delete_rows(header_row + 1, sheet.max_row - header_row)
        for row in sheet.iter_rows(max_row=header_row):
            for cell in row:
                if cell.data_type == "f":
                    cell.value, cell.data_type = str(cell.value), "s"
        book.defined_names.clear()
        file = io.BytesIO()
        book.save(file)
    except Exception as error:  # a hostile file: whatever is raised means that it cannot be used
        raise Unreadable(
            _("This Excel file is damaged. Open it in Excel, save it again as .xlsx, and try once more.")
        ) from error
    if len(file.getvalue()) > MOST_TEMPLATE:
        raise Unreadable(_("The body's template is too big: at most %(mb)s MB.") % {"mb": MOST_TEMPLATE >> 20})
    return file.getvalue()


@transaction.atomic
def save_mapping(
    mapping_id: UUID | str,
    *,
    by: Officer,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    date_format: str,
) -> ColumnMapping:
    """The draft comes into use; what was in use before is kept. Raises NotFoundHere, PermissionDenied, Invalid."""
    draft = mapping_for(by, mapping_id)
    check_can_change(by, draft.body)
    body = AwardingBody.objects.select_for_update().get(pk=draft.body_id)
    draft = ColumnMapping.objects.select_for_update().get(pk=draft.pk)
    if draft.saved_at:
        raise Invalid(_("This mapping was saved already. Begin a new one with a sample."))
    draft.columns = _checked_columns(body, draft, columns)
    draft.constants = _checked_constants(draft, constants)
    if date_format not in DATE_FORMATS:
        raise Invalid(_("Choose how days are written."))
    draft.date_format = date_format
    now = timezone.now()
    same = ColumnMapping.objects.filter(body=body, kind=draft.kind, saved_at__isnull=False)
    same.filter(replaced_at=None).update(replaced_at=now)
    draft.number = (same.values_list("number", flat=True).order_by("-number").first() or 0) + 1
    draft.saved_at, draft.saved_by = now, audit.label(by)
    draft.save()
    detail = {"kind": draft.kind, "version": draft.number, "columns": draft.columns, "constants": draft.constants}
    audit.log(by=by, verb="assessments.mapping.saved", target=body, prison=body.prison_id, detail=detail)
    return draft


def _checked_columns(body: AwardingBody, draft: ColumnMapping, columns: Mapping[str, str]) -> dict[str, str]:
    labels = {one.name: str(one.label) for one in fields_for(body, draft.kind)}
    chosen = {name: header for name, header in columns.items() if header and name in labels}
    for name, header in chosen.items():
        if header not in draft.headers:
            raise Invalid(_("There is no column “%(name)s” in the sample.") % {"name": header[:80]})
        if sum(other == header for other in chosen.values()) > 1:
            raise Invalid(
                _("The column “%(name)s” was chosen twice. (%(field)s)") % {"name": header, "field": labels[name]}
            )
    if draft.kind == Kind.RESULTS:
        if "number" not in chosen and not {"identity_number", "name"} <= set(chosen):
            raise Invalid(
                _("Say which column is the candidate number, or which are the identity card number and the name.")
            )
        if ("part" in chosen) != ("score" in chosen):
            raise Invalid(_("A file with a line for each part needs both columns: the part and its score."))
    elif not {"number", "identity_number", "name"} & set(chosen):
        raise Invalid(_("Say at least which column is the name, the candidate number or the identity card number."))
    return chosen


def _checked_constants(draft: ColumnMapping, constants: Mapping[str, str]) -> dict[str, str]:
    made = {header: cell_text(text)[:100] for header, text in constants.items() if cell_text(text)}
    for header in made:
        if header not in draft.headers:
            raise Invalid(_("There is no column “%(name)s” in the sample.") % {"name": header[:80]})
        if header in draft.columns.values():
            raise Invalid(_("The column “%(name)s” was chosen twice.") % {"name": header})
    return made


def located(mapping: ColumnMapping, found: Spreadsheet) -> tuple[list[list[Any]], dict[str, int]]:
    """The lines below the headings, and field → place of its column. Raises Unreadable where a column is missing."""
    rows = found.sheet(mapping.sheet if found.format == "xlsx" and len(found.sheets) > 1 else "")
    headers = headers_of(rows.rows[mapping.header_row - 1]) if len(rows.rows) >= mapping.header_row else []
    missing = [header for header in mapping.columns.values() if header not in headers]
    if missing:
        raise Unreadable(
            _(
                "In line %(line)s of this file these columns are missing: %(names)s. Nothing was taken. If the body has changed its spreadsheet, say anew which column is what."
            )
            % {"line": mapping.header_row, "names": ", ".join(missing[:10])}
        )
    return rows.rows[mapping.header_row :], {name: headers.index(header) for name, header in mapping.columns.items()}


def written_day(day: date | None, date_format: str) -> str:
    """strftime drops the leading zeros of a year below 1000 on some systems; ours begin at 1900."""
    return day.strftime(date_format) if day else ""
