"""What results make of a candidacy: taken in, decided about, decided about again after a correction."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.exams.models import Outcome
from lms.audit import api as audit

from ..models import Candidacy, PartResult
from .checking import recheck
from .deciding import Decision, decide
from .facts import asked_of, facts_of, rules_of
from .moving import move
from .states import OPEN, CandidacyState

S = CandidacyState
VERDICTS = {"awarded": S.AWARDED, "not_awarded": S.NOT_AWARDED, "open": S.ELIGIBLE}


def percent_of(points: Decimal, out_of: Decimal) -> Decimal:
    """Of the points that could be reached, to the hundredth."""
    return (points * 100 / out_of).quantize(Decimal("0.01")) if out_of else Decimal(0)


def take_result(candidacy: Candidacy, part_id: str, outcome: Outcome) -> None:
    """The released result of one seat. Once a seat."""
    part = rules_of(candidacy).part(part_id)
    assert part is not None
    share = percent_of(outcome.points, outcome.out_of)
    PartResult.objects.get_or_create(
        candidacy=candidacy,
        part=part_id,
        seat_id=outcome.pk,
        defaults={
            "source": PartResult.Source.SITTING,
            "percent": share,
            "points": outcome.points,
            "out_of": outcome.out_of,
            "passed": share >= part.pass_percent,
            "taken_on": timezone.localdate(outcome.seat.sitting.planned_start),
        },
    )


def decision_of(candidacy: Candidacy) -> Decision:
    return decisions_of([candidacy])[0]


def decisions_of(candidacies: Sequence[Candidacy]) -> list[Decision]:
    """`candidacies`: with learner and version."""
    asked = asked_of(candidacies)
    return [
        decide(one.rules, facts.taken, today=facts.today, absences=facts.absences, renewal=facts.renewal)
        for one, facts in zip(asked, facts_of(asked), strict=True)
    ]


def settle(candidacy: Candidacy, *, by: Any = None) -> None:
    """The results of an examined candidacy are known: awarded, not awarded, or on to what is still open. The row is locked.

    Raises NotNow.
    """
    move(candidacy, S.MODERATED, by=by)
    _decided(candidacy, decision_of(candidacy), by)


def settle_again(candidacy: Candidacy, *, by: Any = None) -> bool:
    """After a result was corrected: reopened where that changes the decision. What was issued is never touched: evaluators are told.

    The row is locked. Returns whether something changed.
    """
    decision = decision_of(candidacy)
    to = VERDICTS[decision.verdict]
    state = CandidacyState(candidacy.state)
    if state in (S.ISSUED, S.EXPIRED):
        return decision.verdict != "awarded" and _doubt(candidacy)
    if state in (S.AWARDED, S.NOT_AWARDED) and state != to:
        if state == S.NOT_AWARDED and _has_another(candidacy):
            return _doubt(candidacy)
        move(candidacy, S.MODERATED, by=by, reason=_("A result was corrected."))
        _decided(candidacy, decision, by)
        return True
    if state in (S.ELIGIBLE, S.NOT_ELIGIBLE, S.SEATED) and to != S.ELIGIBLE:
        reason = _("A result was corrected.")
        if state != S.ELIGIBLE:
            move(candidacy, S.ELIGIBLE, by=by, reason=reason, reasons=[])
        move(candidacy, S.EXAMINED, by=by, reason=reason)
        move(candidacy, S.MODERATED, by=by)
        _decided(candidacy, decision, by)
        return True
    return False


def _decided(candidacy: Candidacy, decision: Decision, by: Any) -> None:
    to = VERDICTS[decision.verdict]
    if to == S.ELIGIBLE:
        move(candidacy, to, by=by, reasons=[])
        recheck([candidacy.pk], by=by)
        candidacy.refresh_from_db()
    else:
        move(candidacy, to, by=by)


def _doubt(candidacy: Candidacy) -> bool:
    if candidacy.doubted_at:
        return False
    candidacy.doubted_at = timezone.now()
    candidacy.save(update_fields=["doubted_at"])
    audit.log(by=None, verb="assessments.candidacy.doubted", target=candidacy, prison=candidacy.prison_id)
    return True


def _has_another(candidacy: Candidacy) -> bool:
    others = Candidacy.objects.filter(learner=candidacy.learner_id, scheme=candidacy.scheme_id, state__in=OPEN)
    return others.exclude(pk=candidacy.pk).exists()


def correct_result(row: PartResult, outcome: Outcome) -> None:
    """After an appeal or a decision on a faulty question: what counts now, with before and after in the audit log."""
    before = str(row.percent)
    candidacy = row.candidacy
    if not outcome.attended:
        row.delete()
        after = ""
    else:
        part = rules_of(candidacy).part(row.part)
        row.points, row.out_of = outcome.points, outcome.out_of
        row.percent = percent_of(outcome.points, outcome.out_of)
        row.passed = part is not None and row.percent >= part.pass_percent
        row.save(update_fields=["points", "out_of", "percent", "passed"])
        after = str(row.percent)
    detail = {"part": row.part, "percent": [before, after]}
    audit.log(
        by=None,
        verb="assessments.candidacy.result_corrected",
        target=candidacy,
        prison=candidacy.prison_id,
        detail=detail,
    )


def locked_by_server(candidacy_id: UUID) -> Candidacy:
    rows = Candidacy.objects.select_for_update(of=("self",))
    return rows.select_related("learner", "scheme", "version").get(pk=candidacy_id)
