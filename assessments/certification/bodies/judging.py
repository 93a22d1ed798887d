"""What a line would change about a candidate, or what of it contradicts what is known. Reads once for a whole file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ..candidacies.deciding import Taken, decide, months_later
from ..candidacies.states import CERTIFIED, CandidacyState
from ..models import AwardingBody, Candidacy, Certificate, PartResult, ResultRow
from ..schemes.rules import PartRule, Rules
from .findings import Finding, finding
from .matching import folded
from .values import Line, Score

S = CandidacyState
Verdict = ResultRow.Verdict
TAKES_RESULTS = (S.ELIGIBLE, S.SEATED, S.EXAMINED)


@dataclass
class Change:
    """What is to be written for one line. `certificate`: its number, or nothing new."""

    candidacy: Candidacy
    results: list[PartResult] = field(default_factory=list)
    certificate: str = ""
    issued_on: date | None = None
    valid_until: date | None = None


@dataclass
class Judged:
    verdict: str
    findings: list[Finding]
    change: Change | None = None


class Judge:
    """What is known of some candidates of a body; `seen` remembers the lines of this file."""

    def __init__(self, body: AwardingBody, candidacies: Collection[Candidacy], numbers: Collection[str]) -> None:
        self.candidacies = {one.pk: one for one in candidacies}
        self.rules = {one.version_id: Rules.model_validate(one.version.rules) for one in candidacies}
        keys = list(self.candidacies)
        self.results: dict[UUID, list[PartResult]] = {}
        self.standing: dict[UUID, Certificate] = {}
        self.by_number: dict[str, Certificate] = {}
        for chunk in _chunks(keys):
            for known in PartResult.objects.filter(candidacy__in=chunk):
                self.results.setdefault(known.candidacy_id, []).append(known)
            for held in Certificate.objects.filter(candidacy__in=chunk, state=Certificate.State.ISSUED):
                self.standing[held.candidacy_id] = held
        for chunk in _chunks(list(numbers)):
            for held in Certificate.objects.filter(body=body, number__in=chunk):
                self.by_number[held.number] = held
        self.lines: dict[str, tuple[int, UUID]] = {}  # certificate number → line, candidacy
        self.scores: dict[tuple[UUID, str, date], tuple[int, PartResult]] = {}

    def judge(self, number: int, line: Line, key: UUID) -> Judged:
        """`number`: of the line; `key`: of the candidacy that it means."""
        candidacy = self.candidacies[key]
        rules = self.rules[candidacy.version_id]
        made, wrong = self._results(line, candidacy, rules)
        if wrong:
            return Judged(Verdict.UNREADABLE, wrong)
        change = Change(candidacy)
        findings: list[Finding] = []
        for one in made:
            findings += self._add(number, one, change)
        findings += self._certificate(number, line, change)
        if findings:
            return Judged(Verdict.CONTRADICTS, findings)
        if not change.results and not change.certificate:
            return Judged(Verdict.UNCHANGED, [finding("known")])
        findings = self._against_state(line, change, rules)
        if findings:
            return Judged(Verdict.CONTRADICTS, findings)
        return Judged(Verdict.MATCHED, self._ends(line, change, rules), change)

    # ── Results ──

    def _results(self, line: Line, candidacy: Candidacy, rules: Rules) -> tuple[list[PartResult], list[Finding]]:
        scores: dict[str, Score] = {key: score for key, score in line.scores.items() if rules.part(key)}
        for title, score in line.by_title.items():
            part = next((one for one in rules.parts if folded(title) in _names(one)), None)
            if part is None:
                return [], [finding("part_unknown", text=title)]
            scores[part.id] = score
        if not scores and line.passed is not None:
            if line.passed is False and len(rules.parts) > 1:
                return [], [finding("failed_without_scores")]
            scores = {part.id: Score(passed=line.passed) for part in rules.parts}
        if scores and line.taken_on is None:
            return [], [finding("no_day")]
        made = [
            _result(candidacy, part, score, line.taken_on)
            for key, score in scores.items()
            if (part := rules.part(key)) is not None and line.taken_on is not None
        ]
        return made, []

    def _add(self, number: int, made: PartResult, change: Change) -> list[Finding]:
        """New, known already, or against what is known."""
        key = made.candidacy_id, made.part, made.taken_on
        for known in self.results.get(made.candidacy_id, ()):
            if (known.part, known.taken_on, known.seat_id) == (made.part, made.taken_on, None):
                if _same(known, made):
                    return []
                return [finding("other_score", part=made.part, ours=_score(known))]
        if key in self.scores:
            line, other = self.scores[key]
            return [] if _same(other, made) or line == number else [finding("against_line", line=line)]
        self.scores[key] = number, made
        change.results.append(made)
        return []

    # ── Certificates ──

    def _certificate(self, number: int, line: Line, change: Change) -> list[Finding]:
        if not line.certificate:
            return []
        key = change.candidacy.pk
        before, holder = self.lines.setdefault(line.certificate, (number, key))
        if holder != key:
            return [finding("certificate_twice", number=line.certificate, line=before)]
        known = self.by_number.get(line.certificate)
        if known is not None:
            if known.candidacy_id != key:
                return [finding("certificate_of_another", number=line.certificate)]
            if known.state == Certificate.State.ISSUED:
                return []
            return [finding("decided", state=known.get_state_display())]
        held = self.standing.get(key)
        if held is not None:
            return [finding("other_certificate", ours=held.number)]
        if before == number:
            change.certificate, change.issued_on = line.certificate, line.issued_on
            change.valid_until = line.valid_until
            self.standing[key] = Certificate(number=line.certificate, candidacy=change.candidacy)
            self.by_number[line.certificate] = Certificate(
                number=line.certificate, candidacy=change.candidacy, state=Certificate.State.ISSUED
            )
        return []

    # ── State ──

    def _against_state(self, line: Line, change: Change, rules: Rules) -> list[Finding]:
        state = S(change.candidacy.state)
        if change.results and state not in TAKES_RESULTS:
            code = "decided" if state in (S.AWARDED, S.NOT_AWARDED, *CERTIFIED) else "not_eligible"
            return [finding(code, state=state.label)]
        if change.certificate and state not in (*TAKES_RESULTS, S.AWARDED):
            code = "decided" if state in (S.NOT_AWARDED, *CERTIFIED) else "not_eligible"
            return [finding(code, state=state.label)]
        known = [
            *self.results.get(change.candidacy.pk, ()),
            *(one for (key, _part, _on), (_line, one) in self.scores.items() if key == change.candidacy.pk),
        ]
        taken = [Taken(one.part, one.percent, one.taken_on) for one in known]
        verdict = decide(
            rules, taken, today=timezone.localdate(), renewal=change.candidacy.renews_id is not None
        ).verdict
        if line.passed is True and verdict != "awarded" and line.scores:
            return [finding("result_against_scores")]
        if line.passed is False and verdict == "awarded":
            return [finding("result_against_scores")]
        if change.certificate and verdict != "awarded" and state != S.AWARDED:
            return [finding("certificate_without_pass")]
        return []

    def _ends(self, line: Line, change: Change, rules: Rules) -> list[Finding]:
        """Where the file does not say it, the scheme's rules say how long the certificate is valid."""
        if not change.certificate or line.valid_until or rules.valid_months is None or line.issued_on is None:
            return []
        change.valid_until = months_later(line.issued_on, rules.valid_months) - timedelta(days=1)
        return [finding("ends_by_rule", day=change.valid_until)]


