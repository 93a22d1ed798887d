"""From seats and released marks to the steps of candidacies. Safe to run at any time and any number of times.

A seat belongs to a candidacy when its paper stands in one of the scheme's parts and it was planned for the day of
registration or later. A pass looks only at those who are on the way, and writes only where something is different.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.exams.models import Appeal, Outcome, OutcomeChange, Seat
from assessments.exams.sittings.states import AHEAD, MARKING, SittingState

from ..models import Candidacy, PartResult, SchemeVersion
from ..schemes.rules import Rules
from .checking import recheck
from .facts import part_of_paper
from .moving import move
from .settling import correct_result, locked_by_server, settle, settle_again, take_result
from .states import CandidacyState

S = CandidacyState
ON_THE_WAY = (S.ELIGIBLE, S.SEATED, S.EXAMINED)
COMING = (*AHEAD, SittingState.OPEN)
LOOK_BACK = timedelta(days=30)  # corrections; an unlimited sweep runs once a day
AWAY = (Seat.Attendance.ABSENT, Seat.Attendance.EXCUSED)


@dataclass(frozen=True)
class Place:
    """One seat that belongs to a candidacy. `counted`: its result is known here."""

    seat: UUID
    part: str
    sitting: str  # state
    attendance: str
    attended: bool | None  # as it was marked
    released_at: datetime | None
    counted: bool = False

    @property
    def fresh(self) -> bool:
        """A released result that is not taken in yet."""
        released = self.sitting == SittingState.RELEASED and not self.counted
        return released and bool(self.attended) and self.attendance not in AWAY


@dataclass(frozen=True)
class Standing:
    """A candidacy and its seats, as one query found them."""

    candidacy: UUID
    state: str
    seated_at: datetime | None
    decided_at: datetime | None
    places: Sequence[Place] = ()


def follow_exams_of_candidates(*, everything: bool = False) -> int:
    """Returns how many candidacies moved or were corrected. `everything`: also corrections of long ago."""
    found = standings(Candidacy.objects.filter(state__in=ON_THE_WAY))
    lost = Candidacy.objects.filter(state=S.SEATED).exclude(pk__in=[one.candidacy for one in found])
    todo = [one.candidacy for one in found if next_step(one)] + list(lost.values_list("pk", flat=True))
    moved = sum(_bring_up(key) for key in todo)
    since = None if everything else timezone.now() - LOOK_BACK
    return moved + _correct(since) + _late(since)


def next_step(one: Standing) -> CandidacyState | None:
    """The state that comes next, MODERATED where results are there; none: it stands where it belongs. Pure."""
    here = [place for place in one.places if place.attendance != Seat.Attendance.EXCUSED]
    coming = any(place.sitting in COMING for place in here)
    marking = any(place.sitting in MARKING for place in here)
    fresh = any(place.fresh for place in here)
    missed = any(
        place.sitting == SittingState.RELEASED
        and place.attendance == Seat.Attendance.ABSENT
        and (one.seated_at is None or (place.released_at is not None and place.released_at >= one.seated_at))
        for place in here
    )
    if one.state == S.ELIGIBLE:
        return S.SEATED if coming or marking or fresh else None
    if one.state == S.SEATED:
        if fresh or (not coming and (marking or missed)):
            return S.EXAMINED
        return None if coming else S.ELIGIBLE
    if one.state == S.EXAMINED and not marking:
        if fresh or missed:
            return S.MODERATED
        excused = any(
            place.attendance == Seat.Attendance.EXCUSED and place.sitting not in COMING for place in one.places
        )
        return S.ELIGIBLE if excused else None  # nothing here: examined by the body
    return None


def standings(candidacies: QuerySet[Candidacy]) -> list[Standing]:
    """Those that have a seat which belongs to them."""
    seat = "learner__seats__"
    columns = (
        "pk", "state", "version_id", "registered_on", "seated_at", "decided_at", f"{seat}pk", f"{seat}attendance",
        f"{seat}outcome__attended", f"{seat}sitting__state", f"{seat}sitting__released_at",
        f"{seat}sitting__planned_start", f"{seat}sitting__version__paper_id",
    )  # fmt: skip
    rows = list(candidacies.filter(learner__seats__isnull=False).values_list(*columns))
    rules = _rules({row[2] for row in rows})
    released = {row[0] for row in rows if row[9] == SittingState.RELEASED}
    counted = set(
        PartResult.objects.filter(candidacy__in=released, seat__isnull=False).values_list("candidacy_id", "seat_id")
    )
    heads: dict[UUID, tuple[str, datetime | None, datetime | None]] = {}
    places: dict[UUID, list[Place]] = defaultdict(list)
    for (
        key,
        state,
        version,
        since,
        seated_at,
        decided_at,
        seat_id,
        attendance,
        attended,
        sitting,
        at,
        start,
        paper,
    ) in rows:
        part = part_of_paper(rules[version], paper)
        if part and sitting != SittingState.CANCELLED and timezone.localdate(start) >= since:
            heads[key] = (state, seated_at, decided_at)
            known = (key, seat_id) in counted
            places[key].append(Place(seat_id, part, sitting, attendance, attended, at, known))
    return [Standing(key, *head, places[key]) for key, head in heads.items()]


def _rules(versions: set[UUID]) -> dict[UUID, Rules]:
    rows = SchemeVersion.objects.filter(pk__in=versions).values_list("pk", "rules")
    return {key: Rules.model_validate(document) for key, document in rows}


@transaction.atomic
def _bring_up(candidacy_id: UUID) -> bool:
    """Step by step, so that its history tells each of them."""
    candidacy = locked_by_server(candidacy_id)
    moved = False
    for _turn in range(12):
        found = standings(Candidacy.objects.filter(pk=candidacy_id))
        one = found[0] if found else Standing(candidacy_id, candidacy.state, candidacy.seated_at, candidacy.decided_at)
        step = next_step(one)
        if step is None:
            break
        moved = True
        if step == S.MODERATED:
            _take_in(candidacy, one)
            settle(candidacy)
        else:
            fields: dict[str, Any] = {"reasons": []} if step == S.ELIGIBLE else {}
            move(candidacy, step, by=None, reason=_why_unseated(candidacy, step), **fields)
    if moved and candidacy.state == S.ELIGIBLE:
        recheck([candidacy_id])
    return moved


def _take_in(candidacy: Candidacy, one: Standing) -> None:
    parts = {place.seat: place.part for place in one.places if place.fresh}
    for outcome in Outcome.objects.filter(pk__in=parts).select_related("seat__sitting"):
        take_result(candidacy, parts[outcome.pk], outcome)


def _why_unseated(candidacy: Candidacy, step: CandidacyState) -> str:
    if step != S.ELIGIBLE:
        return ""
    if candidacy.state == S.EXAMINED:
        return str(_("Was excused: this does not count as an attempt."))
    return str(_("Was excused, was taken out, or the sitting is not held: this does not count as an attempt."))


def _correct(since: datetime | None) -> int:
    """Results that differ from what the marks are now, after an appeal or a decision on a faulty question."""
    changed = OutcomeChange.objects.filter(at__gt=since) if since else OutcomeChange.objects.all()
    rows = PartResult.objects.filter(seat__outcome__in=changed.values("outcome_id")).filter(
        ~Q(points=F("seat__outcome__points")) | ~Q(out_of=F("seat__outcome__out_of")) | Q(seat__outcome__attended=False)
    )
    found = list(rows.values_list("pk", "candidacy_id"))
    for key, candidacy in found:
        with transaction.atomic():
            owner = locked_by_server(candidacy)
            row = PartResult.objects.select_related("seat__outcome").filter(pk=key).first()
            if row is not None and row.seat is not None:
                row.candidacy = owner
                correct_result(row, row.seat.outcome)
                settle_again(owner)
    return len(found)


def _late(since: datetime | None) -> int:
    """Attendance that was put right after the decision: who was there gets the result, who was excused the attempt back."""
    ended = Candidacy.objects.filter(state=S.NOT_AWARDED)
    if since:
        ended = ended.filter(moved_at__gt=since)
    done = 0
    for one in standings(ended):
        before = [place for place in one.places if place.fresh and place.released_at and _by(place, one)]
        if before:
            done += _late_results(one, before)
    appeals = Appeal.objects.filter(kind=Appeal.Kind.ATTENDANCE, state=Appeal.State.UPHELD)
    if since:
        appeals = appeals.filter(Q(decided_at__gt=since) | Q(confirmed_at__gt=since))
    excused = appeals.filter(seat__attendance=Seat.Attendance.EXCUSED).values("seat__learner_id")
    for key in ended.filter(learner__in=excused).values_list("pk", flat=True):
        with transaction.atomic():
            done += settle_again(locked_by_server(key))
    return done


def _by(place: Place, one: Standing) -> bool:
    """Whether the exam was over when it was decided: a later one belongs to a later candidacy."""
    return one.decided_at is not None and place.released_at is not None and place.released_at <= one.decided_at


@transaction.atomic
def _late_results(one: Standing, places: Sequence[Place]) -> bool:
    candidacy = locked_by_server(one.candidacy)
    parts = {place.seat: place.part for place in places}
    for outcome in Outcome.objects.filter(pk__in=parts).select_related("seat__sitting"):
        take_result(candidacy, parts[outcome.pk], outcome)
    settle_again(candidacy)
    return True
