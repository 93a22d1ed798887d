"""Who marks, who approves, who releases, who decides; and what no officer may touch.

An officer of a ward is one who holds any role over that ward by name (RoleGrant.ward). Such an officer neither marks nor decides
for a candidate of that ward, of a ward above it or of one below it. A role over a whole prison binds nobody to a ward.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lms.lib.errors import NotFoundHere, Refused
from lms.people.grants import check_two_people
from lms.people.models import Officer
from lms.people.permissions import has_role, scope_q
from lms.people.roles import Role

from ..models import (
    Appeal,
    Incident,
    ItemRuling,
    Mark,
    Moderation,
    PerformanceDecision,
    PracticalAssessment,
    PracticalSignature,
    Response,
    Seat,
    SheetAnswer,
    Sitting,
)
from ..permissions import wards_of
from ..sittings.states import SittingState
from .errors import HadAHand, OwnWard

MARKERS = (Role.EVALUATOR, Role.CHIEF_EVALUATOR)
MODERATORS = (Role.CHIEF_EVALUATOR,)
RELEASERS = (Role.CHIEF_EVALUATOR, Role.EDUCATION_OFFICE)
DECIDERS = (Role.EVALUATOR, Role.CHIEF_EVALUATOR, Role.EDUCATION_OFFICE)
READERS = DECIDERS
_LABEL = re.compile(r"officer:(\d{1,18}) ")  # as the audit log names an officer
BEFORE_RELEASE = (SittingState.ENDED, SittingState.MARKED, SittingState.MODERATED)


# ── Wards ────────────────────────────────────────────────────────────────────────────────────────


def check_other_ward(officer: Officer, seat: Seat) -> None:
    if seat.learner.ward_id in wards_of(officer):
        raise OwnWard


# ── Marking ──────────────────────────────────────────────────────────────────────────────────────


def sittings_to_mark(officer: Any) -> QuerySet[Sitting]:
    """Ended sittings of the prisons where the officer marks: a role over a ward of the prison is enough.

    Also released ones where an appeal has made somebody present, whose answers nobody has marked.
    """
    corrected = Appeal.objects.filter(
        seat__sitting=OuterRef("pk"), state=Appeal.State.UPHELD, attendance=Seat.Attendance.PRESENT
    )
    found = Sitting.objects.filter(
        Q(state=SittingState.ENDED) | Q(Exists(corrected), state=SittingState.RELEASED)
    ).select_related("version", "prison")
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return found.none()
    grants = officer.grants.filter(role__in=MARKERS)
    if officer.is_superuser or grants.filter(prison=None).exists():
        return found
    return found.filter(prison__in=grants.values("prison"))


def mark_for(officer: Any, mark_id: UUID | str) -> Mark:
    """The officer's own mark, standing or not. Raises NotFoundHere."""
    found = (
        Mark.objects.select_related("score__item", "score__seat__sitting__version", "score__seat__learner")
        .filter(pk=mark_id, officer=officer if isinstance(officer, Officer) else None)
        .first()
    )
    if found is None:
        raise NotFoundHere
    return found


# ── Marks of a sitting ───────────────────────────────────────────────────────────────────────────


def marked_sittings_for(officer: Any) -> QuerySet[Sitting]:
    """Sittings whose marks the officer may see: before the release those who approve or release, afterwards also evaluators."""
    found = Sitting.objects.select_related("version", "prison")
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return found.none()
    early = Q(state__in=BEFORE_RELEASE) & scope_q(officer, *RELEASERS, ward_field="pk")
    return found.filter(early | Q(state=SittingState.RELEASED) & scope_q(officer, *READERS, ward_field="pk"))


def marked_sitting_for(officer: Any, sitting_id: UUID | str) -> Sitting:
    """Raises NotFoundHere."""
    found = marked_sittings_for(officer).filter(pk=sitting_id).first()
    if found is None:
        raise NotFoundHere
    return found


def can_moderate(officer: Any, sitting: Sitting) -> bool:
    return has_role(officer, *MODERATORS, prison=sitting.prison_id)


def check_can_moderate(officer: Any, sitting: Sitting) -> None:
    if not can_moderate(officer, sitting):
        raise PermissionDenied(_("Marks are approved by a chief evaluator of the prison."))


def can_release(officer: Any, sitting: Sitting) -> bool:
    return has_role(officer, *RELEASERS, prison=sitting.prison_id)


def check_can_release(officer: Any, sitting: Sitting) -> None:
    if not can_release(officer, sitting):
        raise PermissionDenied(_("Marks are released by a chief evaluator or the education office of the prison."))


