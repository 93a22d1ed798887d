"""What a person decides about answer sheets, and writing the answers among the responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import cv2
import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere

from ..models import Incident, Response, ScannedPage, Seat, SheetAnswer, Sitting
from .answers import SEPARATOR, Field, Kind, Mistaken, response_of
from .doubts import REASONS
from .filling import Forms
from .intake import Grey
from .keeping import kept
from .layout import RADIUS, Layout
from .reading import cut_out
from .scanning import put_together, scannable

AROUND = 9.0  # millimetres of paper beside the circles
MOST_WRITTEN = 5_000
Keep = SheetAnswer.Keep


@dataclass(frozen=True)
class Looked:
    """An answer with its field; `tablet`: what a tablet sent for the same question, where it says something else."""

    answer: SheetAnswer
    field: Field
    tablet: str | None


def open_answers(sitting: Sitting) -> Any:
    """Answers of which somebody must decide, not yet written."""
    waiting = SheetAnswer.objects.filter(seat__sitting=sitting, taken_at=None)
    undecided = Q(response=None) | Q(pk__in=[one.pk for one in contradicted(waiting)])
    return waiting.filter(undecided).select_related("seat__learner", "item").order_by("seat__number", "number")


def contradicted(answers: Any) -> list[SheetAnswer]:
    """Those where a tablet has sent another answer than the sheet has, and nobody has said which of them counts."""
    found = list(answers.filter(keep="").exclude(response=None).exclude(response=""))
    sent = _sent([one.seat_id for one in found])
    return [one for one in found if sent.get((one.seat_id, one.item_id), one.response) not in ("", one.response)]


def _sent(seats: Sequence[UUID]) -> dict[tuple[UUID, int], str]:
    rows = Response.objects.filter(seat__in=seats, statement_id__isnull=False)
    return {(row.seat_id, row.item_id): row.response for row in rows}


def look_at(sitting_id: UUID | str, answer_id: int, *, by: Any) -> Looked:
    """Raises NotFoundHere, PermissionDenied, NotNow."""
    answer = answer_for(by, sitting_id, answer_id)
    sent = _sent([answer.seat_id]).get((answer.seat_id, answer.item_id))
    differs = bool(sent) and answer.response is not None and sent != answer.response and answer.response != ""
    return Looked(answer, _field(answer), sent if differs else None)


def answer_for(by: Any, sitting_id: UUID | str, answer_id: int) -> SheetAnswer:
    sitting = scannable(by, sitting_id)
    found = SheetAnswer.objects.select_related("seat__learner", "item").filter(seat__sitting=sitting, pk=answer_id)
    answer = found.first()
    if answer is None:
        raise NotFoundHere
    answer.seat.sitting = sitting
    return answer


def _field(answer: SheetAnswer) -> Field:
    laid = _layout(answer)
    return next(field for field in laid.fields if field.number == answer.number)


def _layout(answer: SheetAnswer) -> Layout:
    return Forms(answer.seat.sitting)[answer.seat_id]


@transaction.atomic
def decide_answer(
    sitting_id: UUID | str,
    answer_id: int,
    *,
    by: Any,
    filled: Mapping[str, Sequence[str]] | None = None,
    written: Sequence[str] = (),
) -> SheetAnswer:
    """`filled`: values by line, for circles; `written`: a text for each place to write. Raises as `look_at`, Invalid, Conflict."""
    scannable(by, sitting_id, lock=True)
    answer = answer_for(by, sitting_id, answer_id)
    if answer.taken_at:
        raise Conflict(_("This answer has been written already."))
    field = _field(answer)
    answer.response = _written(field, written) if field.kind == Kind.WRITTEN else _filled(field, filled or {})
    answer.decided_by, answer.decided_at, answer.keep = audit.label(by), timezone.now(), Keep.UNDECIDED
    answer.typed_by, answer.chosen_by = by, None
    answer.save()
    return answer


@transaction.atomic
def choose_answer(sitting_id: UUID | str, answer_id: int, keep: str, *, by: Any) -> SheetAnswer:
    """Which counts where sheet and tablet differ: "paper" or "tablet". Raises as `decide_answer`."""
    scannable(by, sitting_id, lock=True)
    answer = answer_for(by, sitting_id, answer_id)
    if answer.taken_at or answer.response is None:
        raise Conflict
    if keep not in (Keep.PAPER, Keep.TABLET):
        raise Invalid
    if keep == Keep.PAPER and not _is_scanned(answer):
        raise Invalid(
            _("The sheet with this answer was not scanned. Only a scanned sheet replaces what a tablet sent.")
        )
    answer.keep, answer.decided_by, answer.decided_at = keep, audit.label(by), timezone.now()
    answer.chosen_by = by
    answer.save()
    return answer


def _is_scanned(answer: SheetAnswer) -> bool:
    """Whether a page of this seat that was read has the question on it."""
    item = answer.item.document["id"]
    pages = ScannedPage.objects.filter(seat=answer.seat_id, reason="", scan__sitting=answer.seat.sitting_id)
    return any(
        item in {*(line["item"] for line in lines), *(key[0] for key in written)}
        for lines, written in pages.values_list("lines", "written")
    )


def _filled(field: Field, filled: Mapping[str, Sequence[str]]) -> str:
    lines = {
        line.key: [value for value, _label in line.marks if value in filled.get(line.key, ())] for line in field.lines
    }
    try:
        return response_of(field, lines)
    except Mistaken as mistaken:
        raise Invalid(REASONS[mistaken.reason]) from mistaken


def _written(field: Field, written: Sequence[str]) -> str:
    texts = [" ".join(text.replace("\x00", "").split(" "))[:MOST_WRITTEN].strip() for text in written]
    texts = (texts + [""] * len(field.writings))[: len(field.writings)]
    return SEPARATOR.join(texts) if any(texts) else ""


@transaction.atomic
def enter_by_hand(sitting_id: UUID | str, seat_id: UUID | str, *, by: Any) -> int:
    """Every answer of a seat becomes one that a person enters, also without a scan. Returns how many. Raises as `look_at`."""
    sitting = scannable(by, sitting_id, lock=True)
    forms = Forms(sitting)
    seat = next((seat for key, seat in forms.seats.items() if str(key) == str(seat_id)), None)
    if seat is None:
        raise NotFoundHere
    put_together(forms, [seat.pk])
    return seat.sheet_answers.filter(taken_at=None).count()


def picture_of_doubt(answer: SheetAnswer, number: int) -> bytes:
    """PNG of what the doubt is about, cut from the page. Raises NotFoundHere."""
    doubt = answer.doubts[number] if 0 <= number < len(answer.doubts) else {}
    row = ScannedPage.objects.filter(pk=doubt.get("page") or 0, seat=answer.seat_id).first()
    if row is None:
        raise NotFoundHere
    laid, item = _layout(answer), _field(answer).item
    page = next(page for page in laid.pages if page.number == row.sheet)
    image = cv2.imdecode(np.frombuffer(kept(row.image), np.uint8), cv2.IMREAD_GRAYSCALE)
    if image is None:
        raise NotFoundHere
    grey: Grey = np.asarray(image, np.uint8)
    boxes = [box for box in page.boxes if (box.item, box.key) == (item, doubt["line"]) and box.lines]
    if boxes:
        box = boxes[0]
        return cut_out(grey, box.x, box.y, box.x + box.width, box.y + box.height)
    spots = [one for one in page.bubbles if (one.item, one.line) == (item, doubt["line"])]
    if not spots:
        raise NotFoundHere
    xs, ys, reach = [one.x for one in spots], [one.y for one in spots], RADIUS + AROUND / 2
    return cut_out(grey, min(xs) - AROUND, min(ys) - reach, max(xs) + AROUND, max(ys) + reach)


# ── Writing the answers ──────────────────────────────────────────────────────────────────────────


def ready_seats(sitting: Sitting) -> list[Seat]:
    """Seats whose answers are all settled and not yet written."""
    waiting = SheetAnswer.objects.filter(seat__sitting=sitting, taken_at=None)
    unsettled = set(open_answers(sitting).values_list("seat_id", flat=True))
    keys = set(waiting.values_list("seat_id", flat=True)) - unsettled
    return list(sitting.seats.filter(pk__in=keys).select_related("learner"))


@transaction.atomic
def take_answers(sitting_id: UUID | str, *, by: Any) -> int:
    """Write the answers of all seats that are settled, and hand them in. Returns how many seats. Raises as `look_at`."""
    sitting = scannable(by, sitting_id, lock=True)
    seats = Seat.objects.select_for_update().filter(pk__in=[seat.pk for seat in ready_seats(sitting)])
    for seat in seats:
        _take(sitting, seat, by)
    if seats:
        audit.log(by=by, verb="assessments.sheets.taken", target=sitting, detail={"seats": len(seats)})
    return len(seats)


def _take(sitting: Sitting, seat: Seat, by: Any) -> None:
    now, who = timezone.now(), audit.label(by)
    stored = {row.item_id: row for row in seat.responses.all()}
    for answer in seat.sheet_answers.filter(taken_at=None):
        row = stored.get(answer.item_id)
        same = row is not None and row.response == answer.response
        if answer.response and answer.keep != Keep.TABLET and not same:
            said = {"response": answer.response, "statement_id": None, "entered_by": who, "received_at": now}
            Response.objects.update_or_create(seat=seat, item_id=answer.item_id, defaults=said)
    seat.sheet_answers.filter(taken_at=None).update(taken_at=now)
    seat.received = seat.responses.exclude(response="").count()
    seat.answered = max(seat.answered, seat.received)
    seat.attendance = seat.attendance or Seat.Attendance.PRESENT
    if seat.state != Seat.State.SUBMITTED:
        seat.state, seat.submitted_at = Seat.State.SUBMITTED, now
    seat.save()
    Incident.objects.create(sitting=sitting, seat=seat, kind=Incident.Kind.ON_PAPER, at=now, by=who)
