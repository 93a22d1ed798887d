"""Results of a body: read into a report, doubts decided by a person, then taken as a whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.people.models import Learner, Officer, Prison

from ..candidacies.states import OPEN
from ..models import AwardingBody, Candidacy, ListedCandidacy, ResultFile, ResultRow, RowCandidate
from ..permissions import candidacies_for, check_can_decide
from .fields import PART, Kind
from .findings import BLOCKING, finding, sentence
from .judging import Change, Judge
from .mapping import located, needed_mapping
from .matching import Known, Match, Register, folded
from .permissions import check_can_send, file_for, outside_body_for
from .spreadsheets import MAX_ROWS, cell_text, read_spreadsheet, too_long
from .values import Line, read_line
from .writing import write_change

Phase, Verdict, Decision = ResultFile.Phase, ResultRow.Verdict, ResultRow.Decision


class TakenAlready(Conflict):
    code = "results_taken_already"


class NotReady(Conflict):
    code = "results_not_ready"


@dataclass
class _Read:
    number: int
    cells: dict[str, str]
    line: Line
    verdict: str
    findings: list[dict[str, Any]]
    match: Match | None = None
    key: UUID | None = None


def read_results(
    body_id: UUID | str,
    content: bytes,
    filename: str,
    *,
    by: Officer,
    prison: Prison | None,
    taken_on: date | None = None,
) -> ResultFile:
    """The report; nothing else is written. `taken_on`: day of the examination for lines without one.

    Raises NotFoundHere, PermissionDenied, Unreadable, TakenAlready.
    """
    body = outside_body_for(by, body_id)
    check_can_send(by, prison)
    mapping = needed_mapping(body, Kind.RESULTS)
    digest = hashlib.sha256(content).hexdigest()
    before = ResultFile.objects.filter(body=body, prison=prison, sha256=digest).exclude(phase=Phase.DISCARDED).first()
    if before is not None and before.phase == Phase.APPLIED:
        day = timezone.localdate(before.closed_at)
        raise TakenAlready(_("This very file was taken on %(day)s already. Nothing has changed.") % {"day": day})
    rows, places = located(mapping, read_spreadsheet(content))
    lines = [
        (number, {name: cell_text(row[at]) if at < len(row) else "" for name, at in places.items()})
        for number, row in enumerate(rows, start=mapping.header_row + 1)
        if any(cell_text(cell) for cell in row)
    ]
    if not lines:
        raise Invalid(_("The file has headings, but no candidates below them."))
    if len(lines) > MAX_ROWS:
        raise Invalid(too_long())
    if taken_on is not None:
        lines = [
            (number, cells | {"taken_on": cells.get("taken_on") or taken_on.isoformat()}) for number, cells in lines
        ]
    with transaction.atomic():
        if before is not None:
            before.delete()  # the same file again: a fresh report
        found = ResultFile.objects.create(
            body=body,
            mapping=mapping,
            prison=prison,
            filename=filename[:255],
            sha256=digest,
            read_by=audit.label(by),
            read_at=timezone.now(),
        )
        _store(found, _report(found, lines, by))
        detail = {"file": found.filename, "lines": len(lines)}
        audit.log(by=by, verb="assessments.results.read", target=body, prison=prison, detail=detail)
    return found


# ── The report ───────────────────────────────────────────────────────────────────────────────────


def scope(found: ResultFile, by: Officer) -> Any:
    """The candidacies that lines of this file can mean."""
    mine = candidacies_for(by).filter(scheme__body=found.body_id)
    return mine.filter(prison=found.prison_id) if found.prison_id else mine


def _report(found: ResultFile, lines: Iterable[tuple[int, dict[str, str]]], by: Officer) -> list[_Read]:
    today = timezone.localdate()
    known = known_of(found, by)
    register = Register(known)
    made: list[_Read] = []
    for number, cells in lines:
        line, wrong = read_line(cells, found.mapping.date_format, today=today)
        if wrong:
            made.append(_Read(number, cells, line, Verdict.UNREADABLE, wrong))
            continue
        match = register.match(line)
        read = _Read(number, cells, line, match.verdict, match.findings, match, match.key)
        if match.verdict == "unknown" and line.number and _was_sent_from_here(found, line.number):
            read.findings = [finding("moved_away")]
        made.append(read)
    matched = [one for one in made if one.key is not None]
    judge = judge_for(found.body, {one.key for one in matched if one.key}, [one.line for one in matched])
    for one in matched:
        assert one.key is not None
        judged = judge.judge(one.number, one.line, one.key)
        one.verdict, one.findings = judged.verdict, judged.findings
    _mark_both_of_twice(made)
    return made


def known_of(found: ResultFile, by: Officer) -> list[Known]:
    sent_at = ListedCandidacy.objects.filter(candidacy=OuterRef("pk")).order_by("-list__made_at")
    columns = (
        "pk", "number", "holder_name", "identity_number", "scheme__title", "scheme__title_en", "scheme__code", "state",
        "prison_id", "sent_from", "learner__state",
    )  # fmt: skip
    rows = scope(found, by).annotate(sent_from=Subquery(sent_at.values("prison")[:1])).order_by().values_list(*columns)
    names: dict[tuple[str, ...], frozenset[str]] = {}
    made = []
    for key, number, name, identity, title, title_en, code, state, prison, sent_from, learner in rows:
        titles = (title, title_en, code)
        if titles not in names:
            names[titles] = frozenset(folded(one) for one in titles if one)
        made.append(
            Known(
                key,
                number,
                name,
                identity,
                names[titles],
                open=state in OPEN,
                moved=sent_from is not None and sent_from != prison,
                left=learner != Learner.State.ACTIVE,
            )
        )
    return made


def _was_sent_from_here(found: ResultFile, number: str) -> bool:
    lines = ListedCandidacy.objects.filter(candidacy__number=number, list__body=found.body_id)
    return lines.filter(prison=found.prison_id).exists() if found.prison_id else lines.exists()


def judge_for(body: AwardingBody, keys: set[UUID], lines: Sequence[Line], *, lock: bool = False) -> Judge:
    rows: list[Candidacy] = []
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        chunk = Candidacy.objects.filter(pk__in=ordered[start : start + 500]).order_by("pk")
        chunk = chunk.select_for_update(of=("self",)) if lock else chunk
        rows += chunk.select_related("learner", "version", "scheme")
    return Judge(body, rows, [line.certificate for line in lines if line.certificate])


def _mark_both_of_twice(made: list[_Read]) -> None:
    """A certificate number that stands twice makes both lines contradict, not only the second."""
    by_number = {one.number: one for one in made}
    for one in made:
        for said in one.findings:
            if said["code"] in ("certificate_twice", "against_line"):
                other = by_number[int(said["line"])]
                if other.verdict != Verdict.CONTRADICTS:
                    values = {name: value for name, value in said.items() if name not in ("code", "line")}
                    other.verdict = Verdict.CONTRADICTS
                    other.findings = [finding(said["code"], **values, line=one.number)]


def _store(found: ResultFile, made: list[_Read]) -> None:
    rows = ResultRow.objects.bulk_create(
        [
            ResultRow(
                file=found,
                line=one.number,
                cells=one.cells,
                verdict=one.verdict,
                findings=one.findings,
                candidacy_id=one.key,
            )
            for one in made
        ],
        batch_size=500,
    )
    RowCandidate.objects.bulk_create(
        [
            RowCandidate(row=row, candidacy_id=key, findings=said)
            for row, one in zip(rows, made, strict=True)
            if one.match is not None and one.verdict == Verdict.DOUBTFUL
            for key, said in one.match.candidates[:20]
        ],
        batch_size=500,
    )


# ── Decisions ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def decide_row(file_id: UUID | str, line: int, *, by: Officer, candidacy_id: UUID | str | None) -> ResultRow:
    """A doubtful line means this candidate, or (None) it is left out. Can be changed until the file is taken.

    Raises NotFoundHere, PermissionDenied, Invalid, NotReady.
    """
    found = locked_file(file_id, by)
    row = ResultRow.objects.select_for_update().filter(file=found, line=line, verdict=Verdict.DOUBTFUL).first()
    if row is None:
        raise NotFoundHere
    if candidacy_id is None:
        row.decision, row.candidacy = Decision.LEAVE, None
    else:
        possible = row.candidates.filter(candidacy__pk=candidacy_id, candidacy__in=scope(found, by)).first()
        if possible is None:
            raise NotFoundHere
        candidacy = Candidacy.objects.select_related("learner").get(pk=possible.candidacy_id)
        check_can_decide(by, [candidacy])
        read, _wrong = read_line(row.cells, found.mapping.date_format, today=timezone.localdate())
        judged = judge_for(found.body, {candidacy.pk}, [read]).judge(row.line, read, candidacy.pk)
        if judged.verdict not in (Verdict.MATCHED, Verdict.UNCHANGED):
            raise Invalid(" ".join(sentence(one) for one in judged.findings))
        row.decision, row.candidacy = Decision.TAKE, candidacy
    row.decided_by, row.decided_at = audit.label(by), timezone.now()
    row.save()
    detail = {"file": found.filename, "line": line, "decision": row.decision}
    target = row.candidacy or found.body
    audit.log(by=by, verb="assessments.results.decided", target=target, prison=found.prison_id, detail=detail)
    return row


def locked_file(file_id: UUID | str, by: Officer) -> ResultFile:
    """Raises NotFoundHere, PermissionDenied, NotReady."""
    found = file_for(by, file_id)
    check_can_send(by, found.prison)
    found = (
        ResultFile.objects.select_for_update(of=("self",)).select_related("body", "mapping", "prison").get(pk=found.pk)
    )
    if found.phase != Phase.REPORT:
        raise NotReady(_("This file was dealt with already. Nothing has changed."))
    return found


@transaction.atomic
def discard_results(file_id: UUID | str, *, by: Officer) -> None:
    """Raises NotFoundHere, PermissionDenied, NotReady."""
    found = locked_file(file_id, by)
    _close(found, Phase.DISCARDED, by)
    found.rows.all().delete()
    detail = {"file": found.filename}
    audit.log(by=by, verb="assessments.results.discarded", target=found.body, prison=found.prison_id, detail=detail)


# ── Taking ───────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def apply_results(file_id: UUID | str, *, by: Officer) -> Counter[str]:
    """All lines that fit and all that were decided so, in one transaction. Returns counts of what was written.

    Raises NotFoundHere, PermissionDenied (also for a candidate of an own ward), NotReady, Invalid.
    """
    found = locked_file(file_id, by)
    check_ready(found)
    wanted = Q(verdict=Verdict.MATCHED) | Q(verdict=Verdict.DOUBTFUL, decision=Decision.TAKE)
    rows = list(found.rows.filter(wanted).order_by("line"))
    if not rows:
        raise NotReady(_("Nothing in this file is new. Discard it."))
    today = timezone.localdate()
    lines = {row.pk: read_line(row.cells, found.mapping.date_format, today=today)[0] for row in rows}
    keys = {row.candidacy_id for row in rows if row.candidacy_id}
    if scope(found, by).filter(pk__in=keys).count() != len(keys):
        raise NotReady(_changed())
    judge = judge_for(found.body, keys, list(lines.values()), lock=True)
    check_can_decide(by, judge.candidacies.values())
    changes: dict[UUID, list[Change]] = {}
    for row in rows:
        assert row.candidacy_id is not None
        judged = judge.judge(row.line, lines[row.pk], row.candidacy_id)
        if judged.verdict == Verdict.UNCHANGED:
            continue
        if judged.change is None:
            raise NotReady(
                _changed()
                + " "
                + _("Line %(line)s:") % {"line": row.line}
                + " "
                + " ".join(map(sentence, judged.findings))
            )
        changes.setdefault(row.candidacy_id, []).append(judged.change)
    counts: Counter[str] = Counter()
    for key in sorted(changes):
        counts.update(write_change(judge.candidacies[key], changes[key], found.body, by=by))
    found.rows.filter(pk__in=[row.pk for row in rows]).update(applied=True)
    _close(found, Phase.APPLIED, by)
    detail = {"file": found.filename, **counts}
    audit.log(by=by, verb="assessments.results.taken", target=found.body, prison=found.prison_id, detail=detail)
    return counts


def check_ready(found: ResultFile) -> None:
    """Raises NotReady: doubts that are not decided, a certificate number that stands twice."""
    undecided = found.rows.filter(verdict=Verdict.DOUBTFUL, decision=Decision.OPEN).count()
    if undecided:
        raise NotReady(_("%(n)s doubtful lines are not decided yet.") % {"n": undecided})
    for row in found.rows.filter(verdict=Verdict.CONTRADICTS).only("line", "findings"):
        for said in row.findings:
            if said["code"] in BLOCKING:
                told = {"line": row.line, "why": sentence(said)}
                raise NotReady(_("Line %(line)s: %(why)s Ask the body, then upload the corrected file.") % told)


def _changed() -> str:
    return _("Something has changed since this report was made. Nothing was taken. Upload the file again.")


def _close(found: ResultFile, phase: str, by: Officer) -> None:
    found.phase, found.closed_by, found.closed_at = phase, audit.label(by), timezone.now()
    found.save(update_fields=["phase", "closed_by", "closed_at"])


def shown_cells(row: ResultRow) -> dict[str, str]:
    """The parts' names without what only the mapping needs."""
    return {name.removeprefix(PART): text for name, text in row.cells.items() if text}
