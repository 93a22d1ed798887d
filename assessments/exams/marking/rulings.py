"""A faulty question: dropped, or given another key, and everybody is scored again. Only while the marks are being moderated."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from math import isfinite
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from assessments.bank.drafts import read_any_item
from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.people.models import Officer

from ..errors import NotNow
from ..models import ItemRuling, ItemVersion, OutcomeChange, Seat, Sitting
from ..sittings.states import SittingState
from ..texts import plain
from .errors import RuledAlready
from .permissions import check_can_moderate, marked_sitting_for
from .points import Total
from .scoring import rescore
from .workings import AnswerBook, Ruled, standing_rulings

REKEYABLE = ("choice", "hotspot", "fill_in", "inline_choice", "numeric")
LONGEST = 2000


@dataclass(frozen=True)
class BeforeAfter:
    seat: Seat
    before: Total
    after: Total

    @property
    def changed(self) -> bool:
        return (self.before.points, self.before.out_of, self.before.passed) != (
            self.after.points,
            self.after.out_of,
            self.after.passed,
        )


def rekeyed(document: Mapping[str, Any], key: Mapping[str, Any]) -> dict[str, Any]:
    """The question with another key. `key`, by kind: choice and hotspot {"correct": [ids]}: where one answer is asked for, any of them counts in full;
    fill_in {gap id: [answers]}; inline_choice {gap id: option id}; numeric {"value", "tolerance"}. A mapping of its own falls away.

    Raises Invalid.
    """
    new = deepcopy(dict(document))
    new["mapping"] = None
    match new["kind"]:
        case "choice" | "hotspot":
            ids = [one["id"] for one in new["options" if new["kind"] == "choice" else "areas"]]
            correct = [one for one in ids if one in key.get("correct", ())]
            if not correct:
                raise Invalid(_("Tick at least one answer that counts as right."))
            new["correct"] = correct
            if len(correct) > 1 and not new["multiple"]:
                new["mapping"] = {"values": dict.fromkeys(correct, 1.0), "default": 0.0, "lower": 0.0, "upper": 1.0}
        case "fill_in":
            for gap in new["gaps"]:
                gap["accept"] = [plain(words) for words in key.get(gap["id"], ()) if plain(words)]
                if not gap["accept"]:
                    raise Invalid(_("Write at least one answer for every gap."))
        case "inline_choice":
            for gap in new["gaps"]:
                gap["correct"] = key.get(gap["id"])
                if gap["correct"] not in [option["id"] for option in gap["options"]]:
                    raise Invalid(_("Choose the right word for every gap."))
        case "numeric":
            try:
                new["value"], new["tolerance"] = float(key["value"]), float(key["tolerance"])
                if not (isfinite(new["value"]) and isfinite(new["tolerance"]) and new["tolerance"] >= 0):
                    raise ValueError
            except (KeyError, TypeError, ValueError) as error:
                raise Invalid(_("Write the value and the tolerance as numbers.")) from error
        case _:
            raise Invalid(_("This kind of question cannot get another key. Drop it instead."))
    try:
        read_any_item.validate_python(new)
    except ValidationError as error:
        raise Invalid from error
    if new == dict(document):
        raise Invalid(_("This is the key that the question has."))
    return new


def item_in(sitting: Sitting, item_id: int) -> ItemVersion:
    """Raises NotFoundHere."""
    item = ItemVersion.objects.filter(pk=item_id).first()
    if item is None or not any(place["item"] == item_id for seat in sitting.seats.all() for place in seat.form):
        raise NotFoundHere
    return item


def preview(sitting: Sitting, item_id: int, document: Mapping[str, Any] | None) -> list[BeforeAfter]:
    """What everybody would have if the question got this key (none: were dropped). Nothing is written."""
    book, standing = (
        AnswerBook(sitting, sitting.seats.select_related("learner__ward").order_by("number")),
        standing_rulings(sitting),
    )
    before = book.totals(book.work_out(standing))
    after = book.totals(book.work_out(standing | {item_id: Ruled(dict(document) if document else None)}))
    return [BeforeAfter(seat, before[seat.pk], after[seat.pk]) for seat in book.seats if before[seat.pk].attended]


def drop_item(sitting_id: UUID | str, item_id: int, *, by: Officer, reason: str) -> ItemRuling:
    """Raises NotFoundHere, PermissionDenied, NotNow, RuledAlready, Invalid."""
    return _rule(sitting_id, item_id, ItemRuling.Kind.DROPPED, None, by, reason)


def rekey_item(sitting_id: UUID | str, item_id: int, key: Mapping[str, Any], *, by: Officer, reason: str) -> ItemRuling:
    """`key` as in `rekeyed`. Raises NotFoundHere, PermissionDenied, NotNow, RuledAlready, Invalid."""
    return _rule(sitting_id, item_id, ItemRuling.Kind.REKEYED, key, by, reason)


@transaction.atomic
def _rule(
    sitting_id: UUID | str, item_id: int, kind: ItemRuling.Kind, key: Mapping[str, Any] | None, by: Officer, reason: str
) -> ItemRuling:
    sitting = _moderated_now(sitting_id, by)
    item = item_in(sitting, item_id)
    if not plain(reason):
        raise Invalid(_("Say why: it stands on the record."))
    if ItemRuling.objects.filter(sitting=sitting, item=item, taken_back_at=None).exists():
        raise RuledAlready
    document = rekeyed(item.document, key) if key is not None else None
    if kind == ItemRuling.Kind.DROPPED:
        _check_something_left(sitting, item_id)
    ruling = ItemRuling.objects.create(
        sitting=sitting, item=item, kind=kind, document=document, reason=plain(reason)[:LONGEST], by=by
    )
    changes = rescore(sitting, OutcomeChange.Why.RULING, by=by, ruling=ruling)
    detail = {"question": item.pk, "ruling": ruling.kind, "reason": ruling.reason[:500], **_counted(changes)}
    audit.log(by=by, verb="assessments.sitting.ruled", target=sitting, detail=detail)
    return ruling


@transaction.atomic
def take_back_ruling(sitting_id: UUID | str, ruling_id: UUID | str, *, by: Officer) -> ItemRuling:
    """The question counts as before; both decisions stay on the record. Raises NotFoundHere, PermissionDenied, NotNow."""
    sitting = _moderated_now(sitting_id, by)
    ruling = ItemRuling.objects.filter(sitting=sitting, pk=ruling_id, taken_back_at=None).first()
    if ruling is None:
        raise NotFoundHere
    ruling.taken_back_by, ruling.taken_back_at = by, timezone.now()
    ruling.save(update_fields=["taken_back_by", "taken_back_at"])
    changes = rescore(sitting, OutcomeChange.Why.RULING_BACK, by=by, ruling=ruling)
    detail = {"question": ruling.item_id, **_counted(changes)}
    audit.log(by=by, verb="assessments.sitting.ruling_taken_back", target=sitting, detail=detail)
    return ruling


def _moderated_now(sitting_id: UUID | str, by: Officer) -> Sitting:
    found = marked_sitting_for(by, sitting_id)
    check_can_moderate(by, found)
    sitting = Sitting.objects.select_for_update().get(pk=found.pk)
    if sitting.state != SittingState.MARKED:
        raise NotNow
    return sitting


def _check_something_left(sitting: Sitting, item_id: int) -> None:
    gone = {key for key, ruled in standing_rulings(sitting).items() if ruled.document is None} | {item_id}
    if any(seat.form and all(place["item"] in gone for place in seat.form) for seat in sitting.seats.all()):
        raise Invalid(_("This would leave a candidate without any question."))


def _counted(changes: list[OutcomeChange]) -> dict[str, int]:
    moved = [one for one in changes if (one.points_before, one.out_of_before) != (one.points_after, one.out_of_after)]
    return {"changed": len(moved), "passed": sum(one.passed_after - one.passed_before for one in changes)}
