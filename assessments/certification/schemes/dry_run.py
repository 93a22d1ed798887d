"""Rules tried on real candidates before they go into force: who would stand where, against the version in force, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.people import api as people
from lms.people.models import Learner

from ..candidacies.deciding import decide
from ..candidacies.eligibility import Facts, reasons_for, sentences
from ..candidacies.facts import Asked, facts_of
from ..candidacies.states import CandidacyState
from ..models import Candidacy, Scheme
from ..permissions import REGISTRARS, candidacies_for, check_can_change, scheme_for
from .editing import note_tried, rules_of
from .rules import Rules

S = CandidacyState
LOOK_BACK = timedelta(days=730)
MOST_CANDIDACIES, MOST_LEARNERS = 5_000, 3_000
VERDICTS = ("awarded", "not_awarded", "eligible", "not_eligible")


@dataclass(frozen=True)
class Change:
    """One candidate who would stand elsewhere. `why`: sentences."""

    candidacy: Candidacy
    before: str
    after: str
    why: Sequence[str]

    @property
    def words(self) -> tuple[str, str]:
        return word(self.before), word(self.after)


@dataclass(frozen=True)
class Trial:
    """`before`, `after`: how many of each verdict; `before` is empty where nothing is in force yet. Learners: could register now."""

    candidacies: int
    before: Counter[str]
    after: Counter[str]
    changes: Sequence[Change] = ()
    learners: int = 0
    learners_before: int | None = None
    learners_after: int = 0
    why_not: Sequence[tuple[str, int]] = field(default_factory=tuple)  # the commonest reasons of learners
    cut: bool = False  # there were more than are looked at

    @property
    def table(self) -> list[tuple[str, int | None, int]]:
        return [
            (word(name), self.before.get(name, 0) if self.before else None, self.after.get(name, 0))
            for name in VERDICTS
        ]


def word(verdict: str) -> str:
    return {
        "awarded": pgettext("dry run", "Awarded"),
        "not_awarded": pgettext("dry run", "Not awarded"),
        "eligible": pgettext("dry run", "May sit now"),
        "not_eligible": pgettext("dry run", "May not sit yet"),
    }[verdict]


def try_out(scheme_id: UUID | str, *, by: Any) -> Trial:
    """The draft against the version in force; remembered, so that these rules may go into force. Raises NotFoundHere, PermissionDenied."""
    scheme = scheme_for(by, scheme_id)
    check_can_change(by, scheme)
    draft = scheme.versions.get(state="draft")
    rules = rules_of(draft)
    live = scheme.versions.filter(state="live").first()
    trial = compare(scheme, rules, rules_of(live) if live else None, by=by)
    note_tried(draft, rules, by=by)
    return trial


def compare(scheme: Scheme, rules: Rules, now: Rules | None, *, by: Any) -> Trial:
    rows = candidacies_for(by).filter(scheme=scheme).exclude(state=S.WITHDRAWN)
    rows = rows.filter(registered_on__gte=timezone.localdate() - LOOK_BACK).select_related("learner__ward")
    candidacies = list(rows.order_by("-registered_on", "number")[: MOST_CANDIDACIES + 1])
    cut = len(candidacies) > MOST_CANDIDACIES
    candidacies = candidacies[:MOST_CANDIDACIES]
    after = verdicts(candidacies, scheme, rules)
    before = verdicts(candidacies, scheme, now) if now else []
    changes = [
        Change(one, old[0], new[0], new[1] or old[1])
        for one, old, new in zip(candidacies, before, after, strict=False)
        if old[0] != new[0]
    ]
    learners = list(_learners(by)[: MOST_LEARNERS + 1])
    could, why = _could_register(learners[:MOST_LEARNERS], scheme, rules)
    return Trial(
        candidacies=len(candidacies),
        before=Counter(name for name, _why in before),
        after=Counter(name for name, _why in after),
        changes=changes,
        learners=len(learners[:MOST_LEARNERS]),
        learners_before=_could_register(learners[:MOST_LEARNERS], scheme, now)[0] if now else None,
        learners_after=could,
        why_not=why.most_common(5),
        cut=cut or len(learners) > MOST_LEARNERS,
    )


def verdicts(candidacies: Sequence[Candidacy], scheme: Scheme, rules: Rules) -> list[tuple[str, list[str]]]:
    """Of each: where it would stand under these rules, and why."""
    asked = [Asked(one.learner, scheme.pk, rules, one) for one in candidacies]
    return [verdict(rules, facts) for facts in facts_of(asked)]


def verdict(rules: Rules, facts: Facts) -> tuple[str, list[str]]:
    decision = decide(rules, facts.taken, today=facts.today, absences=facts.absences, renewal=facts.renewal)
    if decision.verdict == "awarded":
        return "awarded", [_("All that is asked for has been passed.")]
    if decision.verdict == "not_awarded":
        return "not_awarded", [_("No attempt is left for what is missing.")]
    reasons = reasons_for(rules, facts)
    return ("not_eligible", sentences(reasons)) if reasons else ("eligible", [])


def _learners(by: Any) -> Any:
    return people.learners_for(by, *REGISTRARS).filter(state=Learner.State.ACTIVE).order_by("number", "pk")


def _could_register(learners: Sequence[Learner], scheme: Scheme, rules: Rules) -> tuple[int, Counter[str]]:
    able, why = 0, Counter[str]()
    for facts in facts_of([Asked(one, scheme.pk, rules) for one in learners]):
        reasons = reasons_for(rules, facts)
        able += not reasons
        why.update(sentences([{**one, "hours": "…", "lessons": 0} for one in reasons]))
    return able, why
