"""The template that officers fill in, and the bank's items in the same columns."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import pixels_to_EMU
from openpyxl.worksheet.datavalidation import DataValidation

from lms.lib.errors import Invalid
from lms.lib.tables import LONGEST_CELL, safe_text
from lms.packages import shapes

from ...drafts import Draft
from ..building import shown
from ..languages import CODES, NAMES
from . import cells
from .columns import NOTES_TITLE, SHEETS, Column, SheetKind, pictures
from .instructions import INSTRUCTIONS
from .rows import written
from .rules import write_rule

_HEADING = PatternFill("solid", fgColor="E3EFEA")
_NEEDED = PatternFill("solid", fgColor="F7E3C8")
_GREY = Font(italic=True, color="777777")
_SHOWN_PIXELS = 120
_ROWS_WITH_LISTS = 2000


def write_template() -> bytes:
    """An example row on each sheet, drop-downs, and a page of instructions in both languages."""
    book = Workbook(write_only=True)
    _instructions(book)
    for sheet in SHEETS:
        page, columns = _page(book, sheet, _wide(sheet, 2))
        page.append([_cell(page, column.example, font=_GREY) for column in columns])
    return _saved(book)


def write_items(drafts: Iterable[Draft]) -> bytes:
    """The items on the sheets of their kinds; sheets without items are left out. Raises Invalid when a cell would be too long."""
    by_kind: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_kind.setdefault(draft.item.kind, []).append(draft)
    book = Workbook(write_only=True)
    for sheet in SHEETS:
        if found := by_kind.get(sheet.kind):
            most = max(2, *(len(draft.item.pictures) for draft in found))
            page, columns = _page(book, sheet, _wide(sheet, most))
            for row, draft in enumerate(found, 2):
                _row(page, columns, draft, row)
    _instructions(book)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _wide(sheet: SheetKind, count: int) -> tuple[Column, ...]:
    """Its columns with those for pictures, before the rule for points."""
    rule = [column for column in sheet.columns if column.field == "rule"]
    others = [column for column in sheet.columns if column.field != "rule"]
    return (*others, *pictures(count), *rule)


def _page(book: Workbook, sheet: SheetKind, columns: Sequence[Column]) -> tuple[Any, Sequence[Column]]:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "B2"
    for index, column in enumerate(columns, 1):
        name = get_column_letter(index)
        page.column_dimensions[name].width = column.width
        if column.choices:
            listed = (
                '"' + ",".join(NAMES[code] for code in CODES) + '"' if column.choices == "languages" else column.choices
            )
            rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
            rule.add(f"{name}2:{name}{_ROWS_WITH_LISTS}")
            page.data_validations.append(rule)
    page.append(
        [
            _cell(page, column.heading, font=Font(bold=True), fill=_NEEDED if column.required else _HEADING)
            for column in columns
        ]
    )
    return page, columns


def _cell(page: Any, text: str, *, font: Font | None = None, fill: PatternFill | None = None) -> Cell:
    """Always a text: a leading = makes no formula."""
    cell = WriteOnlyCell(page, value=safe_text(text) or None)
    if text:
        cell.data_type, cell.number_format = "s", "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    return cell


def _row(page: Any, columns: Sequence[Column], draft: Draft, row: int) -> None:
    item = draft.item
    values = {
        **written(item),
        "prompt": cells.write_prompt(item.prompt_html),
        "feedback_correct": item.feedback_correct,
        "feedback_incorrect": item.feedback_incorrect,
        "topics": cells.write_list(draft.topics),
        "occupation": draft.occupation,
        "difficulty": str(draft.difficulty or ""),
        "language": NAMES.get(draft.language, draft.language),
        "source": draft.source,
        "points": shown(draft.points),
        "name": draft.name,
        "rule": write_rule(item.mapping, _as_written(item)),
    }
    images = {"picture": item.picture} if isinstance(item, shapes.HotspotItem) else {}
    for number, picture in enumerate(item.pictures, 1):
        images[f"picture{number}"] = picture
        values[f"alt{number}"] = picture.alt
    if any(len(value) > LONGEST_CELL for value in values.values()):
        raise Invalid(_("“%(name)s” is too long for a cell of Excel. Export it as QTI.") % {"name": draft.name or row})
    page.append([_cell(page, values.get(column.field, "")) for column in columns])
    for index, column in enumerate(columns):
        if column.field in images:
            page.add_image(_image(draft.files[images[column.field].path], index, row))


def _as_written(item: Any) -> dict[str, Any]:
    """The item as data, what stands on the right in the order in which the row will be read."""
    made: dict[str, Any] = item.model_dump()
    if isinstance(item, shapes.MatchItem):
        pairs = dict(item.correct)
        used = list(dict.fromkeys(pairs[left.id] for left in item.left))
        made["right"].sort(key=lambda right: used.index(right["id"]) if right["id"] in used else len(used))
    return made


def _image(content: bytes, column: int, row: int) -> Image:
    image = Image(io.BytesIO(content))
    scale = min(1.0, _SHOWN_PIXELS / max(image.width, image.height))
    size = XDRPositiveSize2D(pixels_to_EMU(max(1, image.width * scale)), pixels_to_EMU(max(1, image.height * scale)))
    image.anchor = OneCellAnchor(_from=AnchorMarker(col=column, row=row - 1), ext=size)
    return image


def _instructions(book: Workbook) -> None:
    page = book.create_sheet(NOTES_TITLE)
    page.column_dimensions["A"].width = 110
    for text in INSTRUCTIONS:
        page.append([_cell(page, text)])
