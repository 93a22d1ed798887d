"""A line's cells as what they say: days, scores, passed or not. Pure; what cannot be read is named, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from .fields import PART
from .findings import Finding, finding

YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")  # can mean one day only
PASSED = {"合格", "通过", "及格", "pass", "passed", "是", "合", "yes"}
FAILED = {"不合格", "未通过", "不通过", "不及格", "fail", "failed", "否", "no"}
ABSENT = {"缺考", "未考", "absent", "-", "—", "/"}
_MANTISSA = re.compile(r"^\d\.\d+e\+?\d+$", re.IGNORECASE)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Score:
    """`points` of `out_of`; only `passed` where the body says no more than that."""

    points: Decimal | None = None
    out_of: Decimal = HUNDRED
    passed: bool | None = None


@dataclass
class Line:
    """What one line says. `scores`: by id of the part; `by_title`: by its title, in files with a line for each part."""

    number: str = ""
    name: str = ""
    identity: str = ""
    scheme: str = ""
    taken_on: date | None = None
    scores: dict[str, Score] = field(default_factory=dict)
    by_title: dict[str, Score] = field(default_factory=dict)
    passed: bool | None = None
    certificate: str = ""
    issued_on: date | None = None
    valid_until: date | None = None


def read_line(cells: Mapping[str, str], date_format: str, *, today: date) -> tuple[Line, list[Finding]]:
    """`cells`: our fields → texts. The findings say why the line cannot be taken; none: it can."""
    wrong: list[Finding] = []
    line = Line(
        number=_number(cells, "number", wrong).upper(),
        name=cells.get("name", ""),
        identity=_number(cells, "identity_number", wrong).upper(),
        scheme=cells.get("scheme", ""),
        certificate=_number(cells, "certificate_number", wrong).upper()[:60],
        taken_on=_day(cells, "taken_on", date_format, wrong, before=today),
        issued_on=_day(cells, "issued_on", date_format, wrong, before=today),
        valid_until=_day(cells, "valid_until", date_format, wrong),
        passed=_passed(cells.get("result", ""), wrong),
    )
    most = _decimal(cells.get("out_of", "")) or HUNDRED
    for name, text in cells.items():
        if name.startswith(PART):
            _take(line.scores, name.removeprefix(PART), name, text, most, wrong)
    if cells.get("part"):
        _take(line.by_title, cells["part"], "score", cells.get("score", ""), most, wrong)
    if not line.number and not (line.identity and line.name):
        wrong.append(finding("nobody"))
    if not line.scores and not line.by_title and line.passed is None and not line.certificate and not wrong:
        wrong.append(finding("nothing_said"))
    if (
        (line.scores or line.by_title or line.passed is not None)
        and line.taken_on is None
        and not cells.get("taken_on")
    ):
        wrong.append(finding("no_day"))
    return line, wrong


def _number(cells: Mapping[str, str], name: str, wrong: list[Finding]) -> str:
    text = cells.get(name, "").replace(" ", "").lstrip("'")
    if _MANTISSA.match(text) or (name == "identity_number" and re.fullmatch(r"\d{15}000", text)):
        wrong.append(finding("lost_digits", text=text))
        return ""
    return text


def _day(
    cells: Mapping[str, str], name: str, date_format: str, wrong: list[Finding], *, before: date | None = None
) -> date | None:
    text = cells.get(name, "")
    if not text:
        return None
    for form in (*YEAR_FIRST, date_format):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if not 1970 <= found.year <= 2199:
            continue
        if before is not None and found > before:
            wrong.append(finding("day_ahead", field=name, text=text))
            return None
        return found
    wrong.append(finding("bad_day", field=name, text=text))
    return None


def _passed(text: str, wrong: list[Finding]) -> bool | None:
    word = text.casefold()
    if not word or word in ABSENT:
        return None
    if word in PASSED or word in FAILED:
        return word in PASSED
    wrong.append(finding("bad_result", text=text))
    return None


def _take(into: dict[str, Score], key: str, field_name: str, text: str, most: Decimal, wrong: list[Finding]) -> None:
    word = text.casefold()
    if not word or word in ABSENT:
        return
    if word in PASSED or word in FAILED:
        into[key] = Score(passed=word in PASSED, out_of=most)
        return
    points = _decimal(text)
    if points is None or points < 0:
        wrong.append(finding("bad_score", field=field_name, text=text))
    elif points > most:
        wrong.append(finding("over_score", field=field_name, text=text, most=most))
    else:
        into[key] = Score(points, most)


def _decimal(text: str) -> Decimal | None:
    if not re.fullmatch(r"\d{1,5}(\.\d{1,2})?", text.removesuffix("分")):
        return None
    try:
        found = Decimal(text.removesuffix("分"))
    except InvalidOperation:
        return None
    return found if found < 100_000 else None
