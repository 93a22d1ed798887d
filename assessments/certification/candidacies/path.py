"""A candidacy as steps, with a sentence on what comes next: for officers. Learners read theirs in `certification/learners.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Candidacy, PartResult
from .deciding import Decision, parts_of
from .eligibility import sentences
from .facts import rules_of
from .settling import decisions_of
from .states import OPEN, CandidacyState

S = CandidacyState
DONE = {
    S.REGISTERED: 1, S.NOT_ELIGIBLE: 1, S.ELIGIBLE: 2, S.SEATED: 3, S.EXAMINED: 4, S.MODERATED: 4, S.AWARDED: 5,
    S.NOT_AWARDED: 4, S.ISSUED: 6, S.EXPIRED: 6, S.REVOKED: 6, S.WITHDRAWN: 1,
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    title: str
    state: Literal["done", "now", "ahead", "failed"]
    on: date | None = None


@dataclass(frozen=True)
class PartStanding:
    """One part of the rules. `state`: passed, open, waiting (attempts are used up: spent)."""

    title: str
    share: str
    state: Literal["passed", "open", "spent"]
    results: Sequence[PartResult] = ()


@dataclass(frozen=True)
class Path:
    candidacy: Candidacy
    steps: Sequence[Step]
    parts: Sequence[PartStanding]
    next: str
    reasons: Sequence[str]


def path_of(candidacy: Candidacy) -> Path:
    """In the reader's language."""
    return _path(candidacy, decisions_of([candidacy])[0])


def _path(one: Candidacy, decision: Decision) -> Path:
    state = CandidacyState(one.state)
    done = DONE[state]
    titles = (
        (pgettext("step of a candidacy", "Registered"), one.registered_on),
        (pgettext("step of a candidacy", "May sit"), _day(one.eligible_at)),
        (pgettext("step of a candidacy", "Has a seat"), _day(one.seated_at)),
        (pgettext("step of a candidacy", "Examined"), _day(one.examined_at)),
        (pgettext("step of a candidacy", "Awarded"), _day(one.decided_at)),
        (pgettext("step of a candidacy", "Certificate"), _day(one.issued_at)),
    )
    steps = []
    for place, (title, on) in enumerate(titles):
        where: Literal["done", "now", "ahead", "failed"] = (
            "done" if place < done else "now" if place == done and state in OPEN else "ahead"
        )
        if state == S.NOT_AWARDED and place == done:
            where = "failed"
        steps.append(Step(title, where, on if where in ("done", "failed") else None))
    return Path(one, steps, _parts(one, decision), next_words(one, decision), sentences(one.reasons))


def _parts(one: Candidacy, decision: Decision) -> list[PartStanding]:
    english = (translation.get_language() or "").startswith("en")
    results: dict[str, list[PartResult]] = {}
    for row in one.results.all():
        results.setdefault(row.part, []).append(row)
    found = []
    for part in parts_of(rules_of(one), renewal=bool(one.renews_id)):
        state: Literal["passed", "open", "spent"] = "open"
        if part.id in decision.counted:
            state = "passed"
        elif part.id in decision.spent:
            state = "spent"
        title = part.title_en if english and part.title_en else part.title
        found.append(PartStanding(title, f"{part.pass_percent.normalize():f}", state, results.get(part.id, [])))
    return found


def next_words(one: Candidacy, decision: Decision) -> str:
    """What comes next, in one sentence."""
    parts = {part.id: part for part in rules_of(one).parts}
    english = (translation.get_language() or "").startswith("en")
    titles = [
        (parts[name].title_en if english else "") or parts[name].title for name in decision.open_parts if name in parts
    ]
    words = {
        S.REGISTERED: _("It is being worked out who may sit."),
        S.NOT_ELIGIBLE: _("Something is still missing before an examination."),
        S.ELIGIBLE: _("May sit for: %(parts)s.") % {"parts": _(", ").join(titles)},
        S.SEATED: _("Has a seat in an examination."),
        S.EXAMINED: _("The examination is over. The marks are not known yet."),
        S.MODERATED: _("The marks are known. The decision follows."),
        S.AWARDED: _("All is passed. The certificate can be issued."),
        S.NOT_AWARDED: _("Not passed. A new registration is possible."),
        S.ISSUED: _("The certificate is issued."),
        S.EXPIRED: _("The certificate has expired."),
        S.REVOKED: _("The certificate was revoked."),
        S.WITHDRAWN: _("The candidacy was withdrawn."),
    }
    return words[CandidacyState(one.state)]


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None
