"""From results to awarded, not awarded or still open. Pure: no database.

The best result of each part that still counts decides; with `within_months` only passes that lie so close together do.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from ..schemes.rules import PartRule, RenewalRule, Rules


@dataclass(frozen=True)
class Taken:
    """One attempt at one part that was marked."""

    part: str
    percent: Decimal
    on: date


@dataclass(frozen=True)
class Decision:
    """`counted`: part → the result that counts; `open_parts`: what can still be passed; `spent`: parts without attempts left."""

    verdict: Literal["awarded", "not_awarded", "open"]
    counted: Mapping[str, Taken] = field(default_factory=dict)
    open_parts: tuple[str, ...] = ()
    spent: tuple[str, ...] = ()


def decide(
    rules: Rules,
    taken: Sequence[Taken],
    *,
    today: date,
    absences: Mapping[str, Sequence[date]] | None = None,
    renewal: bool = False,
) -> Decision:
    """`absences`: days on which a part was missed without an excuse; they are attempts. `renewal`: only the parts of renewing are asked for."""
    parts = parts_of(rules, renewal=renewal)
    needed = len(parts) if renewal and rules.renewal and rules.renewal.parts else rules.needed
    passes = [one for one in taken if (part := _of(parts, one.part)) is not None and one.percent >= part.pass_percent]
    if (counted := _enough(passes, needed, rules.within_months)) is not None:
        return Decision("awarded", counted)
    standing = _standing(passes, today, rules.within_months)
    spent = tuple(
        part.id
        for part in parts
        if part.id not in standing
        and rules.most_attempts is not None
        and attempts(part.id, taken, absences) >= rules.most_attempts
    )
    open_parts = tuple(part.id for part in parts if part.id not in standing and part.id not in spent)
    if len(standing) + len(open_parts) < needed:
        return Decision("not_awarded", standing, open_parts, spent)
    return Decision("open", standing, open_parts, spent)


def parts_of(rules: Rules, *, renewal: bool = False) -> tuple[PartRule, ...]:
    """What has to be passed; on renewal only what the rules name for it."""
    again: RenewalRule | None = rules.renewal if renewal else None
    if again is None or not again.parts:
        return rules.parts
    return tuple(part for part in rules.parts if part.id in again.parts)


def attempts(part: str, taken: Sequence[Taken], absences: Mapping[str, Sequence[date]] | None = None) -> int:
    return sum(one.part == part for one in taken) + len((absences or {}).get(part, ()))


def last_try(part: str, taken: Sequence[Taken], absences: Mapping[str, Sequence[date]] | None = None) -> date | None:
    days = [one.on for one in taken if one.part == part] + list((absences or {}).get(part, ()))
    return max(days, default=None)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _of(parts: Sequence[PartRule], part_id: str) -> PartRule | None:
    return next((part for part in parts if part.id == part_id), None)


def _enough(passes: Sequence[Taken], needed: int, within: int | None) -> dict[str, Taken] | None:
    """The passes of the earliest stretch of time that has enough of them."""
    for first in sorted({one.on for one in passes}):
        end = months_later(first, within) if within else date.max
        found = _best([one for one in passes if first <= one.on <= end])
        if len(found) >= needed:
            return found
    return None


def _standing(passes: Sequence[Taken], today: date, within: int | None) -> dict[str, Taken]:
    """Passes that another one can still be added to."""
    return _best([one for one in passes if within is None or months_later(one.on, within) >= today])


def _best(passes: Sequence[Taken]) -> dict[str, Taken]:
    """Of each part the highest; of equals the latest, since it counts longest."""
    found: dict[str, Taken] = {}
    for one in sorted(passes, key=lambda one: (one.percent, one.on)):
        found[one.part] = one
    return found
