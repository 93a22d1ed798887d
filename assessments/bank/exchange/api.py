"""Files into the bank and out of it: the verbs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.canonical import sha256_hex
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.lib.leases import JobState
from lms.people.models import Officer

from ..models import Item
from ..permissions import check_can_write_items, prison_of_new_item
from .answers import draft_of
from .excel.writing import write_items, write_template
from .judging import one_line
from .models import ImportedItem, ItemImport
from .opening import MAX_BYTES, Unreadable, too_big
from .qti.export import write_package
from .reading import Reading, read_items
from .taking import take_items

__all__ = [
    "MOST_EXPORTED",
    "Reading",
    "apply_import",
    "discard_import",
    "export_items",
    "import_for",
    "imports_for",
    "preview_import",
    "read_items",
    "take_items",
    "write_template",
]

MOST_EXPORTED = 5_000
Phase = ItemImport.Phase


@transaction.atomic
def preview_import(file: BinaryIO, filename: str, *, by: Officer) -> ItemImport:
    """Keep the file and have it read by a job; the report follows. Raises PermissionDenied, Unreadable when it is too big."""
    check_can_write_items(by)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Unreadable(too_big())
    found = ItemImport.objects.create(
        by=by,
        prison=prison_of_new_item(by),
        filename=one_line(filename)[-255:] or "?",
        content=content,
        sha256=sha256_hex(content),
    )
    _wake(found)
    return found


@transaction.atomic
def apply_import(import_id: UUID, *, by: Officer, chosen: Sequence[int] | None = None) -> ItemImport:
    """Have the items of these numbers taken by a job, or all that can be. Raises Conflict when the report has been dealt with."""
    found = _locked(import_id, by)
    if found.phase != Phase.PREVIEW:
        raise _dealt_with()
    rows = found.rows.exclude(outcome=ImportedItem.Outcome.REFUSED)
    if chosen is not None:
        numbers = sorted(set(chosen))
        if rows.filter(number__in=numbers).count() != len(numbers):
            raise Conflict(_("Some of the chosen questions cannot be taken. Nothing was written."))
        rows = rows.filter(number__in=numbers)
        found.chosen = numbers
    if not rows.exists():
        raise Conflict(_("There is nothing to take."))
    found.phase = Phase.APPLYING
    found.job_state, found.progress, found.attempts = JobState.DUE, 0, 0
    found.save()
    _log(
        found, "approved", {"sha256": found.sha256, "chosen": len(found.chosen) if found.chosen is not None else "all"}
    )
    _wake(found)
    return found


@transaction.atomic
def discard_import(import_id: UUID, *, by: Officer) -> ItemImport:
    """Forget the file; the report stays. Raises Conflict when it has been dealt with."""
    found = _locked(import_id, by)
    if found.phase != Phase.PREVIEW:
        raise _dealt_with()
    found.phase, found.content = Phase.DISCARDED, None
    found.save()
    _log(found, "discarded", {"sha256": found.sha256})
    return found


def imports_for(officer: Officer) -> QuerySet[ItemImport]:
    """One's own: a file may hold keys of questions that are in no bank yet."""
    return ItemImport.objects.filter(by=officer).defer("content")


def import_for(officer: Officer, import_id: UUID | str) -> ItemImport:
    check_can_write_items(officer)
    try:
        return imports_for(officer).get(pk=import_id)
    except (ItemImport.DoesNotExist, ValidationError) as error:
        raise NotFoundHere from error


def export_items(items: Iterable[Item], kind: Literal["qti", "excel"], *, by: Officer) -> bytes:
    """A QTI 3.0 package or a workbook. Raises PermissionDenied; Invalid for none or too many."""
    check_can_write_items(by)
    drafts = [draft_of(item) for item in items]
    if not drafts:
        raise Invalid(_("There are no questions to export."))
    if len(drafts) > MOST_EXPORTED:
        raise Invalid(_("These are too many questions for one file: at most %(n)s.") % {"n": MOST_EXPORTED})
    content = write_package(drafts) if kind == "qti" else write_items(drafts)
    detail = {"format": kind, "items": len(drafts), "sha256": sha256_hex(content)}
    audit.log(by=by, verb="assessments.items.exported", target=by, detail=detail, prison=prison_of_new_item(by))
    return content


def _locked(import_id: UUID, by: Officer) -> ItemImport:
    import_for(by, import_id)  # may this officer?
    return ItemImport.objects.select_for_update(of=("self",)).get(pk=import_id)


def _dealt_with() -> Conflict:
    return Conflict(_("This file has been dealt with already. Upload it again to see what it would do now."))


def _log(found: ItemImport, verb: str, detail: dict[str, Any]) -> None:
    audit.log(by=found.by, verb=f"assessments.import.{verb}", target=found, detail=detail, prison=found.prison)


def _wake(found: ItemImport) -> None:
    from ... import tasks  # the queue's wrappers import this package

    transaction.on_commit(lambda: tasks.run_item_import.enqueue(str(found.pk)))
