"""What a check found, in plain words: findings with a code and a sentence in both languages (sentences.json, shared with the page)."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from .facts import Words

Language = Literal["zh", "en"]
Outcome = Literal["valid", "invalid", "open"]
Kind = Literal["good", "bad", "open", "note"]
SENTENCES = Path(__file__).with_name("sentences.json")

GOOD = frozenset({"signature_good", "key_good", "in_time", "for_life", "not_revoked", "matches"})
OPEN = frozenset({"status_unknown", "achievement_unknown"})
NOTES = frozenset({"status_old", "status_predates", "clock_behind", "compact_only", "person_unchecked"})


@dataclass(frozen=True)
class Finding:
    """One thing that was checked. `values`: what stands in the braces, days as ISO dates."""

    code: str
    values: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        if self.code in GOOD:
            return "good"
        return "open" if self.code in OPEN else "note" if self.code in NOTES else "bad"

    def sentence(self, language: Language) -> str:
        return sentence(self.code, language).format(**self.values.get(language, {}))


@dataclass(frozen=True)
class Shown:
    """What the certificate says; told only when its signature holds. `results`: (what, how well)."""

    id: UUID
    did: str
    number: str
    holder: str
    body: Words
    code: str
    title: Words
    issued_on: date
    valid_until: date | None
    list_number: str
    index: int
    latin_name: str = ""
    born_on: str = ""
    results: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """`valid` only when everything was checked and is good; `open` when something could not be checked."""

    findings: tuple[Finding, ...]
    certificate: Shown | None = None

    @property
    def outcome(self) -> Outcome:
        kinds = {finding.kind for finding in self.findings}
        if "bad" in kinds or "good" not in kinds:
            return "invalid"
        return "open" if "open" in kinds else "valid"

    @property
    def valid(self) -> bool:
        return self.outcome == "valid"

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    def sentences(self, language: Language) -> list[str]:
        """The outcome first, then each finding."""
        return [sentence(f"outcome_{self.outcome}", language), *(one.sentence(language) for one in self.findings)]


def found(code: str, /, **values: Any) -> Finding:
    """Days and Words become text in each language."""
    return Finding(code, {language: {k: _told(v, language) for k, v in values.items()} for language in ("zh", "en")})


def sentence(code: str, language: Language) -> str:
    return _sentences()[code][language]


def told_day(day: date, language: Language) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _told(value: Any, language: Language) -> str:
    if isinstance(value, date):
        return told_day(value, language)
    if isinstance(value, Words):
        return value.en if language == "en" and value.en else value.zh
    return str(value)


@functools.cache
def _sentences() -> dict[str, dict[Language, str]]:
    found: dict[str, dict[Language, str]] = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return found
