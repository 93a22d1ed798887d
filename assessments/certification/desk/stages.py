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
DECIDED = (*AWARDED, S.NOT_AWARDED)
EXPIRING = (30, 90, 180)  # days ahead
UNORDERED = Q(state=S.AWARDED) & ~Exists(OrderLine.objects.filter(candidacy=OuterRef("pk"), standing=True))


@dataclass(frozen=True)
class Stage:
    """`reached`: who has come so far, whatever became of it afterwards. Who reached one has reached all before it."""

    key: str
    label: Any
    meaning: Any
    reached: Q


STAGES = (
    Stage("registered", _("Registered"), _("everybody whose registration falls into the period"), Q()),
    Stage(
        "eligible", _("Eligible"), _("has met what is asked for before the examination"), Q(eligible_at__isnull=False)
    ),
    Stage(
        "seated",
        _("Had a seat"),
        _("was given a seat in an examination here, or was examined by the body outside"),
        Q(seated_at__isnull=False) | Q(examined_at__isnull=False),
    ),
    Stage(
        "examined", _("Examined"), _("sat an examination; excused absence does not count"), Q(examined_at__isnull=False)
    ),
    Stage("known", _("Results known"), _("has at least one released result"), Q(moderated_at__isnull=False)),
    Stage("awarded", _("Awarded"), _("has passed everything that the scheme asks for"), Q(state__in=AWARDED)),
    Stage("issued", _("Certificate issued"), _("holds or held the certificate"), Q(state__in=CERTIFIED)),
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
        Q(state__in=(S.REGISTERED, S.NOT_ELIGIBLE), eligible_at=None),
    ),
    Wait("seat", _("From eligible to the seat"), "waited_seat", "eligible_at", Q(state=S.ELIGIBLE)),
    Wait("result", _("From the examination to the result"), "waited_result", "examined_at", Q(state=S.EXAMINED)),
    Wait("certificate", _("From the award to the certificate"), "waited_certificate", "decided_at", Q(state=S.AWARDED)),
)


def here(stage: Stage) -> Q:
    """On the way, and not further than this stage."""
    return _no_further(stage) & Q(state__in=OPEN)


def ended(stage: Stage) -> Q:
    """Withdrawn or not awarded, and never further than this stage. Certificates that ended are counted at their own stage."""
    return _no_further(stage) & Q(state__in=(S.WITHDRAWN, S.NOT_AWARDED))


def _no_further(stage: Stage) -> Q:
    after = NEXT.get(stage.key)
    return stage.reached & ~after.reached if after else stage.reached


def expiring(days: int, today: date) -> Q:
    """Whose standing certificate ends within so many days."""
    ends = Certificate.objects.filter(
        candidacy=OuterRef("pk"),
        state=Certificate.State.ISSUED,
        valid_until__range=(today, today + timedelta(days=days)),
    )
    return Q(Exists(ends))


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
    return {
        "decided": (_("Decided"), Q(state__in=DECIDED)),
        "passed": (_("Passed"), Q(state__in=AWARDED)),
        "unordered": (_("Awarded, and no certificate is ordered"), UNORDERED),
        "ended": (_("Certificate expired or revoked"), Q(state__in=(S.EXPIRED, S.REVOKED))),
    }.get(what)
