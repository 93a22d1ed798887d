"""The two jobs of an import, run by a worker under a lease: reading the file, and writing what was chosen."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from lms.audit import api as audit
from lms.lib.errors import Conflict, Refused
from lms.lib.faults import faultpoint

from ..drafts import Outcome, Verdict
from .models import ImportedItem, ItemImport
from .reading import Reading, read_items
from .taking import as_taken, take_items

BATCH = 500
LEASE_SECONDS = 590  # a heartbeat inside a transaction is not seen before its end
KEPT_DAYS = 30
Phase = ItemImport.Phase
log = logging.getLogger(__name__)


def run_import(import_id: UUID | str) -> None:
    """Take the import one phase further. Safe to run twice: the lease lets one in, and each phase starts afresh."""
    found = ItemImport.objects.filter(pk=import_id).first()
    if found is None or found.phase not in (Phase.READING, Phase.APPLYING) or not found.claim(seconds=LEASE_SECONDS):
        return
    with translation.override(found.by.language or translation.get_language() or "zh-hans"):
        try:
            _read(found) if found.phase == Phase.READING else _apply(found)
        except Refused as refusal:
            _refuse(found, str(refusal))
        except Exception:
            log.exception("import of questions %s failed", found.pk)
            _refuse(found, _("This could not be done. Nothing has changed."))


def _refuse(found: ItemImport, sentence: str) -> None:
    ItemImport.objects.filter(pk=found.pk).update(phase=Phase.REFUSED, content=None)
    found.finish(error=sentence)


def _verdicts(found: ItemImport) -> Reading:
    reading = read_items(bytes(found.content or b""), found.filename)
    return Reading(reading.format, [as_taken(verdict) for verdict in reading.verdicts])


def _read(found: ItemImport) -> None:
    ImportedItem.objects.filter(items_import=found).delete()  # of a worker that was killed
    found.heartbeat(progress=10, seconds=LEASE_SECONDS)
    reading = _verdicts(found)
    found.heartbeat(progress=70, seconds=LEASE_SECONDS)
    rows = [_kept(found, number, verdict) for number, verdict in enumerate(reading.verdicts, 1)]
    ImportedItem.objects.bulk_create(rows, batch_size=BATCH)
    faultpoint("assessments.import.read.before_preview")
    ItemImport.objects.filter(pk=found.pk).update(phase=Phase.PREVIEW, format=reading.format)
    found.finish()


def _kept(found: ItemImport, number: int, verdict: Verdict) -> ImportedItem:
    draft = verdict.draft
    prompt = " ".join(strip_tags(draft.item.prompt_html.replace("<", " <")).split()) if draft else ""
    return ImportedItem(
        items_import=found,
        number=number,
        place=verdict.place[:400],
        kind=draft.item.kind if draft else "",
        title=(f"{draft.name} · {prompt}" if draft and draft.name else prompt)[:200],
        outcome=verdict.outcome.value,
        notes=[{"code": one.code, "values": dict(getattr(one, "values", {}))} for one in verdict.notes],
    )


def _apply(found: ItemImport) -> None:
    reading = _verdicts(found)
    rows = list(found.rows.all())
    if [verdict.outcome.value for verdict in reading.verdicts] != [row.outcome for row in rows]:
        raise Conflict(_("Something has changed since the report. Nothing was written. Upload the file again."))
    found.heartbeat(progress=20, seconds=LEASE_SECONDS)
    wanted = [
        (row, verdict)
        for row, verdict in zip(rows, reading.verdicts, strict=True)
        if verdict.outcome != Outcome.REFUSED and (found.chosen is None or row.number in found.chosen)
    ]
    # Wagtail's index of references doubles the time that the database is held: it follows after the commit.
    with disable_reference_index_auto_update(), transaction.atomic():
        items = take_items([verdict for _row, verdict in wanted], by=found.by)
        for (row, _verdict), item in zip(wanted, items, strict=True):
            row.item = item
        ImportedItem.objects.bulk_update([row for row, _verdict in wanted], ["item"], batch_size=BATCH)
        counts = {outcome.value: sum(row.outcome == outcome for row in rows) for outcome in Outcome}
        detail = {"sha256": found.sha256, "file": found.filename, "taken_items": len(items), **counts}
        audit.log(by=found.by, verb="assessments.items.imported", target=found, detail=detail, prison=found.prison)
        faultpoint("assessments.import.apply.before_commit")
        ItemImport.objects.filter(pk=found.pk).update(phase=Phase.APPLIED, content=None, applied_at=timezone.now())
        found.finish()
    for item in items:
        ReferenceIndex.create_or_update_for_object(item)


def discard_old() -> int:
    """Reports that nobody has acted on for a month. How many."""
    old = ItemImport.objects.filter(phase=Phase.PREVIEW, created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return old.update(phase=Phase.DISCARDED, content=None)
