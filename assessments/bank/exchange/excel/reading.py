"""A workbook to verdicts: sheets by their names, columns by their headings, pictures by the cell they stand in."""

from __future__ import annotations

import io
import logging
import warnings
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from ...drafts import Note, Verdict
from ..building import number_of
from ..judging import Refusal, judge, one_line, refused
from ..notes import note
from ..opening import MAX_ITEMS, Archive, Unreadable, too_many_items
from ..pictures import picture_of
from . import cells
from .columns import EXAMPLE, NOTES_TITLE, SheetKind, field_of, plain, sheet_of
from .rows import READERS
from .rules import read_rule

HEADER_WITHIN = 15
MAX_COLUMNS = 200
MAX_XML = 60 * 1024 * 1024
log = logging.getLogger(__name__)

Grid = dict[int, dict[int, Any]]  # row → column → value
Places = dict[tuple[int, int], list[bytes]]  # (row, column) → pictures


def read_excel(content: bytes) -> list[Verdict]:
    """Raises Unreadable when the file cannot be opened."""
    archive = Archive(content)
    parts = [name for name in archive.names if name.startswith("xl/") and name.endswith(".xml")]
    if sum(len(archive.read(name) or b"") for name in parts) > MAX_XML:
        raise Unreadable(too_many_items())
    verdicts: list[Verdict] = []
    for name, grid, places, lost in _sheets(content):
        if name == NOTES_TITLE:
            continue
        if not grid:
            continue
        sheet = sheet_of(name)
        if sheet is None:
            verdicts.append(refused(name, note("sheet_unknown", what=name)))
            continue
        verdicts += _Sheet(name, sheet, grid, places).verdicts()
        verdicts += [refused(name, note("picture_unreadable", what=one)) for one in lost]
        if len(verdicts) > MAX_ITEMS:
            raise Unreadable(too_many_items())
    return verdicts


def _sheets(content: bytes) -> list[tuple[str, Grid, Places, list[str]]]:
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            book = load_workbook(io.BytesIO(content), keep_links=False, rich_text=False)
            lost = [str(one.message) for one in said if "mage" in str(one.message)]
            saved = None
            if any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values()):
                saved = load_workbook(io.BytesIO(content), keep_links=False, data_only=True)
            return [
                (sheet.title, _grid(sheet, saved), _places(sheet), lost if not number else [])
                for number, sheet in enumerate(book.worksheets)
            ]
    except Unreadable:
        raise
    except Exception as error:  # the parser meets hostile files: whatever it raises means "cannot be read"
        log.info("item bank: not a workbook: %r", error)
        raise Unreadable(
            _("This Excel file is damaged. Open it in Excel, save it again as .xlsx, and try once more.")
        ) from error


def _grid(sheet: Any, saved: Any) -> Grid:
    """Only the cells that there are: a false size of the sheet costs nothing."""
    grid: Grid = {}
    values = saved[sheet.title]._cells if saved is not None else {}
    for (row, column), cell in sheet._cells.items():
        value = cell.value
        if cell.data_type == "f":
            found = values.get((row, column))
            value = found.value if found is not None and found.value is not None else _Formula()
        if value is not None and column <= MAX_COLUMNS and (not isinstance(value, str) or value.strip()):
            grid.setdefault(row, {})[column] = value
    return dict(sorted(grid.items()))


class _Formula:
    """A formula whose value was not saved."""


def _places(sheet: Any) -> Places:
    found: Places = {}
    for image in sheet._images:
        start = getattr(image.anchor, "_from", None)
        place = (start.row + 1, start.col + 1) if start is not None else (0, 0)
        found.setdefault(place, []).append(image._data())
    return found


