"""The judgement: what each row would do to the learners as they are now. Reads, never writes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from lms.lib.canonical import canonical_json, sha256_hex

from ..learners import EDITORS, wards_for
from ..models import Learner, Officer, Prison, RosterRow, Ward
from . import values
from .findings import Finding, finding, is_error

Verdict = RosterRow.Verdict
LONGEST = {"number": 40, "name": 200, "education_level": 60, "ward": 400}
COMPARED = ("name", "language", "education_level", "admitted_on", "release_expected_on", "literacy_help")


@dataclass
class ParsedRow:
    """One line understood. `data` holds JSON values of the cells that say something; `ward` is a ward's id."""

    line: int
    data: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)  # number, name, ward as they stand in the file
    verdict: str = ""
    learner: Learner | None = None


class WardIndex:
    """The prison's wards by name, by code and by path ("一监区/一分监区"), and which of them are the officer's."""

    def __init__(self, prison: Prison, by: Officer) -> None:
        self.wards = {ward.pk: ward for ward in Ward.objects.filter(prison=prison)}
        self.allowed = set(wards_for(by, *EDITORS).filter(prison=prison).values_list("pk", flat=True))
        self.names: dict[str, set[UUID]] = {}
        for ward in self.wards.values():
            for name in {ward.name, ward.code, self.path(ward)}:
                self.names.setdefault(_folded(name), set()).add(ward.pk)

    def path(self, ward: Ward) -> str:
        """Names from the top down, divided by slashes; a loop of parents ends it."""
        parts, seen, current = [ward.name], {ward.pk}, ward
        while current.parent_id and current.parent_id in self.wards and current.parent_id not in seen:
            current = self.wards[current.parent_id]
            seen.add(current.pk)
            parts.append(current.name)
        return "/".join(reversed(parts))

    def find(self, text: str) -> tuple[UUID | None, Finding | None]:
        found = self.names.get(_folded(text), set())
        if len(found) != 1:
            return None, finding("unclear_ward" if found else "unknown_ward", value=text)
        ward = next(iter(found))
        return (ward, None) if ward in self.allowed else (None, finding("foreign_ward", value=text))

    def name(self, ward_id: UUID | str) -> str:
        ward = self.wards.get(UUID(str(ward_id)))
        return ward.name if ward else "?"


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


# ── A row by itself ──────────────────────────────────────────────────────────────────────────────


def parse_row(line: int, cells: dict[str, object], wards: WardIndex) -> ParsedRow:
    row = ParsedRow(
        line, {}, shown={name: values.text_of(cells.get(name))[:400] for name in ("number", "name", "ward")}
    )
    for name in cells:
        _PARSERS[name](row, name, cells[name], wards)
    admitted, release = row.data.get("admitted_on"), row.data.get("release_expected_on")
    if admitted and release and release < admitted:
        row.findings.append(finding("dates_crossed"))
    return row


def _text(row: ParsedRow, name: str, cell: object, wards: WardIndex) -> None:
    text = values.text_of(cell)
    if not text:
        if name != "education_level":
            row.findings.append(finding("missing", field=name))
    elif values.looks_like_formula(text):
        row.findings.append(finding("formula", field=name, value=text))
    elif len(text) > LONGEST[name]:
        row.findings.append(finding("too_long", field=name, value=text[:20]))
    elif name == "ward":
        ward, problem = wards.find(text)
        if problem:
            row.findings.append(problem)
        else:
            row.data["ward"] = str(ward)
    else:
        row.data[name] = text


def _number(row: ParsedRow, name: str, cell: object, wards: WardIndex) -> None:
    try:
        text = values.number_of(cell)
    except values.Unclear as unclear:
        row.findings.append(finding("formula", field=name, value=unclear))
        return
    _text(row, name, text, wards)


def _date(row: ParsedRow, name: str, cell: object, wards: WardIndex) -> None:
    try:
        found = values.date_of(cell)
    except values.Unclear:
        row.findings.append(finding("unclear_date", field=name, value=values.text_of(cell)))
        return
    if found:
        row.data[name] = found.isoformat()


def _truth(row: ParsedRow, name: str, cell: object, wards: WardIndex) -> None:
    try:
        found = values.truth_of(cell)
    except values.Unclear:
        row.findings.append(finding("unclear_truth", field=name, value=values.text_of(cell)))
        return
    if found is not None:
        row.data[name] = found


