"""A follower of the statement log: what tablets say of their attempts becomes responses, times and incidents.

Any order, any repetition: the response that stands is the one given last on the candidate's own clock.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DataError, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from lms.records import api as records

from ..models import Incident, ItemVersion, Response, Seat, Sitting
from .attempts import Said, read
from .sealing import disguise_of
from .states import SittingState
from .timekeeping import GRACE_MS, heard, is_late

FOLLOWER = "exam-sittings"
GRACE = timedelta(milliseconds=GRACE_MS)
CHANGEABLE = (SittingState.SEALED, SittingState.OPEN, SittingState.ENDED)
Kind = Incident.Kind
log = logging.getLogger(__name__)


def follow_sittings(*, limit: int = 500) -> int:
    """Catch up with the log; returns how many statements were new."""
    return records.follow(FOLLOWER, take_in, limit=limit)


def take_in(batch: Sequence[records.Statement]) -> None:
    by_seat: dict[UUID, list[Said]] = defaultdict(list)
    for statement in batch:
        said = read(statement)
        if said is not None:
            by_seat[said.seat].append(said)
    if not by_seat:
        return
    wanted = Sitting.objects.filter(seats__in=list(by_seat)).order_by("pk").values_list("pk", flat=True)
    sittings = {one.pk: one for one in Sitting.objects.select_for_update().filter(pk__in=set(wanted)).order_by("pk")}
    for seat in Seat.objects.select_for_update().filter(pk__in=by_seat).order_by("pk"):
        seat.sitting = sittings[seat.sitting_id]
        said_here = [
            one for one in by_seat[seat.pk] if one.learner == seat.learner_id and one.sitting == seat.sitting_id
        ]
        if said_here:
            _take_in_seat(seat, said_here)


def _take_in_seat(seat: Seat, said: list[Said]) -> None:
    """What one tablet has sent never keeps the others' work from being taken in."""
    try:
        with transaction.atomic():
            _Attempt(seat, sorted(said, key=lambda one: one.order)).take_in()
    except (ValueError, TypeError, KeyError, ArithmeticError, DataError):
        log.exception("statements of seat %s could not be taken in", seat.pk)
        for one in said:
            known = {"seat": seat, "statement_id": one.statement_id}
            Incident.objects.get_or_create(
                **known, defaults={"sitting": seat.sitting, "kind": Kind.KEPT_OUT, "at": timezone.now()}
            )


def take_in_again(sitting: Sitting) -> int:
    """After the marking was opened again: what came while it was closed counts now. Returns how many statements.

    In the caller's transaction, which holds the sitting.
    """
    kept = sitting.incidents.filter(kind=Kind.AFTER_CLOSING)
    ids = [one for one in kept.values_list("statement_id", flat=True) if one]
    found = [one for one in map(records.find_statement, ids) if one is not None]
    kept.filter(statement_id__in=ids).update(kind=Kind.TAKEN_IN_LATER)
    take_in(found)
    return len(found)


