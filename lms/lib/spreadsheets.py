"""Exports from Wagtail's listings that a spreadsheet program cannot mistake for formulas."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any

from .tables import safe_cell, safe_text


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