def _language(row: ParsedRow, name: str, cell: object, wards: WardIndex) -> None:
    try:
        found = values.language_of(cell)
    except values.Unclear:
        row.findings.append(finding("unclear_language", field=name, value=values.text_of(cell)))
        return
    if found:
        row.data[name] = found


_PARSERS = {
    "number": _number,
    "name": _text,
    "ward": _text,
    "language": _language,
    "education_level": _text,
    "admitted_on": _date,
    "release_expected_on": _date,
    "literacy_help": _truth,
}


# ── All rows against the learners ────────────────────────────────────────────────────────────────


@dataclass
class Plan:
    rows: list[ParsedRow]
    missing: list[Learner]  # active, the officer's, and not in the file
    digest: str


def make_plan(rows: list[ParsedRow], prison: Prison, wards: WardIndex, *, lock: bool = False) -> Plan:
    """Judge the rows against the learners as they are now. The digest says what the plan does and what it was based on."""
    learners = Learner.objects.filter(prison=prison)
    if lock:
        learners = learners.select_for_update()
    by_number = {learner.number: learner for learner in learners}
    counts = Counter(row.data.get("number") for row in rows)
    for row in rows:
        _judge(row, by_number, counts, wards)
    named = {row.data.get("number") for row in rows} | {row.shown.get("number") for row in rows}
    missing = [
        learner
        for learner in by_number.values()
        if learner.number not in named and learner.state == Learner.State.ACTIVE and learner.ward_id in wards.allowed
    ]
    return Plan(rows, missing, _digest(rows, missing))


def _judge(row: ParsedRow, by_number: dict[str, Learner], counts: Counter, wards: WardIndex) -> None:
    number = row.data.get("number")
    if number and counts[number] > 1:
        row.findings.append(finding("duplicate", value=number))
    row.learner = by_number.get(number) if number else None
    if row.learner and row.learner.ward_id not in wards.allowed:
        row.findings.append(finding("foreign_learner"))
    if any(is_error(found) for found in row.findings):
        row.verdict = Verdict.ERROR
        return
    if row.learner is None:
        row.verdict = Verdict.NEW
        return
    _compare(row, row.learner, wards)


def _compare(row: ParsedRow, learner: Learner, wards: WardIndex) -> None:
    changed = [name for name in COMPARED if name in row.data and row.data[name] != _json(getattr(learner, name))]
    moved = row.data["ward"] != str(learner.ward_id)
    returns = learner.state == Learner.State.RETIRED
    if moved:
        row.findings.append(finding("moves", before=wards.name(learner.ward_id), after=wards.name(row.data["ward"])))
    if returns:
        row.findings.append(finding("returns"))
    for name in changed:
        row.findings.append(
            finding("changes", field=name, before=_json(getattr(learner, name)) or "", after=row.data[name])
        )
    if "name" in changed:
        row.findings.append(finding("other_name"))
    if _crossed(row, learner):
        row.findings.append(finding("dates_crossed"))
        row.verdict = Verdict.ERROR
    elif moved:
        row.verdict = Verdict.MOVED
    else:
        row.verdict = Verdict.CHANGED if changed or returns else Verdict.UNCHANGED


def _crossed(row: ParsedRow, learner: Learner) -> bool:
    """The file may give one of two dates only; the other one is what was known."""
    admitted = row.data.get("admitted_on") or _json(learner.admitted_on)
    release = row.data.get("release_expected_on") or _json(learner.release_expected_on)
    return bool(
        admitted
        and release
        and str(release) < str(admitted)
        and ("admitted_on" in row.data or "release_expected_on" in row.data)
    )


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _digest(rows: Iterable[ParsedRow], missing: Iterable[Learner]) -> str:
    """Two plans with the same digest do the same to the same learners."""
    facts = [
        [row.line, row.verdict, str(row.learner.pk) if row.learner else "", row.data, _state(row.learner)]
        for row in rows
    ]
    return sha256_hex(canonical_json([facts, sorted(str(learner.pk) for learner in missing)]))


def _state(learner: Learner | None) -> list[object]:
    return (
        [learner.state, str(learner.ward_id), *(_json(getattr(learner, name)) for name in COMPARED)] if learner else []
    )
