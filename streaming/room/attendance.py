"""Who was there: told by the players, corrected by an officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.people.models import Device, Learner, Officer
from lms.people.permissions import ward_and_below
from streaming.models import Attendance, Broadcast
from streaming.permissions import check_can_end

GONE_AFTER = timedelta(seconds=90)  # three reports of a player missed


@dataclass(frozen=True)
class Seen:
    """One report of a player: seconds played since the last one, and whether picture and sound run."""

    seconds: int
    picture: bool
    sound: bool


def learners_invited(broadcast: Broadcast) -> QuerySet[Learner]:
    """Active learners of the broadcast's wards, or of the whole prison."""
    learners = Learner.objects.filter(prison=broadcast.prison_id, state=Learner.State.ACTIVE)
    wards = list(broadcast.wards.all())
    if not wards:
        return learners
    below = Q()
    for ward in wards:
        below |= Q(ward__in=ward_and_below(ward))
    return learners.filter(below)


def note_seen(broadcast: Broadcast, learner: Learner, device: Device | None, seen: Seen) -> None:
    """Adds a player's report; seconds count until the broadcast ended, also when they are told just after, and never faster than the clock."""
    now = timezone.now()
    until = min(now, broadcast.ended_at) if broadcast.ended_at else now
    told_late = broadcast.ended_at is not None and now - broadcast.ended_at < GONE_AFTER
    with transaction.atomic():
        row, _made = Attendance.objects.select_for_update().get_or_create(broadcast=broadcast, learner=learner)
        passed = (until - row.last_seen_at).total_seconds() if row.last_seen_at else 60
        if passed > 0 and (broadcast.is_running or told_late):
            row.seconds += int(min(max(seen.seconds, 0), passed + 2, 120))
        row.first_seen_at = row.first_seen_at or now
        row.last_seen_at, row.device, row.picture, row.sound = now, device, seen.picture, seen.sound
        row.save()


def correct(broadcast: Broadcast, learner_id: UUID, verdict: str, *, by: Officer) -> Attendance:
    """An officer says how it was; an empty verdict goes back to what the players said."""
    check_can_end(by, broadcast)
    if verdict and verdict not in Attendance.Verdict.values:
        raise Invalid
    learner = learners_invited(broadcast).filter(pk=learner_id).first()
    if learner is None:
        raise NotFoundHere
    with transaction.atomic():
        row, _made = Attendance.objects.select_for_update().get_or_create(broadcast=broadcast, learner=learner)
        before, row.verdict = row.verdict, verdict
        row.corrected_by, row.corrected_at = by, timezone.now()
        row.save()
        audit.log(
            by=by,
            verb="streaming.attendance.corrected",
            target=learner,
            prison=broadcast.prison_id,
            detail={"broadcast": str(broadcast.pk), "before": before, "after": verdict},
        )
    return row


def register(broadcast: Broadcast) -> list[tuple[Learner, Attendance | None]]:
    """Everybody who is invited or was there, in order of ward and number."""
    rows = {row.learner_id: row for row in broadcast.attendance.all()}
    invited = learners_invited(broadcast).values("pk")
    learners = Learner.objects.filter(Q(pk__in=invited) | Q(pk__in=rows)).select_related("ward")
    return [(learner, rows.get(learner.pk)) for learner in learners.order_by("ward__name", "number")]


def presence(broadcast: Broadcast) -> list[dict[str, Any]]:
    """Per ward: how many watch now of how many, and how many of them without picture or sound."""
    now = timezone.now()
    wards: dict[Any, dict[str, Any]] = {}
    for learner, row in register(broadcast):
        ward = wards.setdefault(
            learner.ward_id, {"ward": learner.ward.name, "of": 0, "here": 0, "no_picture": 0, "no_sound": 0}
        )
        ward["of"] += 1
        if row is None or row.last_seen_at is None or now - row.last_seen_at > GONE_AFTER:
            continue
        ward["here"] += 1
        ward["no_picture"] += not row.picture
        ward["no_sound"] += not row.sound
    return list(wards.values())
