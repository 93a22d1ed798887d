"""The two jobs of an import, run by a worker under a lease: reading the file, and writing what was previewed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Refused
from lms.lib.faults import faultpoint

from ..models import Learner, RosterImport, RosterRow
from ..names import pinyin_of
from .plan import COMPARED, ParsedRow, Plan, Verdict, WardIndex, make_plan, parse_row
from .reading import read_table

BATCH = 500
AUDITED_TOGETHER = 100  # learners a line of the audit log
LEASE_SECONDS = 120
Phase = RosterImport.Phase
T = TypeVar("T")
log = logging.getLogger(__name__)


def run_import(roster_id: UUID | str) -> None:
    """Take the import one phase further. Safe to run twice: the lease lets one in, and each phase starts afresh."""
    roster = RosterImport.objects.filter(pk=roster_id).first()
    if roster is None or roster.phase not in (Phase.READING, Phase.APPLYING) or not roster.claim(seconds=LEASE_SECONDS):
        return
    with translation.override(roster.by.language or translation.get_language() or "zh-hans"):
        try:
            _read(roster) if roster.phase == Phase.READING else _apply(roster)
        except Refused as refusal:
            _refuse(roster, str(refusal))
        except Exception:
            log.exception("roster import %s failed", roster.pk)
            _refuse(roster, _("This could not be done. Nothing has changed."))


def _refuse(roster: RosterImport, sentence: str) -> None:
    RosterImport.objects.filter(pk=roster.pk).update(phase=Phase.REFUSED, content=None)
    roster.finish(error=sentence)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def _read(roster: RosterImport) -> None:
    RosterRow.objects.filter(roster=roster).delete()  # of a worker that was killed
    sheet = read_table(bytes(roster.content or b""))
    roster.heartbeat(progress=20, seconds=LEASE_SECONDS)
    wards = WardIndex(roster.prison, roster.by)
    rows: list[ParsedRow] = []
    for batch in batches(sheet.rows, BATCH):
        rows += [parse_row(line, cells, wards) for line, cells in batch]
        roster.heartbeat(progress=20 + 40 * len(rows) // len(sheet.rows), seconds=LEASE_SECONDS)
    plan = make_plan(rows, roster.prison, wards)
    written = 0
    for judged in batches(plan.rows, BATCH):
        RosterRow.objects.bulk_create([_kept(roster, row) for row in judged])
        written += len(judged)
        roster.heartbeat(progress=60 + 39 * written // len(rows), seconds=LEASE_SECONDS)
    faultpoint("people.roster.read.before_preview")
    RosterImport.objects.filter(pk=roster.pk).update(
        phase=Phase.PREVIEW, content=None, encoding=sheet.encoding, missing_count=len(plan.missing), digest=plan.digest
    )
    roster.finish()


def _kept(roster: RosterImport, row: ParsedRow) -> RosterRow:
    return RosterRow(
        roster=roster,
        line=row.line,
        number=row.data.get("number") or row.shown["number"],
        name=row.shown["name"],
        ward_name=row.shown["ward"],
        verdict=row.verdict,
        data=row.data,
        findings=row.findings,
    )


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def _apply(roster: RosterImport) -> None:
    rows = [ParsedRow(row.line, row.data, shown={"number": row.number}) for row in roster.rows.all()]
    with translation.override("en"):
        wards = WardIndex(roster.prison, roster.by)
    with transaction.atomic():
        plan = make_plan(rows, roster.prison, wards, lock=True)
        if plan.digest != roster.digest or any(
            row.data["ward"] not in {str(ward) for ward in wards.allowed} for row in rows
        ):
            raise Conflict(
                _(
                    "Something has changed since the preview. Nothing was written. Upload the file again to see what it would do now."
                )
            )
        _write(roster, plan)
        faultpoint("people.roster.apply.before_commit")
        RosterImport.objects.filter(pk=roster.pk).update(phase=Phase.APPLIED, applied_at=timezone.now())
        roster.finish()


def _write(roster: RosterImport, plan: Plan) -> None:
    now = timezone.now()
    new = [row for row in plan.rows if row.verdict == Verdict.NEW]
    changed = [row for row in plan.rows if row.verdict in (Verdict.CHANGED, Verdict.MOVED)]
    for row in new:
        row.learner = Learner(prison=roster.prison, number=row.data["number"])
    for row in new + changed:
        _fill(row.learner, row.data, now)
    Learner.objects.bulk_create([row.learner for row in new if row.learner], batch_size=BATCH)
    # An upsert of rows that are locked: the same effect as bulk_update, many times faster at 5,000 rows.
    Learner.objects.bulk_create(
        [row.learner for row in changed if row.learner],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["ward", "state", "retired_at", "changed_at", "pinyin", *COMPARED],
        batch_size=BATCH,
    )
    _log(roster, "entered", [[str(row.learner), str(row.learner.pk)] for row in new if row.learner])
    _log(roster, "changed", [[str(row.learner), str(row.learner.pk), *_trace(row)] for row in changed if row.learner])
    if roster.retire_missing:
        for batch in batches(plan.missing, BATCH):
            Learner.objects.filter(pk__in=[learner.pk for learner in batch]).update(
                state=Learner.State.RETIRED, retired_at=now, changed_at=now
            )
        _log(roster, "retired", [[str(learner), str(learner.pk)] for learner in plan.missing])
    counts = {verdict: sum(row.verdict == verdict for row in plan.rows) for verdict in Verdict.values}
    detail = {"sha256": roster.sha256, **counts, "retired": len(plan.missing) if roster.retire_missing else 0}
    audit.log(by=roster.by, verb="people.roster.applied", target=roster, detail=detail)


def _fill(learner: Learner | None, data: dict[str, Any], now: object) -> None:
    if learner is None:
        return
    for name in COMPARED:
        if name in data:
            setattr(learner, name, date.fromisoformat(data[name]) if name.endswith("_on") else data[name])
    learner.ward_id = UUID(data["ward"])
    learner.state, learner.retired_at = Learner.State.ACTIVE, None
    learner.pinyin = pinyin_of(learner.name)
    learner.changed_at = now  # type: ignore[assignment]


def _trace(row: ParsedRow) -> list[str]:
    """What changed, as the preview said it: "moves 一监区 二监区", "changes name 王 王某"."""
    return [" ".join(str(part) for part in found.values()) for found in row.findings]


def _log(roster: RosterImport, verb: str, learners: list[list[str]]) -> None:
    """A hundred learners a line: the chain holds every one of them, and 5,000 rows stay quick."""
    for batch in batches(learners, AUDITED_TOGETHER):
        audit.log(by=roster.by, verb=f"people.learners.{verb}", target=roster, detail={"learners": batch})


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch
