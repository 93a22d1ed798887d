"""Items of a report into the bank: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from lms.lib.errors import Conflict, Invalid

from .. import api as bank
from ..drafts import Outcome, Verdict
from ..models import Item
from ..permissions import check_can_write_items
from .answers import fields_of, losses_of_bank, shown_pictures, stored_pictures
from .judging import Refusal
from .notes import unique


def as_taken(verdict: Verdict) -> Verdict:
    """The verdict with what the bank itself cannot hold."""
    if verdict.draft is None:
        return verdict
    try:
        notes = unique([*verdict.notes, *losses_of_bank(verdict.draft)])
    except Refusal as refusal:
        return Verdict(verdict.place, Outcome.REFUSED, None, unique([*verdict.notes, refusal.note]))
    return Verdict(verdict.place, Outcome.WITH_LOSS if notes else Outcome.TAKEN, verdict.draft, notes)


@transaction.atomic
def take_items(verdicts: Sequence[Verdict], *, by: Any) -> list[Item]:
    """A new item for each verdict, in their order.

    Raises PermissionDenied, Conflict when one was refused, Invalid when the bank refuses one; then nothing is written.
    """
    check_can_write_items(by)
    made: list[Item] = []
    for verdict in verdicts:
        draft = verdict.draft
        if draft is None or verdict.outcome == Outcome.REFUSED:
            raise Conflict(_("“%(place)s” cannot be taken. Nothing was written.") % {"place": verdict.place})
        try:
            stored = stored_pictures(draft, by=by)
            answers, pictures = bank.answers_of_document(draft.item, stored), shown_pictures(draft.item, stored)
            fields = fields_of(draft) | {"pictures": pictures}
            made.append(bank.create_item(draft.item.kind, draft.item.prompt_html, answers, by=by, **fields))
        except PermissionDenied:
            raise
        except (Refusal, Invalid) as error:
            raise Invalid(
                _("“%(place)s” cannot be taken: %(why)s Nothing was written.") % {"place": verdict.place, "why": error}
            ) from error
    return made
