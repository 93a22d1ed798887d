"""Who marks, who approves, who releases, who decides; and what no officer may touch.

An officer of a ward is one who holds any role over that ward by name (RoleGrant.ward). Such an officer neither marks nor decides
for a candidate of that ward, of a ward above it or of one below it. A role over a whole prison binds nobody to a ward.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.lib.errors import NotFoundHere, Refused
from lms.people.grants import check_two_people
from lms.people.models import Officer
from lms.people.permissions import has_role, scope_q, ward_and_above, ward_and_below
from lms.people.roles import Role

from ..models import Appeal, Mark, Seat, Sitting
from ..sittings.states import SittingState
from .errors import HadAHand, OwnWard

MARKERS = (Role.EVALUATOR, Role.CHIEF_EVALUATOR)
MODERATORS = (Role.CHIEF_EVALUATOR,)
RELEASERS = (Role.CHIEF_EVALUATOR, Role.EDUCATION_OFFICE)
DECIDERS = (Role.EVALUATOR, Role.CHIEF_EVALUATOR, Role.EDUCATION_OFFICE)
READERS = DECIDERS
BEFORE_RELEASE = (SittingState.ENDED, SittingState.MARKED, SittingState.MODERATED)


# ── Wards ────────────────────────────────────────────────────────────────────────────────────────


def wards_of(officer: Officer) -> set[UUID]:
    """The wards whose officer this is, with those above and below them."""
    found: set[UUID] = set()
    for grant in officer.grants.filter(ward__isnull=False).select_related("ward"):
        assert grant.ward is not None
        found |= {*ward_and_above(grant.ward), *ward_and_below(grant.ward)}
    return found


def check_other_ward(officer: Officer, seat: Seat) -> None:
    if seat.learner.ward_id in wards_of(officer):
        raise OwnWard


# ── Marking ──────────────────────────────────────────────────────────────────────────────────────


def sittings_to_mark(officer: Any) -> QuerySet[Sitting]:
    """Ended sittings of the prisons where the officer marks: a role over a ward of the prison is enough."""
    found = Sitting.objects.filter(state=SittingState.ENDED).select_related("version", "prison")
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
    for other in hands_on(appeal):
        if other.pk == officer.pk:
            raise HadAHand
        check_two_people(other, officer)


def why_not_decide(officer: Any, appeal: Appeal) -> str:
    """The sentence for whom may not; "" for who may."""
    try:
        check_can_decide(officer, appeal)
    except Refused as refused:
        return str(refused)
    return ""


def hands_on(appeal: Appeal) -> list[Officer]:
    """Everybody who marked this candidate, ruled on, approved, released or invigilated the sitting, or entered the appeal."""
    sitting = appeal.seat.sitting
    marked = Mark.objects.filter(score__seat=appeal.seat, given_at__isnull=False)
    keys: list[int | None] = [*marked.values_list("officer_id", flat=True)]
    for row in sitting.moderations.values_list("approved_by_id", "released_by_id", "sent_back_by_id"):
        keys.extend(row)
    keys.extend(sitting.rulings.values_list("by_id", flat=True))
    keys.extend([sitting.invigilator_id, appeal.entered_by_id])
    return list(Officer.objects.filter(pk__in=[key for key in keys if key is not None]))
