"""A list of candidates from outside: pasted, or from an Excel or CSV file. Each line is judged before anything is written; nothing is guessed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from lms.lib.errors import Invalid
from lms.people.models import Learner
from lms.people.names import clean
from lms.people.roster.reading import decode

from ..models import Candidacy, Scheme
from .registration import MOST, Holder, identity_right, learners_to_register
from .states import OPEN

MAX_BYTES, MAX_UNPACKED = 5 * 1024 * 1024, 60 * 1024 * 1024
HEADINGS = {
    "number": ("编号", "学员编号", "学号", "番号", "number", "learner number", "no"),
    "name": ("姓名", "学员姓名", "name"),
    "latin": ("拼音", "姓名拼音", "latin name", "name in latin letters"),
    "born_on": ("出生日期", "出生年月日", "date of birth", "born on"),
    "identity_number": ("身份证号", "身份证号码", "证件号码", "identity card number", "id number"),
}
FIELDS = tuple(HEADINGS)
NEW = "new"
SENTENCES = {
    NEW: gettext_lazy("Will be registered."),
    "unknown": gettext_lazy("No learner with this number was found among those you look after."),
    "several": gettext_lazy("Several learners have this number. Choose the right one from the list of learners."),
    "left": gettext_lazy("Has left."),
    "already": gettext_lazy("Is registered for this scheme already."),
    "twice": gettext_lazy("Stands in the list twice. The first line counts."),
    "other_name": gettext_lazy("The name is another one here. Look at it, and put the list right."),
    "date": gettext_lazy("The date of birth cannot be read. Write it as 1990-05-31."),
    "identity": gettext_lazy("The identity card number has a wrong digit."),
}


@dataclass(frozen=True)
class Line:
    """One line of the list and what becomes of it. `code`: a key of SENTENCES."""

    place: int
    cells: dict[str, str]
    code: str
    learner: Learner | None = None
    holder: Holder | None = None

    @property
    def is_new(self) -> bool:
        return self.code == NEW

    @property
    def sentence(self) -> Any:
        return SENTENCES[self.code]

    @property
    def other_name(self) -> str:
        return self.learner.name if self.learner and self.code == "other_name" else ""


def read_text(text: str) -> list[dict[str, str]]:
    """A pasted list: one person a line; a number, and behind it what the headings name (number and name where there are none)."""
    rows = [re.split(r"\s*[\t,，;；]\s*|\s{2,}", line.strip()) for line in text.replace("\x00", "").splitlines()]
    rows = [[cell for cell in row if cell] if _all_numbers(row) else row for row in rows if any(row)]
    if any(_headings(row) for row in rows[:10]):
        return _cells(rows)
    apart: list[list[str]] = []
    for row in rows:
        cells = row[0].split(None, 1) if len(row) == 1 else row
        numbers = " ".join(row).split()
        apart += [[number] for number in numbers] if _all_numbers(numbers) else [cells]
    return _cells(apart)


def _all_numbers(cells: Sequence[str]) -> bool:
    """A name has no digit in it, a number has."""
    return all(any(sign.isdigit() for sign in cell) for cell in cells if cell)


def read_file(content: bytes) -> list[dict[str, str]]:
    """Excel (.xlsx) or CSV. Raises Invalid with a sentence."""
    if len(content) > MAX_BYTES:
        raise Invalid(_("The file is too big: at most %(mb)s MB.") % {"mb": MAX_BYTES // 1024 // 1024})
    if not content.strip():
        raise Invalid(_("The file is empty."))
    if content.startswith(b"PK"):
        return _cells(_excel(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(_("This is an old Excel file (.xls). Open it in Excel and save it as .xlsx."))
    text, _encoding = decode(content)
    try:
        delimiter = max(",\t;，", key=text[:5000].count)
        rows = list(csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Invalid(_("This file cannot be read as a table. Save it as .xlsx and try again.")) from error
    return _cells([[clean(cell) for cell in row] for row in rows[: 10 * MOST]])


def as_text(rows: Sequence[dict[str, str]]) -> str:
    """The same list as `read_text` takes it: what stands in the box after a file was read."""
    fields = [name for name in FIELDS if any(row.get(name) for row in rows)]
    head = "\t".join(HEADINGS[name][0] for name in fields)
    return "\n".join([head, *("\t".join(row.get(name, "") for name in fields) for row in rows)])


def _excel(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise Invalid(_("This file unpacks to far more than a list holds. It was not opened."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        sheet.reset_dimensions()
        found = []
        for row in sheet.iter_rows(max_row=10 * MOST, max_col=30, values_only=True):
            found.append([_text(cell) for cell in row])
        book.close()
    except Invalid:
        raise
    except Exception as error:  # the parser meets hostile files: whatever it raises means "cannot be read"
        raise Invalid(
            _("This Excel file is damaged. Open it in Excel, save it again as .xlsx, and try once more.")
        ) from error
    return found


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else clean(str(cell))


def _headings(row: Sequence[str]) -> dict[str, int]:
    found = {}
    for place, cell in enumerate(row):
        plain = cell.strip().lower()
        for field, names in HEADINGS.items():
            if plain in names and field not in found:
                found[field] = place
    return found if "number" in found else {}


def _cells(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """By headings near the top; without any: number, then name."""
    places = {"number": 0, "name": 1}
    first = 0
    for place, row in enumerate(rows[:10]):
        if named := _headings(row):
            places, first = named, place + 1
            break
    found = [
        {field: row[place].strip() for field, place in places.items() if place < len(row)}
        for row in rows[first:]
        if any(cell.strip() for cell in row)
    ]
    if len(found) > MOST:
        raise Invalid(_("At most %(n)s at once. Split the list.") % {"n": MOST})
    return found


def judge(rows: Sequence[dict[str, str]], scheme: Scheme, *, by: Any) -> list[Line]:
    """What becomes of each line, among the learners whom the officer registers."""
    numbers = {row.get("number", "") for row in rows}
    by_number: dict[str, list[Learner]] = defaultdict(list)
    for learner in learners_to_register(by).filter(number__in=numbers):
        by_number[learner.number].append(learner)
    learners = [one for some in by_number.values() for one in some]
    taken = set(
        Candidacy.objects.filter(scheme=scheme, learner__in=learners, state__in=OPEN).values_list(
            "learner_id", flat=True
        )
    )
    seen: set[str] = set()
    return [_judged(place, row, by_number, taken, seen) for place, row in enumerate(rows, 1)]


def _judged(
    place: int, row: dict[str, str], by_number: dict[str, list[Learner]], taken: set[Any], seen: set[str]
) -> Line:
    number, name = row.get("number", ""), clean(row.get("name", ""))
    found = by_number.get(number, [])
    if len(found) > 1 and name:
        found = [one for one in found if one.name == name] or found
    active = [one for one in found if one.state == Learner.State.ACTIVE]
    one = next(iter(active or found), None)
    if one is None:
        return Line(place, row, "unknown")
    if len(active or found) > 1:
        return Line(place, row, "several")
    if name and name.replace(" ", "") != one.name.replace(" ", ""):
        return Line(place, row, "other_name", one)
    if not active:
        return Line(place, row, "left", one)
    if number in seen:
        return Line(place, row, "twice", one)
    seen.add(number)
    if one.pk in taken:
        return Line(place, row, "already", one)
    identity = row.get("identity_number", "").upper()
    if len(identity) == 18 and not identity_right(identity):
        return Line(place, row, "identity", one)
    try:
        born_on = _day(row.get("born_on", ""))
    except ValueError:
        return Line(place, row, "date", one)
    return Line(place, row, NEW, one, Holder("", row.get("latin", ""), born_on, identity))


def _day(text: str) -> date | None:
    """1990-05-31, 1990/5/31, 1990年5月31日, 19900531. Raises ValueError."""
    if not text.strip():
        return None
    digits = re.findall(r"\d+", text)
    if len(digits) == 1 and len(digits[0]) == 8:
        digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
    if len(digits) < 3:
        raise ValueError(text)
    return date(int(digits[0]), int(digits[1]), int(digits[2]))
