"""The figures of the desk: counted by the database, one question for all stages; the same on SQLite and PostgreSQL.

The cohort is fixed: those registered within the period. What they reached is counted whenever they reached it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Min, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from ..models import Candidacy, Certificate
from ..permissions import candidacies_for, certificates_for
from .intervals import Rate, Spread, rate, spread
from .stages import AWARDED, DECIDED, ENDED, EXPIRING, NEXT, OPEN, STAGES, WAITS, S, Stage, Wait

BY = ("scheme", "prison", "period")
_WAITING = {S.ELIGIBLE: "seat", S.EXAMINED: "result", S.AWARDED: "certificate"}
MOST_MONTHS = 24  # with more of them, years are compared


@dataclass(frozen=True)
class Selection:
    """Whom the figures are about. `since` and `until`: days of registration, both included; none: no limit."""

    since: date | None = None
    until: date | None = None
    scheme: UUID | None = None
    prison: UUID | None = None

    def of(self, officer: Any) -> QuerySet[Candidacy]:
        days = {"registered_on__gte": self.since, "registered_on__lte": self.until}
        return self.anytime(candidacies_for(officer)).filter(**{name: day for name, day in days.items() if day})

    def anytime(self, found: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
        places = {"scheme": self.scheme, "prison": self.prison}
        return found.filter(**{name: key for name, key in places.items() if key is not None}).order_by()


@dataclass
class Tally:
    """Counts of one group of candidates, by name: `reached-…`, `here-…`, `ended-…`, `decided`, `passed`, `ended`."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, furthest: int, state: str, n: int) -> None:
        """`n` candidates in this state who came as far as this stage: the questions of desk.stages, asked of a group."""
        counts = self.counts
        for stage in STAGES[: furthest + 1]:
            counts[f"reached-{stage.key}"] += n
        key = STAGES[furthest].key
        if key in NEXT and state in OPEN:
            counts[f"here-{key}"] += n
        if key in NEXT and state in ENDED:
            counts[f"ended-{key}"] += n
        if (state in (S.REGISTERED, S.NOT_ELIGIBLE) and furthest == 0) or state in _WAITING:
            counts[f"waiting-{_WAITING.get(S(state), 'eligible')}"] += n
        counts["decided"] += n * (state in DECIDED)
        counts["passed"] += n * (state in AWARDED)
        counts["ended"] += n * (state in (S.EXPIRED, S.REVOKED))

    @property
    def rate(self) -> Rate:
        return rate(self.counts["passed"], self.counts["decided"])

    @property
    def registered(self) -> int:
        return self.counts["reached-registered"]


@dataclass(frozen=True)
class Step:
    """One line of the funnel; shares are of everybody registered and of the stage before."""

    stage: Stage
    reached: int
    here: int
    ended: int
    of_all: float | None
    of_before: float | None


@dataclass(frozen=True)
class Waited:
    """`now`: how many wait at present, the longest of them since `oldest`."""

    wait: Wait
    spread: Spread
    now: int
    oldest: date | None


def tallies(found: QuerySet[Candidacy], by: str) -> dict[Any, Tally]:
    """Tallies by scheme or prison (keys), or by month of registration (`period`: its first day)."""
    month = Substr(Cast("registered_on", CharField()), 1, 7)
    key = {"scheme": F("scheme_id"), "prison": F("prison_id"), "period": month}[by]
    rows = found.annotate(key=key).values_list("key", "stage", "state").annotate(n=Count("*")).order_by()
    made: dict[Any, Tally] = defaultdict(Tally)
    for group, stage, state, n in rows:
        made[date.fromisoformat(f"{group}-01") if by == "period" else group].add(stage, state, n)
    return dict(made)


def total(groups: Iterable[Tally]) -> Tally:
    made = Tally()
    for one in groups:
        made.counts.update(one.counts)
    return made


def by_period(days: dict[date, Tally], selection: Selection) -> dict[tuple[date, date], Tally]:
    """Months as they are, or folded to years where the period is long: (first day, last day) → tally, none left out."""
    if not days:
        return {}
    since, until = selection.since or min(days), selection.until or max(days)
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    first_of = _month if months <= MOST_MONTHS else _year
    folded: dict[date, list[Tally]] = defaultdict(list)
    day = first_of(since)
    while day <= until:
        folded[day] = []
        day = first_of(day + timedelta(days=32 if first_of is _month else 366))
    for day, one in days.items():
        folded[first_of(day)].append(one)
    starts = sorted(folded)
    ends = [after - timedelta(days=1) for after in starts[1:]] + [until]
    return {(max(start, since), end): total(folded[start]) for start, end in zip(starts, ends, strict=True)}


def _month(day: date) -> date:
    return day.replace(day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


def steps(tally: Tally) -> list[Step]:
    made, before = [], None
    for stage in STAGES:
        count = tally.counts[f"reached-{stage.key}"]
        made.append(
            Step(
                stage,
                count,
                tally.counts[f"here-{stage.key}"],
                tally.counts[f"ended-{stage.key}"],
                count / tally.registered if tally.registered else None,
                count / before if before else None,
            )
        )
        before = count
    return made


def waits(found: QuerySet[Candidacy], tally: Tally) -> list[Waited]:
    """How long each step took, and who waits now."""
    columns = [one.column for one in WAITS]
    counted: list[Counter[int]] = [Counter() for _one in WAITS]
    for column, counter in zip(columns, counted, strict=True):
        rows = found.filter(**{f"{column}__isnull": False}).values_list(column).annotate(n=Count("*")).order_by()
        counter.update(dict(rows))
    oldest = found.filter(state__in=OPEN).aggregate(**{one.key: Min(one.since, filter=one.now) for one in WAITS})
    return [
        Waited(one, spread(counter), tally.counts[f"waiting-{one.key}"], _day(oldest[one.key]))
        for one, counter in zip(WAITS, counted, strict=True)
    ]


def _day(value: Any) -> date | None:
    return timezone.localdate(value) if hasattr(value, "hour") else value


def expiring_counts(officer: Any, selection: Selection, today: date) -> dict[int, int]:
    """Days ahead → certificates that end within them. Not bound to the period: it is about those who hold one."""
    found = certificates_for(officer).filter(
        state=Certificate.State.ISSUED, valid_until__range=(today, today + timedelta(days=max(EXPIRING)))
    )
    places = {"candidacy__scheme": selection.scheme, "candidacy__prison": selection.prison}
    found = found.filter(**{name: key for name, key in places.items() if key is not None})
    questions = {f"d{days}": Count("pk", filter=Q(valid_until__lte=today + timedelta(days=days))) for days in EXPIRING}
    counted = found.aggregate(**questions)
    return {days: counted[f"d{days}"] for days in EXPIRING}