# ── Appeals ──────────────────────────────────────────────────────────────────────────────────────


def appeals_for(officer: Any) -> QuerySet[Appeal]:
    """Appeals of the prisons where the officer may decide, those of the own ward too: seen, not decided."""
    found = Appeal.objects.select_related("seat__learner__ward", "seat__sitting__version", "decided_by", "confirmed_by")
    if not isinstance(officer, Officer) or not officer.may_sign_in:
        return found.none()
    return found.filter(scope_q(officer, *DECIDERS, prison_field="seat__sitting__prison", ward_field="pk"))


def appeal_for(officer: Any, appeal_id: UUID | str) -> Appeal:
    """Raises NotFoundHere."""
    found = appeals_for(officer).filter(pk=appeal_id).first()
    if found is None:
        raise NotFoundHere
    return found


def check_can_decide(officer: Any, appeal: Appeal) -> None:
    """Of another ward, and without a part in what is contested. Raises NotFoundHere, OwnWard, HadAHand, NotAllowed."""
    appeal_for(officer, appeal.pk)
    check_other_ward(officer, appeal.seat)
    keys = hands_on([appeal])[appeal.pk]
    _check_no_hand(officer, Officer.objects.filter(pk__in=keys))


def why_not_decide(officer: Any, appeal: Appeal) -> str:
    """The sentence for whom may not; "" for who may."""
    try:
        check_can_decide(officer, appeal)
    except Refused as refused:
        return str(refused)
    return ""


def decidable(officer: Officer, appeals: Sequence[Appeal]) -> list[Appeal]:
    """Those of `appeals_for` that the officer may decide; reads everything once."""
    wards, hands = wards_of(officer), hands_on(appeals)
    others = Officer.objects.in_bulk(set().union(*hands.values()))
    found = []
    for one in appeals:
        if one.seat.learner.ward_id in wards:
            continue
        try:
            _check_no_hand(officer, [others[key] for key in hands[one.pk] if key in others])
        except Refused:
            continue
        found.append(one)
    return found


def _check_no_hand(officer: Officer, others: Iterable[Officer]) -> None:
    for other in others:
        if other.pk == officer.pk:
            raise HadAHand
        check_two_people(other, officer)


def hands_on(appeals: Sequence[Appeal]) -> dict[UUID, set[int]]:
    """Keys of the officers who had a part in what is contested, by appeal.

    Who marked, assessed, signed for or entered something of this candidate; who ruled on, approved, released, invigilated the
    sitting or did something in its room; who entered the appeal.
    """
    seats = {one.seat_id for one in appeals}
    sittings = {one.seat.sitting_id for one in appeals}
    found: dict[UUID, set[int]] = defaultdict(set)
    of_seats: list[QuerySet[Any, Any]] = [
        Mark.objects.filter(score__seat__in=seats, given_at__isnull=False).values_list("score__seat_id", "officer_id"),
        PracticalAssessment.objects.filter(performance__seat__in=seats).values_list(
            "performance__seat_id", "assessor_id"
        ),
        PracticalSignature.objects.filter(assessment__performance__seat__in=seats).values_list(
            "assessment__performance__seat_id", "officer_id"
        ),
        PerformanceDecision.objects.filter(performance__seat__in=seats).values_list(
            "performance__seat_id", "officer_id"
        ),
        SheetAnswer.objects.filter(seat__in=seats).values_list("seat_id", "typed_by_id", "chosen_by_id"),
    ]
    of_sittings: list[QuerySet[Any, Any]] = [
        Moderation.objects.filter(sitting__in=sittings).values_list(
            "sitting_id", "approved_by_id", "released_by_id", "sent_back_by_id"
        ),
        ItemRuling.objects.filter(sitting__in=sittings).values_list("sitting_id", "by_id", "taken_back_by_id"),
    ]
    for rows in (*of_seats, *of_sittings):
        for place, *officers in rows:
            found[place].update(key for key in officers if key)
    entered = Response.objects.filter(seat__in=seats).exclude(entered_by="").values_list("seat_id", "entered_by")
    noted = Incident.objects.filter(sitting__in=sittings).exclude(by="").values_list("seat_id", "sitting_id", "by")
    labels = {*entered, *((seat or sitting, by) for seat, sitting, by in noted)}
    for place, label in labels:
        if named := _LABEL.match(label):
            found[place].add(int(named[1]))
    return {
        one.pk: {
            key
            for key in (
                *found[one.seat_id],
                *found[one.seat.sitting_id],
                one.seat.sitting.invigilator_id,
                one.entered_by_id,
            )
            if key is not None
        }
        for one in appeals
    }
