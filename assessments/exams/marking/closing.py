"""The end of marking: nothing is left over, and nobody is both absent and has answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.lib.errors import Invalid

from ..models import Mark, Seat, Sitting
from ..sittings.following import take_in_again
from ..sittings.planning import move
from ..sittings.states import SittingState
from ..texts import plain
from .errors import NotAllMarked
from .permissions import check_can_moderate, marked_sitting_for
from .queue import remaining
from .scoring import score_locked
from .workings import AnswerBook


def left_to_do(sitting: Sitting) -> list[str]:
    """What stands between a sitting and the end of its marking, a sentence each; as far as it was scored last."""
    left = remaining(sitting)
    sentences = []
    if left["marks"]:
        words = ngettext("%(n)s mark is still due.", "%(n)s marks are still due.", left["marks"])
        sentences.append(words % {"n": left["marks"]})
    if left["thirds"]:
        words = ngettext("%(n)s answer needs a third marker.", "%(n)s answers need a third marker.", left["thirds"])
        sentences.append(words % {"n": left["thirds"]})
    if left["practicals"]:
        words = ngettext(
            "%(n)s practical task has no points yet.", "%(n)s practical tasks have no points yet.", left["practicals"]
        )
        sentences.append(words % {"n": left["practicals"]})
    unscored = sitting.seats.filter(outcome=None).count()
    if unscored:
        words = ngettext("%(n)s seat is not scored yet.", "%(n)s seats are not scored yet.", unscored)
        sentences.append(words % {"n": unscored})
    return sentences + [
        _("Seat %(n)s is noted as not present but has answers. Look at it and correct the attendance.") % {"n": number}
        for number in contradictions(sitting)
    ]


def contradictions(sitting: Sitting) -> list[int]:
    """Numbers of seats that are noted as absent and have answers."""
    away = sitting.seats.filter(attendance__in=[Seat.Attendance.ABSENT, Seat.Attendance.EXCUSED])
    answered = away.filter(responses__response__gt="")
    return list(answered.order_by("number").values_list("number", flat=True).distinct())


def close_marking(sitting_id: UUID | str, *, by: Any) -> Sitting:
    """Raises NotFoundHere, PermissionDenied, NotNow, NotAllMarked."""
    found = marked_sitting_for(by, sitting_id)
    check_can_moderate(by, found)
    left: list[str] = []
    with transaction.atomic():
        sitting = Sitting.objects.select_for_update(of=("self",)).select_related("version").get(pk=found.pk)
        if sitting.state == SittingState.ENDED:
            score_locked(AnswerBook(sitting))
            left = left_to_do(sitting)
        if not left:
            Mark.objects.filter(score__seat__sitting=sitting, given_at=None, saved_at=None).delete()
            move(sitting, SittingState.MARKED, by=by)
    if left:  # what was scored stays: it is what the markers have to do
        raise NotAllMarked(" ".join(left))
    return sitting


@transaction.atomic
def reopen_marking(sitting_id: UUID | str, *, by: Any, reason: str) -> Sitting:
    """For what arrived late, a tablet or a sheet. Marks that were given stand. Raises NotFoundHere, PermissionDenied, NotNow, Invalid."""
    found = marked_sitting_for(by, sitting_id)
    check_can_moderate(by, found)
    if not plain(reason):
        raise Invalid(_("Say why, in a few words."))
    sitting = Sitting.objects.select_for_update().get(pk=found.pk)
    move(sitting, SittingState.ENDED, by=by, detail={"reason": plain(reason)[:500]})
    take_in_again(sitting)  # what arrived while it was closed
    return sitting
