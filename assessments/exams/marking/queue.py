"""The markers' queue: anonymous, in no order that tells anything, one marker at a time on one answer.

Claiming makes a draft with a lease; saving a draft renews it; when it has run out somebody else may take the answer, and the draft
stays on record as withdrawn.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.bank.drafts import read_any_item
from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere, Refused
from lms.packages import shapes
from lms.people.grants import check_two_people
from lms.people.models import Officer

from ..errors import NotNow
from ..models import ItemScore, ItemVersion, Mark, OutcomeChange, Response, SheetAnswer, Sitting
from ..sittings.states import SittingState
from ..texts import plain
from .errors import MarkGiven, MarkTaken, ResponseChanged
from .permissions import check_other_ward, mark_for, sittings_to_mark, wards_of
from .points import points_of_levels
from .scoring import rescore
from .workings import settled

LEASE = timedelta(minutes=30)
LONGEST_COMMENT = 2000
MOST_ANNOTATIONS = 50
_chance = random.SystemRandom()


@dataclass(frozen=True)
class Pile:
    """The answers to one question of one sitting, as this marker meets them. `mine`: marks that the officer has given."""

    sitting: Sitting
    item: int
    prompt: str
    due: int
    mine: int


def _free() -> Q:
    """Marks that stand: given, or a draft whose lease runs."""
    return Q(marks__withdrawn_at=None) & (Q(marks__given_at__isnull=False) | Q(marks__lease_until__gt=timezone.now()))


def open_scores(officer: Any) -> QuerySet[ItemScore]:
    """Answers that this officer could take now: not of an own ward, neither marked nor typed by the officer before, a turn free."""
    found = ItemScore.objects.filter(
        seat__sitting__in=sittings_to_mark(officer),
        seat__outcome__attended=True,
        source=ItemScore.Source.OFFICERS,
        points=None,
        dropped=False,
    ).exclude(seat__learner__ward__in=wards_of(officer))
    own = Mark.objects.filter(officer=officer, withdrawn_at=None, given_at__isnull=False)
    found = found.exclude(pk__in=own.values("score"))
    typed = SheetAnswer.objects.filter(seat=OuterRef("seat"), item=OuterRef("item"), typed_by=officer)
    found = found.exclude(Exists(typed))
    live = Count("marks", filter=_free() & ~Q(marks__officer=officer), distinct=True)
    return found.annotate(live=live).filter(Q(live__lt=2) | Q(needs_third=True, live__lt=3))


def piles_for(officer: Any) -> list[Pile]:
    """By sitting and question, the oldest sitting first."""
    waiting: Any = open_scores(officer).values_list("seat__sitting_id", "item_id")
    own = Mark.objects.filter(officer=officer, withdrawn_at=None, given_at__isnull=False)
    own = own.filter(score__seat__sitting__in=sittings_to_mark(officer))
    given: Any = own.values_list("score__seat__sitting_id", "score__item_id")
    due: Counter[tuple[UUID, int]] = Counter(waiting)
    mine: Counter[tuple[UUID, int]] = Counter(given)
    sittings = Sitting.objects.in_bulk({sitting for sitting, _item in due.keys() | mine.keys()})
    keys = due.keys() | {key for key in mine if sittings[key[0]].state == SittingState.ENDED}
    items = ItemVersion.objects.in_bulk({item for _sitting, item in keys})
    piles = [
        Pile(
            sittings[sitting],
            item,
            items[item].document["prompt_html"],
            due[sitting, item],
            mine[sitting, item],
        )
        for sitting, item in keys
    ]
    return sorted(piles, key=lambda pile: (pile.sitting.ended_at or timezone.now(), str(pile.sitting.pk), pile.item))


def claim_next(sitting_id: UUID, item_id: int, *, by: Officer, besides: UUID | None = None) -> Mark | None:
    """The next answer to this question: an own draft first, else any that is free. `besides`: the mark that was skipped.

    None: there is nothing left for this officer now. Raises NotFoundHere.
    """
    if not sittings_to_mark(by).filter(pk=sitting_id).exists():
        raise NotFoundHere
    here = {"score__seat__sitting": sitting_id, "score__item": item_id}
    own = Mark.objects.filter(**here, officer=by, withdrawn_at=None, given_at=None)
    own = own.exclude(pk=besides) if besides else own
    draft = own.filter(lease_until__gt=timezone.now()).order_by("begun_at").first()
    if draft is not None:
        return draft
    scores = list(open_scores(by).filter(seat__sitting=sitting_id, item=item_id).values_list("pk", flat=True))
    _chance.shuffle(scores)
    skipped = Mark.objects.filter(pk=besides).values_list("score_id", flat=True).first() if besides else None
    for score in sorted(scores, key=lambda key: key == skipped):  # what was skipped comes last
        mark = _claim(score, by)
        if mark is not None:
            return mark
    return None


def _claim(score_id: int, by: Officer) -> Mark | None:
    """None: somebody was faster, or the other marker is not a second person."""
    now = timezone.now()
    try:
        with transaction.atomic():
            score = ItemScore.objects.select_for_update().get(pk=score_id)
            if score.points is not None:
                return None
            standing = score.marks.filter(withdrawn_at=None)
            standing.filter(given_at=None, lease_until__lte=now).exclude(officer=by).update(withdrawn_at=now)
            marks = list(standing.select_related("officer"))
            own = next((mark for mark in marks if mark.officer_id == by.pk), None)
            if own is not None:
                return _renewed(own) if own.given_at is None else None
            for mark in marks:
                check_two_people(mark.officer, by)
            turns = {1, 2, 3} if score.needs_third else {1, 2}
            free = sorted(turns - {mark.turn for mark in marks})
            if not free:
                return None
            response = Response.objects.filter(seat=score.seat_id, item=score.item_id).first()
            return Mark.objects.create(
                score=score,
                officer=by,
                turn=free[0],
                response=response.response if response else "",
                lease_until=now + LEASE,
            )
    except (IntegrityError, Refused):
        return None


def _renewed(mark: Mark) -> Mark:
    mark.lease_until = timezone.now() + LEASE
    mark.save(update_fields=["lease_until"])
    return mark


@transaction.atomic
def save_draft(
    mark_id: UUID | str,
    *,
    by: Officer,
    levels: Mapping[str, Any],
    comment: str = "",
    points: str = "",
    annotations: Any = (),
) -> Mark:
    """What stands on the screen so far. Raises NotFoundHere, MarkGiven, MarkTaken, ResponseChanged, NotNow, OwnWard, Invalid."""
    mark = _own_draft(mark_id, by)
    _fill(mark, levels, comment, points, annotations)
    mark.save()
    return mark


@transaction.atomic
def give_mark(
    mark_id: UUID | str,
    *,
    by: Officer,
    levels: Mapping[str, Any],
    comment: str = "",
    points: str = "",
    annotations: Any = (),
) -> Mark:
    """From now on it counts, and nobody changes it. Raises as save_draft, and Invalid while a criterion has no level."""
    mark = _own_draft(mark_id, by)
    _fill(mark, levels, comment, points, annotations)
    if mark.points is None:
        raise Invalid(_("Choose a level for every criterion first."))
    others = mark.score.marks.filter(withdrawn_at=None, given_at__isnull=False).exclude(pk=mark.pk)
    for other in others.select_related("officer"):
        check_two_people(other.officer, by)
    mark.given_at = timezone.now()
    mark.save()
    score = mark.score
    for name, value in settled(score.marks.filter(withdrawn_at=None, given_at__isnull=False), score.out_of).items():
        setattr(score, name, value)
    score.save(update_fields=["points", "needs_third", "comment"])
    sitting = score.seat.sitting
    detail = {"question": score.item_id, "turn": mark.turn, "points": str(mark.points)}
    audit.log(by=by, verb="assessments.mark.given", target=sitting, detail=detail)
    if sitting.state == SittingState.RELEASED:  # of somebody whom an appeal has made present
        rescore(sitting, OutcomeChange.Why.APPEAL, by=by, seats=[score.seat])
    return mark


@transaction.atomic
def put_back(mark_id: UUID | str, *, by: Officer) -> None:
    """Somebody else may take the answer; an empty draft leaves no trace. Raises NotFoundHere, MarkGiven."""
    mark = mark_for(by, mark_id)
    if mark.given_at:
        raise MarkGiven
    if mark.saved_at is None:
        mark.delete()
    elif mark.withdrawn_at is None:
        mark.lease_until = timezone.now()
        mark.save(update_fields=["lease_until"])


def item_of(mark: Mark) -> Any:
    return read_any_item.validate_python(mark.score.item.document)


def _own_draft(mark_id: UUID | str, by: Officer) -> Mark:
    """Locked, after its sitting, so that marking is not closed meanwhile; with its lease renewed."""
    found = mark_for(by, mark_id)
    sitting = Sitting.objects.select_for_update().get(pk=found.score.seat.sitting_id)
    score = ItemScore.objects.select_for_update().get(pk=found.score_id)
    mark = Mark.objects.select_for_update().get(pk=found.pk)
    mark.score = score
    score.seat, score.item = found.score.seat, found.score.item
    score.seat.sitting = sitting
    if mark.given_at:
        raise MarkGiven
    if mark.withdrawn_at:
        raise MarkTaken
    if not sittings_to_mark(by).filter(pk=score.seat.sitting_id).exists():
        raise NotNow
    check_other_ward(by, score.seat)
    response = (
        Response.objects.filter(seat=score.seat_id, item=score.item_id).values_list("response", flat=True).first()
    )
    if mark.response != (response or ""):
        raise ResponseChanged
    mark.lease_until = mark.saved_at = timezone.now()
    mark.lease_until += LEASE
    return mark


def _fill(mark: Mark, levels: Mapping[str, Any], comment: str, points: str, annotations: Any) -> None:
    item = item_of(mark)
    if not isinstance(item, shapes.MarkedItemBase):
        raise Invalid
    known = {criterion.id: len(criterion.levels) for criterion in item.rubric}
    if any(key not in known or not isinstance(at, int) or not 0 <= at < known[key] for key, at in levels.items()):
        raise Invalid(_("This level is not in the rubric. Load the page again."))
    if len(comment) > LONGEST_COMMENT:
        raise Invalid(_("The comment is too long: at most %(n)s characters.") % {"n": LONGEST_COMMENT})
    mark.levels, mark.comment = dict(levels), plain(comment)
    mark.points = (
        points_of_levels(item.rubric, mark.levels, mark.score.out_of)
        if item.rubric
        else points_typed(points, mark.score.out_of)
    )
    mark.annotations = _annotations(annotations)


def points_typed(text: str, out_of: Decimal) -> Decimal | None:
    """Points as an officer writes them; None where nothing is written. Raises Invalid."""
    plain = text.strip().replace("，", ".").replace(",", ".")
    if not plain:
        return None
    try:
        points = Decimal(plain)
    except InvalidOperation as error:
        raise Invalid(_("Write the points as a number.")) from error
    if not points.is_finite() or not 0 <= points <= out_of or points != round(points, 2):
        raise Invalid(_("Points from 0 to %(most)s, with at most two decimals.") % {"most": out_of})
    return round(points, 2)


def _annotations(given: Any) -> list[dict[str, Any]]:
    """[{"photo", "x", "y", "text"}] with places as shares of the picture. Raises Invalid."""
    if not isinstance(given, list | tuple) or len(given) > MOST_ANNOTATIONS:
        raise Invalid
    made = []
    for one in given:
        try:
            x, y, photo, text = float(one["x"]), float(one["y"]), plain(str(one["photo"]))[:64], str(one["text"])[:300]
        except (KeyError, OverflowError, TypeError, ValueError) as error:
            raise Invalid from error
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise Invalid
        made.append({"photo": photo, "x": round(x, 4), "y": round(y, 4), "text": plain(text)})
    return made


def remaining(sitting: Sitting) -> dict[str, int]:
    """What is left to do before marking can be closed: marks due, third marks due, practical tasks without points."""
    due = ItemScore.objects.filter(seat__sitting=sitting, seat__outcome__attended=True, points=None, dropped=False)
    counted = due.filter(source=ItemScore.Source.OFFICERS).annotate(
        given=Count("marks", filter=Q(marks__withdrawn_at=None, marks__given_at__isnull=False))
    )
    return {
        "marks": sum(2 - min(2, row.given) for row in counted.filter(needs_third=False)),  # type: ignore[attr-defined]
        "thirds": counted.filter(needs_third=True).count(),
        "practicals": due.filter(source=ItemScore.Source.PRACTICAL).count(),
    }
