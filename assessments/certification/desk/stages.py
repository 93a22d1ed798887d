"""The way of a candidate in seven stages, and who stands where. The figures and the lists behind them ask the same questions here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..candidacies.states import CERTIFIED, OPEN, CandidacyState
from ..models import Certificate, OrderLine

S = CandidacyState
AWARDED = (S.AWARDED, *CERTIFIED)
ENDED = (S.WITHDRAWN, S.NOT_AWARDED)
DECIDED = (*AWARDED, S.NOT_AWARDED)
EXPIRING = (30, 90, 180)  # days ahead
UNORDERED: Q = Q(state=S.AWARDED) & Q(~Exists(OrderLine.objects.filter(candidacy=OuterRef("pk"), standing=True)))


@dataclass(frozen=True)
class Stage:
    """`reached`: who has come so far, whatever became of it afterwards. Who reached one has reached all before it."""

    key: str
    label: Any
    meaning: Any
    reached: Q


STAGES = (
    Stage("registered", _("Registered"), _("everybody whose registration falls into the period"), Q()),
    Stage("eligible", _("Eligible"), _("has met what is asked for before the examination"), Q(stage__gte=1)),
    Stage(
        "seated",
        _("Had a seat"),
        _("was given a seat in an examination here, or was examined by the body outside"),
        Q(stage__gte=2),
    ),
    Stage("examined", _("Examined"), _("sat an examination; excused absence does not count"), Q(stage__gte=3)),
    Stage("known", _("Results known"), _("has at least one released result"), Q(stage__gte=4)),
    Stage("awarded", S.AWARDED.label, _("has passed everything that the scheme asks for"), Q(stage__gte=5)),
    Stage("issued", _("Certificate issued"), _("holds or held the certificate"), Q(stage=6)),
)
NEXT = {one.key: after for one, after in pairwise(STAGES)}


@dataclass(frozen=True)
class Wait:
    """Time from one step to another, in days. `column` is empty for whom it never ended; `now`: who waits at present."""

    key: str
    label: Any
    column: str
    since: str  # the column that says since when somebody waits
    now: Q


WAITS = (
    Wait(
        "eligible",
        _("From registration to eligible"),
        "waited_eligible",
        "registered_on",
        Q(state__in=(S.REGISTERED, S.NOT_ELIGIBLE), stage=0),
    ),
    Wait("seat", _("From eligible to the seat"), "waited_seat", "eligible_at", Q(state=S.ELIGIBLE)),
    Wait("result", _("From the examination to the result"), "waited_result", "examined_at", Q(state=S.EXAMINED)),
    Wait("certificate", _("From the award to the certificate"), "waited_certificate", "decided_at", Q(state=S.AWARDED)),
)


def here(stage: Stage) -> Q:
    """On the way, and not further than this stage."""
    return Q(stage=place(stage), state__in=OPEN)


def ended(stage: Stage) -> Q:
    """Withdrawn or not awarded, and never further than this stage. Certificates that ended are counted at their own stage."""
    return Q(stage=place(stage), state__in=ENDED)


def place(stage: Stage) -> int:
    return STAGES.index(stage)


def expiring(days: int, today: date) -> Q:
    """Whose standing certificate ends within so many days."""
    ends = Certificate.objects.filter(
        state=Certificate.State.ISSUED, valid_until__range=(today, today + timedelta(days=days))
    )
    return Q(pk__in=ends.values("candidacy"))


def group_of(what: str, today: date) -> tuple[Any, Q] | None:
    """Heading and filter of the people behind a number, by its name in the address; None when there is no such number."""
    kind, _dash, key = what.partition("-")
    stage = next((one for one in STAGES if one.key == key), None)
    wait = next((one for one in WAITS if one.key == key), None)
    if kind == "reached" and stage:
        return stage.label, stage.reached
    if kind == "here" and stage:
        return _("%(stage)s, still on the way") % {"stage": stage.label}, here(stage)
    if kind == "ended" and stage:
        return _("%(stage)s, ended there") % {"stage": stage.label}, ended(stage)
    if kind == "waited" and wait:
        return wait.label, Q(**{f"{wait.column}__isnull": False})
    if kind == "waiting" and wait:
        return _("%(wait)s: waits now") % {"wait": wait.label}, wait.now
    if kind == "expires" and key in {str(days) for days in EXPIRING}:
        return _("Certificate ends within %(n)s days") % {"n": key}, expiring(int(key), today)
    if kind == "state" and key in S.values:
        return S(key).label, Q(state=key)
    others: dict[str, tuple[Any, Any]] = {
        "decided": (_("Decided"), Q(state__in=DECIDED)),
        "passed": (_("Passed"), Q(state__in=AWARDED)),
        "unordered": (_("Awarded, and no certificate is ordered"), UNORDERED),
        "ended": (_("Certificate expired or revoked"), Q(state__in=(S.EXPIRED, S.REVOKED))),
    }
    return others.get(what)
