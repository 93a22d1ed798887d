"""What a move writes down beside the state: when it was, and how many days were waited for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .states import CERTIFIED, TIMES, CandidacyState

if TYPE_CHECKING:
    from ..models import Candidacy

S = CandidacyState
STAGES = ("registered", "eligible", "seated", "examined", "known", "awarded", "issued")  # the desk's funnel
MOST_DAYS = 32_767  # a small integer's limit


def times_of(candidacy: Candidacy, to: CandidacyState, now: datetime) -> dict[str, Any]:
    """The columns that this move sets. `candidacy`: as it stands before the move."""
    fields: dict[str, Any] = {TIMES[to]: now} if to in TIMES else {}
    if to == S.ELIGIBLE and candidacy.first_eligible_at is None:
        fields |= {"first_eligible_at": now, "waited_eligible": days(candidacy.registered_on, now)}
    if candidacy.state == S.EXAMINED and to == S.ELIGIBLE:  # it was no examination
        fields["examined_at"] = _examined_before(candidacy)
    if to == S.SEATED:
        fields["waited_seat"] = days(candidacy.eligible_at, now)
    if to == S.MODERATED and candidacy.state == S.EXAMINED:
        fields["waited_result"] = days(candidacy.examined_at, now)
    if to == S.ISSUED:
        fields["waited_certificate"] = days(candidacy.decided_at, now)
    return fields | {"stage": _stage(candidacy, to, fields)}


def _stage(candidacy: Candidacy, to: CandidacyState, fields: dict[str, Any]) -> int:
    """How far the way has led, after this move. Awarded and issued count only while they stand."""
    if to in CERTIFIED:
        return 6
    if to == S.AWARDED:
        return 5
    for stage, column in ((4, "moderated_at"), (3, "examined_at"), (2, "seated_at"), (1, "eligible_at")):
        if fields.get(column, getattr(candidacy, column)):
            return stage
    return 0


def days(since: date | datetime | None, until: datetime) -> int | None:
    """Whole days from one local date to the other, never below 0."""
    if since is None:
        return None
    first = timezone.localdate(since) if isinstance(since, datetime) else since
    return min(MOST_DAYS, max(0, (timezone.localdate(until) - first).days))


def _examined_before(candidacy: Candidacy) -> datetime | None:
    """The last examination whose result became known."""
    examined, counted = None, None
    for new, at in candidacy.moves.order_by("at", "pk").values_list("new", "at"):
        if new == S.EXAMINED:
            examined = at
        elif new == S.MODERATED and examined is not None:
            counted = examined
    return counted
