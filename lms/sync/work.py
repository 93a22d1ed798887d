"""A learner's own record beyond the asking tablet, page by page, for the learner to read there."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from lms.learning import api as learning
from lms.lib.errors import NotFoundHere
from lms.packages import api as packages
from lms.people import api as people
from lms.people.models import Device, Learner
from lms.records import api as records
from lms.records.api import Statement, verbs

from . import protocol
from .receipts import receipts_of

PAGE_STATEMENTS = 500
PAGE_CHARACTERS = 200_000  # of the learner's own words; one statement holds 20,000 at most


def work_page(device: Device, learner_id: UUID, *, after: int, everything: bool) -> protocol.WorkPage:
    """Raises NotFoundHere for everybody whose state this tablet would not be told either."""
    learner = people.users_of_device(device).filter(pk=learner_id).first()
    if learner is None or learner.state != Learner.State.ACTIVE or learner.prison_id != device.prison_id:
        raise NotFoundHere
    besides = None if everything else device.pk
    beyond = records.beyond([learner_id], besides)[learner_id]  # before the rows: they may be newer, never older
    rows = records.work_of(learner_id, after=after, besides=besides, limit=PAGE_STATEMENTS + 1)
    shown = _fitting(rows)
    more = len(shown) < len(rows)
    return protocol.WorkPage(
        epoch=str(packages.current_epoch().id),
        items=_items(shown),
        next=max(after, shown[-1].seq if shown else 0, 0 if more else beyond.through),
        more=more,
        total=beyond.total,
        safe_total=beyond.safe,
        safe_through=records.safe_through(),
    )


def _fitting(rows: Sequence[Statement]) -> list[Statement]:
    """As many as a page holds; at least one."""
    shown: list[Statement] = []
    characters = 0
    for row in rows[:PAGE_STATEMENTS]:
        characters += len(_response(row) or "")
        if shown and characters > PAGE_CHARACTERS:
            break
        shown.append(row)
    return shown


def _items(rows: Sequence[Statement]) -> list[protocol.StoredWork]:
    voided = records.voided_among(rows)
    receipts = receipts_of(rows)
    marks = learning.marks_of(list(rows))
    return [
        protocol.StoredWork(
            id=str(row.id),
            seq=row.seq,
            device=str(row.device_id or ""),
            at=row.at,
            verb=row.verb,
            object=row.object_iri,
            lesson=row.lesson_iri,
            response=_response(row),
            success=_success(row, marks.get(row.id)),
            receipt=receipts[row.id].number if row.id in receipts else None,
            receipt_at=receipts[row.id].issued_at if row.id in receipts else None,
            voided=row.id in voided,
        )
        for row in rows
    ]


def _response(row: Statement) -> str | None:
    """The learner's own words, or an officer's reason. A note is sealed to the recovery key and stays so."""
    if row.verb == verbs.NOTED:
        return None
    text = _result(row).get("response")
    return text if isinstance(text, str) else None


def _success(row: Statement, mark: float | None) -> bool | None:
    if row.verb != verbs.ANSWERED:
        return None
    said = _result(row).get("success")
    return mark >= 1 if mark is not None else said if isinstance(said, bool) else None


def _result(row: Statement) -> dict[str, object]:
    result = row.body.get("result")
    return result if isinstance(result, dict) else {}