class _Attempt:
    """What one batch says of one seat."""

    def __init__(self, seat: Seat, said: list[Said]) -> None:
        self.seat, self.sitting, self.said = seat, seat.sitting, said
        self.stood_ms = _stood_ms(seat)
        self.allowed = seat.allowed_seconds()
        self.form = {place["item"] for place in seat.form}

    def take_in(self) -> None:
        answers: dict[int, Said] = {}
        for one in self.said:
            self._keep_time(one)
            if one.verb == records.verbs.ANSWERED:
                if one.item is None or one.item not in self.form:
                    self._note(Kind.KEPT_OUT, one, statement_id=one.statement_id)
                elif not self._kept_out(one):
                    answers[one.item] = one
            elif one.verb == records.verbs.TERMINATED:
                self._submitted(one)
        self._write(answers)
        self.seat.received = self.seat.responses.exclude(response="").count()
        self.seat.answered = max(self.seat.answered, self.seat.received)
        self.seat.save()

    def _keep_time(self, one: Said) -> None:
        seat = self.seat
        found = heard(seat.boots, f"{one.device}/{one.boot}", one.monotonic_ms, one.used_ms, stood_ms=self.stood_ms)
        seat.boots = found.boots
        if found.restarted:
            self._note(Kind.RESTARTED, one)
        if found.doubted and not seat.clock_doubted:
            self._note(Kind.CLOCK, one)
        seat.clock_doubted = seat.clock_doubted or found.restarted or found.doubted
        seat.used_ms = max(seat.used_ms, min(one.used_ms, self.allowed * 1000))
        seat.started_at = min(filter(None, (seat.started_at, one.at)))
        self._keep_tablet(one)
        if seat.state == Seat.State.WAITING:
            seat.state = Seat.State.ANSWERING

    def _keep_tablet(self, one: Said) -> None:
        """A second tablet that nobody let in is seen: with the line down the seat could be taken there anew."""
        seat = self.seat
        if seat.device_id not in (None, one.device) and one.verb == records.verbs.INITIALIZED:
            known = seat.incidents.filter(kind__in=(Kind.TABLET_REPLACED, Kind.TABLET_LOST)).exists()
            if not known and not seat.free_entry:
                self._note(Kind.TABLET_REPLACED, one)
                seat.clock_doubted = True
        if seat.device_id is None or seat.free_entry:
            seat.free_entry = seat.free_entry and seat.device_id in (None, one.device)
            seat.device_id = one.device

    def _submitted(self, one: Said) -> None:
        if self.seat.state != Seat.State.SUBMITTED:
            self.seat.state, self.seat.submitted_at = Seat.State.SUBMITTED, one.at

    def _kept_out(self, one: Said) -> bool:
        """A response that does not count, with the reason in the sitting's log."""
        if is_late(one.used_ms, self.allowed) or self._after_the_end(one):
            self._note(Kind.LATE, one, statement_id=one.statement_id)
        elif self.sitting.state not in CHANGEABLE:
            self._note(Kind.AFTER_CLOSING, one, statement_id=one.statement_id)
        else:
            return False
        return True

    def _after_the_end(self, one: Said) -> bool:
        """Given after the invigilator or the candidate had ended it, as far as the tablet's clock is believed."""
        ends = [end for end in (self.seat.ended_at, self.sitting.ended_at, self.seat.submitted_at) if end]
        return bool(ends) and one.at > min(ends) + GRACE

    def _note(self, kind: str, one: Said, *, statement_id: UUID | None = None) -> None:
        known = {"seat": self.seat, "kind": kind, "statement_id": statement_id}
        if statement_id is None or not Incident.objects.filter(**known).exists():
            Incident.objects.create(sitting=self.sitting, at=_within(self.sitting, one.at), **known)

    def _write(self, answers: dict[int, Said]) -> None:
        if not answers:
            return
        items = ItemVersion.objects.in_bulk(answers)
        stored = {row.item_id: row for row in self.seat.responses.filter(item__in=answers)}
        now = timezone.now()
        new: list[Response] = []
        changed: list[Response] = []
        for key, one in answers.items():
            row = stored.get(key)
            if row is not None and row.entered_by:  # an officer has decided what stands
                self._note(Kind.KEPT_OUT, one, statement_id=one.statement_id)
                continue
            if row is not None and (row.used_ms, row.device_seq, str(row.statement_id or "")) >= one.order:
                continue
            target = row or Response(seat=self.seat, item_id=key)
            target.response = disguise_of(self.sitting, items[key]).undone(one.response)
            target.statement_id, target.used_ms, target.device_seq = one.statement_id, one.used_ms, one.device_seq
            target.received_at = now
            (changed if row else new).append(target)
        Response.objects.bulk_create(new)
        Response.objects.bulk_update(changed, ["response", "statement_id", "used_ms", "device_seq", "received_at"])


def _stood_ms(seat: Seat) -> int:
    """All pauses of the room and of this candidate so far, one that still lasts included."""
    ended = Incident.objects.filter(Q(seat=seat) | Q(seat=None), sitting=seat.sitting_id, kind=Kind.RESUMED)
    seconds = ended.aggregate(sum=Sum("seconds"))["sum"] or 0
    running = [since for since in (seat.paused_at, seat.sitting.paused_at) if since]
    return seconds * 1000 + sum(int((timezone.now() - since).total_seconds() * 1000) for since in running)


def _within(sitting: Sitting, at: datetime) -> datetime:
    return max(at, sitting.opened_at) if sitting.opened_at else at
