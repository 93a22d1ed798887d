"""Wagtail's own reports and listings write texts into spreadsheets as they are; here every cell of theirs becomes safe, once for all."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from lms.lib.tables import safe_cell, safe_text

_as_it_is = SpreadsheetExportMixin.preprocess_field_value


def safe_value(view: Any, field: str, value: Any, export_format: str) -> Any:
    """What stands in the cell: a text that no spreadsheet program takes for a formula; numbers and dates keep their type."""
    cell = _as_it_is(view, field, value, export_format)
    if not isinstance(cell, str):
        return cell
    if export_format != SpreadsheetExportMixin.FORMAT_CSV:
        return safe_text(cell)
    return safe_cell(cell)


def make_exports_safe() -> None:
    SpreadsheetExportMixin.preprocess_field_value = safe_value