def _result(candidacy: Candidacy, part: PartRule, score: Score, on: date | None) -> PartResult:
    """Where only passing is known, the pass mark itself stands as the share, out of nothing."""
    assert on is not None
    if score.points is None:
        percent = part.pass_percent if score.passed else Decimal(0)
        points, out_of = Decimal(0), Decimal(0)
    else:
        percent = (score.points / score.out_of * 100).quantize(Decimal("0.01"))
        points, out_of = score.points, score.out_of
    return PartResult(
        candidacy=candidacy,
        part=part.id,
        source=PartResult.Source.BODY,
        percent=percent,
        points=points,
        out_of=out_of,
        passed=percent >= part.pass_percent,
        taken_on=on,
    )


def _same(one: PartResult, other: PartResult) -> bool:
    return (one.points, one.out_of, one.passed) == (other.points, other.out_of, other.passed)


def _score(known: PartResult) -> str:
    if known.out_of:
        return f"{known.points:g} / {known.out_of:g}"
    return _("passed") if known.passed else _("not passed")


def _names(part: PartRule) -> set[str]:
    return {folded(name) for name in (part.id, part.title, part.title_en) if name}


def _chunks(keys: list[Any], size: int = 500) -> list[list[Any]]:
    return [keys[start : start + size] for start in range(0, len(keys), size)]
