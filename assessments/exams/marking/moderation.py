"""Approving and releasing marks: two people, and what is released is what was approved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.bank import api as bank
from lms.audit import api as audit
from lms.lib.canonical import canonical_json, sha256_hex
from lms.lib.errors import Invalid
from lms.lib.faults import faultpoint
from lms.people.grants import check_two_people
from lms.people.models import Officer

from ..errors import NotNow
from ..models import ItemScore, Moderation, Outcome, Sitting
from ..sittings.planning import move
from ..sittings.states import SittingState
from ..texts import plain
from .analysis import figures_for_bank
from .closing import left_to_do
from .errors import ChangedSince, NotAllMarked
from .permissions import check_can_moderate, check_can_release, marked_sitting_for


def digest_of(sitting: Sitting) -> str:
    """Of everything that a release makes known: each question's points, each comment, each outcome."""
    scores = ItemScore.objects.filter(seat__sitting=sitting).order_by("seat__number", "number")
    outcomes = Outcome.objects.filter(seat__sitting=sitting).order_by("seat__number")
    told = {
        "scores": [
            [str(one.seat_id), one.item_id, str(one.points), str(one.out_of), one.dropped, one.comment]
            for one in scores
        ],
        "outcomes": [
            [str(one.pk), str(one.points), str(one.out_of), str(one.pass_mark), one.passed, one.attended]
            for one in outcomes
        ],
    }
    return sha256_hex(canonical_json(told))


@transaction.atomic
def approve_marks(sitting_id: UUID | str, *, by: Officer) -> Moderation:
    """The first person's half. Raises NotFoundHere, PermissionDenied, NotNow, NotAllMarked."""
    sitting = _locked(sitting_id, by)
    check_can_moderate(by, sitting)
    if sitting.state != SittingState.MARKED:
        raise NotNow
    if left := left_to_do(sitting):
        raise NotAllMarked(" ".join(left))
    made = Moderation.objects.create(
        sitting=sitting, digest=digest_of(sitting), approved_by=by, approved_at=timezone.now()
    )
    move(sitting, SittingState.MODERATED, by=by, detail={"marks": made.digest}, moderated_by=audit.label(by))
    return made


@transaction.atomic
def send_back(sitting_id: UUID | str, *, by: Officer, reason: str) -> Moderation:
    """Instead of releasing: whoever may approve or release says what is wrong. Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    sitting = _locked(sitting_id, by)
    check_can_release(by, sitting)
    if not plain(reason):
        raise Invalid(_("Say why, in a few words."))
    approval = _open_approval(sitting)
    approval.sent_back_by, approval.sent_back_at, approval.reason = by, timezone.now(), plain(reason)[:2000]
    approval.save(update_fields=["sent_back_by", "sent_back_at", "reason"])
    move(sitting, SittingState.MARKED, by=by, detail={"reason": approval.reason[:500]}, moderated_by="")
    return approval


@transaction.atomic
def release_marks(sitting_id: UUID | str, *, by: Officer) -> Sitting:
    """The second person's half: learners see their results. Raises NotFoundHere, PermissionDenied, NotNow, NotAllowed, ChangedSince."""
    sitting = _locked(sitting_id, by)
    check_can_release(by, sitting)
    approval = _open_approval(sitting)
    check_two_people(approval.approved_by, by)
    if digest_of(sitting) != approval.digest:
        raise ChangedSince
    now = timezone.now()
    approval.released_by, approval.released_at = by, now
    approval.save(update_fields=["released_by", "released_at"])
    faultpoint("assessments.release.after_approval")
    Outcome.objects.filter(seat__sitting=sitting).update(first_points=F("points"))
    faultpoint("assessments.release.after_outcomes")
    bank.record_item_statistics(sitting.iri, figures_for_bank(sitting), used_at=sitting.ended_at or now)
    faultpoint("assessments.release.after_statistics")
    move(sitting, SittingState.RELEASED, by=by, released_at=now, released_by=audit.label(by))
    faultpoint("assessments.release.before_commit")
    return sitting


def open_approval(sitting: Sitting) -> Moderation | None:
    """The approval that waits for a second person."""
    return sitting.moderations.select_related("approved_by").filter(released_at=None, sent_back_at=None).first()


def _open_approval(sitting: Sitting) -> Moderation:
    found = open_approval(sitting)
    if found is None or sitting.state != SittingState.MODERATED:
        raise NotNow
    return found


def _locked(sitting_id: UUID | str, by: Any) -> Sitting:
    found = marked_sitting_for(by, sitting_id)
    return Sitting.objects.select_for_update(of=("self",)).select_related("version").get(pk=found.pk)