class _Sheet:
    def __init__(self, name: str, sheet: SheetKind, grid: Grid, places: Places) -> None:
        self.name, self.sheet, self.grid, self.places = name, sheet, grid, places
        self.fields: dict[int, str] = {}
        self.unknown: dict[int, str] = {}

    def verdicts(self) -> list[Verdict]:
        header = self._header()
        if header is None:
            missing = ", ".join(column.heading for column in self.sheet.columns if column.required)
            return [refused(self.name, note("missing", column=missing))]
        rows = [row for row in self.grid if row > header]
        made = [self._verdict(row) for row in rows if not self._is_example(row)]
        strays = [place for place in self.places if place[0] not in rows]
        return made + [refused(self.name, note("picture_missing", what=f"{row}:{column}")) for row, column in strays]

    def _header(self) -> int | None:
        """The first row that has a question's heading; a title may stand above it."""
        for position, (row, values) in enumerate(self.grid.items()):
            if position >= HEADER_WITHIN:
                return None
            fields: dict[int, str] = {}
            for column, value in sorted(values.items()):
                field = field_of(self.sheet, value)
                if field and field not in fields.values():
                    fields[column] = field
            if "prompt" in fields.values() and len(fields) > 1:
                self.fields = fields
                self.unknown = {column: one_line(value) for column, value in values.items() if column not in fields}
                return row
        return None

    def _is_example(self, row: int) -> bool:
        return any(
            self.fields.get(column) == "name" and plain(value) == plain(EXAMPLE)
            for column, value in self.grid[row].items()
        )

    def _verdict(self, row: int) -> Verdict:
        place = _("%(sheet)s, row %(row)s") % {"sheet": self.name, "row": row}
        notes: list[Note] = []
        for column, heading in self.unknown.items():
            if column in self.grid[row]:
                notes.append(note("column_unknown", what=heading))
        for column in self.grid[row]:
            if column not in self.fields and column not in self.unknown:
                notes.append(note("column_unknown", what=self.grid[row][column]))
        try:
            values = self._values(row)
            return self._judged(place, row, values, notes)
        except Refusal as refusal:
            return refused(place, *notes, refusal.note)

    def _values(self, row: int) -> dict[str, str]:
        values: dict[str, str] = {}
        for column, field in self.fields.items():
            value = self.grid[row].get(column)
            if isinstance(value, _Formula):
                raise Refusal("formula", column=field)
            try:
                values[field] = cells.text_of(value)
            except Refusal as refusal:
                raise Refusal("value_unclear", column=field, what=value) from refusal
        return values

    def _judged(self, place: str, row: int, values: dict[str, str], notes: list[Note]) -> Verdict:
        found = _RowPictures(row, self.fields, self.places, notes)
        kind = self.sheet.kind
        item: dict[str, Any] = {"kind": kind, "prompt_html": cells.read_prompt(values.get("prompt", ""), notes)}
        item |= READERS[kind](values, found.one)
        item["mapping"] = read_rule(values.get("rule", ""), item)
        item["pictures"] = found.others(values)
        for side in ("feedback_correct", "feedback_incorrect"):
            item[side] = values.get(side, "")
        fields: dict[str, Any] = {
            "item": item,
            "files": found.files,
            "topics": cells.read_list(values.get("topics", "")),
        }
        fields |= {name: values.get(name, "") for name in ("name", "occupation", "source")}
        if values.get("difficulty"):
            if values["difficulty"] in ("1", "2", "3", "4", "5"):
                fields["difficulty"] = int(values["difficulty"])
            else:
                notes.append(note("difficulty_unclear", what=values["difficulty"]))
        fields["points"] = _points(values.get("points", ""), notes)
        return judge(place, fields, notes, language=values.get("language", ""))


def _points(text: str, notes: list[Note]) -> float:
    if not text:
        return 1.0
    try:
        points = number_of(text)
    except Refusal:
        points = 0.0
    if 0 < points <= 10_000:
        return points
    notes.append(note("points_unclear", what=text))
    return 1.0


class _RowPictures:
    """The pictures of one row, by the columns they stand in."""

    def __init__(self, row: int, fields: dict[int, str], places: Places, notes: list[Note]) -> None:
        self.notes = notes
        self.files: dict[str, bytes] = {}
        self._by_field: dict[str, list[bytes]] = {}
        for (at, column), contents in places.items():
            if at == row:
                field = fields.get(column, "")
                self._by_field.setdefault(field if field.startswith("picture") else "", []).extend(contents)

    def one(self, field: str, alt: str) -> dict[str, Any] | None:
        contents = self._by_field.get(field) or self._by_field.get("")
        return self._made(contents.pop(0), alt, field) if contents else None

    def others(self, values: dict[str, str]) -> list[dict[str, Any]]:
        made = []
        named = sorted(
            {*self._by_field, *(name for name in values if name.startswith("picture") and values[name])},
            key=lambda name: (not name, len(name), name),
        )
        for field in named:
            number = field.removeprefix("picture")
            if values.get(field):
                self.notes.append(note("picture_unreadable", what=values[field]))
            for content in self._by_field.get(field, []):
                if one := self._made(content, values.get(f"alt{number}", "") if number else "", field):
                    made.append(one)
        return made

    def _made(self, content: bytes, alt: str, field: str) -> dict[str, Any] | None:
        found = picture_of(content, one_line(alt))
        if found is None:
            self.notes.append(note("picture_unreadable", what=field))
            return None
        if not found[0]["alt"]:
            self.notes.append(note("picture_without_words", what=field))
        self.files[found[0]["path"]] = found[1]
        return found[0]
