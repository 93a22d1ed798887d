"""Who may sit for a scheme, and if not, why: reasons as data, and each as a sentence. Pure: no database.

An excused absence is no attempt and never a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils.dateformat import format as format_day
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lms.learning.api import Learnt

from ..schemes.rules import CourseRule, Rules
from .deciding import Taken, decide, last_try, months_later

Reason = dict[str, Any]  # {"code", …}: JSON
HOUR = Decimal(60)


@dataclass(frozen=True)
class Facts:
    """What is known of one candidate. `held`: scheme → day of the certificate that stands; `names`: scheme → (Chinese, English)."""

    today: date
    learnt: Mapping[str, Learnt] = field(default_factory=dict)
    held: Mapping[UUID, date] = field(default_factory=dict)
    names: Mapping[UUID, tuple[str, str]] = field(default_factory=dict)
    taken: Sequence[Taken] = ()
    absences: Mapping[str, Sequence[date]] = field(default_factory=dict)
    before: Mapping[str, date] = field(default_factory=dict)  # part → last try in an earlier candidacy
    here: bool = True  # has not left
    renewal: bool = False
    waived: Sequence[Reason] = ()  # after a contest that was upheld


def reasons_for(rules: Rules, facts: Facts) -> list[Reason]:
    """Why not; empty: eligible."""
    if not facts.here:
        return [{"code": "left"}]
    found = [*_courses(rules, facts), *_earlier(rules, facts), *_attempts(rules, facts)]
    return [one for one in found if kept(one) not in [kept(other) for other in facts.waived]]


def kept(reason: Reason) -> Reason:
    """What a reason is about, without its amounts: as it is waived after a contest."""
    return {name: reason[name] for name in ("code", "course", "scheme") if name in reason}


def _courses(rules: Rules, facts: Facts) -> Iterable[Reason]:
    if facts.renewal:
        again = rules.renewal.hours if rules.renewal else None
        if again and (missing := _missing(again, sum(_minutes(one, facts) for one in rules.courses))):
            yield {"code": "renewal_hours", "hours": missing}
        return
    for one in rules.courses:
        learnt = facts.learnt.get(one.course, Learnt())
        about = {"course": one.course, "title": one.title}
        if one.completed and not learnt.completed:
            yield {"code": "course", **about, "lessons": learnt.left}
        if one.hours is not None and (missing := _missing(one.hours, learnt.minutes)):
            yield {"code": "course_hours", **about, "hours": missing}
    if rules.total_hours is not None:
        minutes = sum(_minutes(one, facts) for one in rules.courses)
        if missing := _missing(rules.total_hours, minutes):
            yield {"code": "total_hours", "hours": missing}


def _minutes(one: CourseRule, facts: Facts) -> int:
    return facts.learnt.get(one.course, Learnt()).minutes


def _missing(hours: Decimal, minutes: int) -> str:
    """So many hours are missing, to the next tenth above; empty: none."""
    left = (hours - Decimal(minutes) / HOUR).quantize(Decimal("0.1"), rounding=ROUND_UP)
    return f"{left.normalize():f}" if left > 0 else ""


def _earlier(rules: Rules, facts: Facts) -> Iterable[Reason]:
    for one in () if facts.renewal else rules.earlier:
        since = facts.held.get(one.scheme)
        names = facts.names.get(one.scheme, ("", ""))
        about = {"scheme": str(one.scheme), "title": names[0], "title_en": names[1]}
        if since is None:
            yield {"code": "earlier", **about}
        elif one.months and (from_day := months_later(since, one.months)) > facts.today:
            yield {"code": "earlier_young", **about, "on": from_day.isoformat()}


def _attempts(rules: Rules, facts: Facts) -> Iterable[Reason]:
    """Only when no part can be taken now: who has to wait with one part may sit for another."""
    decision = decide(rules, facts.taken, today=facts.today, absences=facts.absences, renewal=facts.renewal)
    if decision.verdict == "not_awarded":
        yield {"code": "attempts"}
    elif decision.verdict == "open" and decision.open_parts:
        free = [free_again(part, rules, facts) for part in decision.open_parts]
        days = [day for day in free if day is not None and day > facts.today]
        if len(days) == len(free):
            yield {"code": "wait", "on": min(days).isoformat()}


def free_again(part: str, rules: Rules, facts: Facts) -> date | None:
    """The first day on which the part may be tried again."""
    days = [day for day in (last_try(part, facts.taken, facts.absences), facts.before.get(part)) if day]
    if not days or not rules.days_between_attempts:
        return None
    return max(days) + timedelta(days=rules.days_between_attempts)


# ── In words ─────────────────────────────────────────────────────────────────────────────────────


def sentences(reasons: Iterable[Reason]) -> list[str]:
    return [sentence(one) for one in reasons]


def sentence(reason: Reason) -> str:
    """One reason in the reader's language."""
    code = reason.get("code")
    said = {"title": _title(reason), "hours": reason.get("hours", ""), "day": _day(reason.get("on", ""))}
    if code == "course":
        return _lessons(int(reason.get("lessons", 0)), said)
    words = {
        "left": _("Has left: no examination can be planned."),
        "course_hours": _("Needs %(hours)s more hours of the course “%(title)s”."),
        "total_hours": _("Needs %(hours)s more hours of the courses of this scheme."),
        "renewal_hours": _("Needs %(hours)s more hours of further training in the courses of this scheme."),
        "earlier": _("Needs the certificate “%(title)s” first."),
        "earlier_young": _("Has to hold the certificate “%(title)s” until %(day)s first."),
        "attempts": _("No attempt is left."),
        "wait": _("May try again from %(day)s."),
    }
    return words.get(str(code), _("A requirement is not met.")) % said


def _lessons(left: int, said: Mapping[str, str]) -> str:
    if not left:
        return _("Has to complete the course “%(title)s”.") % said
    words = ngettext(
        "Has to complete the course “%(title)s”: %(n)s lesson is left.",
        "Has to complete the course “%(title)s”: %(n)s lessons are left.",
        left,
    )
    return words % {**said, "n": left}


def _title(reason: Reason) -> str:
    english = (get_language() or "").startswith("en")
    return str((english and reason.get("title_en")) or reason.get("title") or reason.get("course") or "")


def _day(text: str) -> str:
    return format_day(date.fromisoformat(text), "Y-m-d") if text else ""
