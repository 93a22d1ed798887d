"""Working out what every question of every candidate is worth: reads everything of a sitting once, decides, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from assessments.bank import api as bank
from assessments.bank.drafts import AnyItem, read_any_item
from lms.packages import shapes

from ..models import ItemRuling, ItemScore, ItemVersion, Mark, Response, Seat, Sitting
from . import points
from .sources import points_of_practicals

Source = ItemScore.Source


@dataclass(frozen=True)
class Ruled:
    """A ruling, or one that is only tried out. `document`: the question with its new key; none: it is dropped."""

    document: dict[str, Any] | None = None


@dataclass(frozen=True)
class Worked:
    """One question of one candidate; `counted` as in ItemScore."""

    item: int
    number: int
    out_of: Decimal
    source: str
    points: Decimal | None
    dropped: bool = False
    comment: str = ""
    needs_third: bool = False
    appealed: Decimal | None = None

    @property
    def counted(self) -> Decimal | None:
        return self.points if self.appealed is None else self.appealed


def standing_rulings(sitting: Sitting) -> dict[int, Ruled]:
    rows = ItemRuling.objects.filter(sitting=sitting, taken_back_at=None)
    return {row.item_id: Ruled(row.document if row.kind == ItemRuling.Kind.REKEYED else None) for row in rows}


def is_attended(seat: Seat, *, answered: bool) -> bool:
    """Noted as present; or not noted, and the tablet says that somebody sat there."""
    if seat.attendance == Seat.Attendance.UNKNOWN:
        return answered or seat.state != Seat.State.WAITING
    return seat.attendance == Seat.Attendance.PRESENT


class AnswerBook:
    """Everything of a sitting that marks depend on."""

    def __init__(self, sitting: Sitting, seats: Iterable[Seat] | None = None) -> None:
        self.sitting, self.version = sitting, sitting.version
        self.seats = list(sitting.seats.order_by("number") if seats is None else seats)
        keys = {place["item"] for seat in self.seats for place in seat.form}
        self.documents = {one.pk: one.document for one in ItemVersion.objects.filter(pk__in=keys)}
        self.items: dict[int, AnyItem] = {
            key: read_any_item.validate_python(document) for key, document in self.documents.items()
        }
        self.responses: dict[UUID, dict[int, str]] = defaultdict(dict)
        for row in Response.objects.filter(seat__in=self.seats):
            self.responses[row.seat_id][row.item_id] = row.response
        self._shares: dict[tuple[int, bool, str], float] = {}

    def response(self, seat: Seat, item: int) -> str:
        return self.responses[seat.pk].get(item, "") if seat.pk in self.responses else ""

    def is_attended(self, seat: Seat) -> bool:
        return is_attended(seat, answered=any(self.responses.get(seat.pk, {}).values()))

    @cached_property
    def marks(self) -> dict[tuple[UUID, int], list[Mark]]:
        """Given marks of the response as it stands now."""
        found: dict[tuple[UUID, int], list[Mark]] = defaultdict(list)
        rows = Mark.objects.filter(score__seat__in=self.seats, withdrawn_at=None, given_at__isnull=False)
        for mark in rows.select_related("score").order_by("turn"):
            key = (mark.score.seat_id, mark.score.item_id)
            if mark.response == self.responses.get(key[0], {}).get(key[1], ""):
                found[key].append(mark)
        return found

    @cached_property
    def appealed(self) -> dict[tuple[UUID, int], Decimal]:
        rows = ItemScore.objects.filter(seat__in=self.seats, appealed_points__isnull=False)
        return {(row.seat_id, row.item_id): row.appealed_points for row in rows}  # type: ignore[misc]

    @cached_property
    def practicals(self) -> Mapping[tuple[UUID, int], Any]:
        return points_of_practicals(self.sitting)

    def work_out(self, rulings: Mapping[int, Ruled]) -> dict[UUID, list[Worked]]:
        items = self.items | {
            key: read_any_item.validate_python(ruled.document) for key, ruled in rulings.items() if ruled.document
        }
        return {
            seat.pk: [self._worked(seat, place, number, items, rulings) for number, place in enumerate(seat.form, 1)]
            for seat in self.seats
        }

    def totals(self, worked: Mapping[UUID, list[Worked]]) -> dict[UUID, points.Total]:
        return {
            seat.pk: points.total(
                [(one.counted, one.out_of, one.dropped) for one in worked[seat.pk]],
                attended=self.is_attended(seat),
                pass_mark=self.version.pass_mark,
            )
            for seat in self.seats
        }

    def _worked(
        self,
        seat: Seat,
        place: Mapping[str, Any],
        number: int,
        items: Mapping[int, AnyItem],
        rulings: Mapping[int, Ruled],
    ) -> Worked:
        key, out_of = place["item"], Decimal(place["points"])
        ruled = rulings.get(key)
        found: dict[str, Any] = {
            "item": key,
            "number": number,
            "out_of": out_of,
            "dropped": ruled is not None and ruled.document is None,
            "appealed": self.appealed.get((seat.pk, key)),
        }
        item, response = items[key], self.response(seat, key)
        if isinstance(item, shapes.PracticalItem):
            practical = self.practicals.get((seat.pk, key))
            if practical is None:
                return Worked(**found, source=Source.PRACTICAL, points=None)
            got = min(max(points.rounded(practical.points), Decimal(0)), out_of)
            return Worked(**found, source=Source.PRACTICAL, points=got, comment=practical.comment)
        if not response.strip():
            return Worked(**found, source=Source.NOTHING, points=Decimal(0))
        if isinstance(item, shapes.MarkedItemBase):
            marks = self.marks.get((seat.pk, key), [])
            return Worked(**found, source=Source.OFFICERS, **settled(marks, out_of))
        share = self._share(key, item, response, rekeyed=ruled is not None and ruled.document is not None)
        return Worked(**found, source=Source.SERVER, points=points.points_of_share(share, out_of))

    def _share(self, key: int, item: Any, response: str, *, rekeyed: bool) -> float:
        """Many candidates answer the same: each response is scored once."""
        known = (key, rekeyed, response)
        if known not in self._shares:
            self._shares[known] = bank.score(item, response)
        return self._shares[known]


def settled(marks: Iterable[Mark], out_of: Decimal) -> dict[str, Any]:
    """Points, comment and whether a third marker is needed, of the marks given."""
    by_turn = {mark.turn: mark for mark in marks}
    found = points.settle({turn: mark.points for turn, mark in by_turn.items() if mark.points is not None}, out_of)
    telling = [by_turn[3]] if found.needs_third and 3 in by_turn else [by_turn[turn] for turn in sorted(by_turn)]
    comments = list(dict.fromkeys(said for mark in telling if (said := told(mark))))
    return {"points": found.points, "needs_third": found.needs_third, "comment": "\n".join(comments)}


def told(mark: Mark) -> str:
    """What the learner reads of a mark: the comment, then the notes on photos by their numbers."""
    notes = [
        f"[{number}] {one['text'].strip()}" for number, one in enumerate(mark.annotations, 1) if one["text"].strip()
    ]
    return "\n".join(filter(None, [mark.comment.strip(), *notes]))
