"""Can somebody finish before release? A warning in a sentence: it blocks nothing, and no date of release leaves this module.

Worked out from the hours that are missing, the pace at which this learner really learnt, the sittings that are planned,
and the time that marking takes. Pure but for `warnings_for`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.exams.models import Sitting
from assessments.exams.sittings.states import AHEAD
from lms.learning import api as learning

from ..models import Candidacy
from .deciding import decide, parts_of
from .eligibility import Facts, free_again
from .facts import Asked, asked_of, facts_of
from .states import CandidacyState

MARKING = timedelta(days=21)  # from the exam to the decision
USUAL_PACE = 2.0  # hours a week, where this learner has not begun
NEXT_EXAM = timedelta(days=60)  # where no sitting is planned yet


@dataclass(frozen=True)
class Outlook:
    """When it could be finished at the earliest. `hours`: still to learn; `known`: from sittings that are planned."""

    ready_on: date
    done_on: date
    hours: float
    pace: float
    known: bool


def outlook(asked: Asked, facts: Facts, *, pace: float, sittings: Sequence[tuple[UUID, date]]) -> Outlook:
    """`sittings`: (paper, day) of what is planned in the candidate's prison."""
    hours = hours_left(asked, facts)
    weeks = hours / (pace or USUAL_PACE)
    ready = facts.today + timedelta(days=math.ceil(weeks * 7))
    decision = decide(asked.rules, facts.taken, today=facts.today, absences=facts.absences, renewal=facts.renewal)
    last, known = ready, True
    missing = len(decision.open_parts) if facts.renewal else asked.rules.needed - len(decision.counted)
    days = []
    for part in parts_of(asked.rules, renewal=facts.renewal):
        if part.id not in decision.open_parts:
            continue
        free = max(ready, free_again(part.id, asked.rules, facts) or ready)
        planned = [day for paper, day in sittings if paper in part.papers and day >= free]
        days.append((min(planned), True) if planned else (free + NEXT_EXAM, False))
    for day, planned_one in sorted(days)[: max(missing, 0)]:
        last, known = max(last, day), known and planned_one
    return Outlook(ready, last + MARKING, hours, pace, known)


def hours_left(asked: Asked, facts: Facts) -> float:
    """Of the required courses; where a course has to be completed, all that is left of it."""
    if facts.renewal:
        again = asked.rules.renewal.hours if asked.rules.renewal else None
        return max(0.0, float(again or 0) - _learnt(asked, facts))
    left = 0.0
    for one in asked.rules.courses:
        learnt = facts.learnt.get(one.course, learning.Learnt())
        own = float(one.hours or 0) - learnt.minutes / 60
        if one.completed and not learnt.completed:
            own = max(own, (learnt.minutes_in_all - learnt.minutes) / 60)
        left += max(0.0, own)
    total = float(asked.rules.total_hours or Decimal(0)) - _learnt(asked, facts)
    return max(left, total, 0.0)


def _learnt(asked: Asked, facts: Facts) -> float:
    return sum(facts.learnt.get(one.course, learning.Learnt()).minutes for one in asked.rules.courses) / 60


def warning(found: Outlook, release: date | None, today: date) -> str:
    """One sentence, or empty: nothing to warn of. It names no date."""
    if release is None or found.done_on <= release:
        return ""
    if release <= today:
        return _("This can no longer be finished here. Speak with the learner about going on elsewhere.")
    if found.hours > 0 and found.ready_on > release:
        return _(
            "At the present pace of learning this will probably not be finished in time: about %(hours)s hours are missing, at %(pace)s hours a week."
        ) % {"hours": math.ceil(found.hours), "pace": f"{found.pace or USUAL_PACE:.1f}"}
    if found.known:
        return _("With the examinations that are planned this will probably not be finished in time.")
    return _("This will probably not be finished in time: no examination is planned early enough.")


def warnings_for(candidacies: Sequence[Candidacy]) -> dict[UUID, str]:
    """Candidacy → warning, of those who are on the way and should be warned. `candidacies`: with learner and version."""
    going = [one for one in candidacies if one.state in _ON_THE_WAY and one.learner.release_expected_on]
    said = _warned(asked_of(going))
    return {one.pk: words for one, words in zip(going, said, strict=True) if words}


def warnings_for_new(asked: Sequence[Asked]) -> dict[UUID, str]:
    """Learner → warning, before anybody is registered."""
    going = [one for one in asked if one.learner.release_expected_on]
    return {one.learner.pk: words for one, words in zip(going, _warned(going), strict=True) if words}


_ON_THE_WAY = (CandidacyState.REGISTERED, CandidacyState.NOT_ELIGIBLE, CandidacyState.ELIGIBLE)


def _warned(asked: Sequence[Asked]) -> list[str]:
    prisons = {one.learner.pk: one.learner.prison_id for one in asked}
    pace = learning.pace_of_many(prisons) if prisons else {}
    planned = _planned(
        set(prisons.values()), {paper for one in asked for part in one.rules.parts for paper in part.papers}
    )
    found = []
    for one, facts in zip(asked, facts_of(asked), strict=True):
        ahead = [(paper, day) for prison, paper, day in planned if prison == one.learner.prison_id]
        made = outlook(one, facts, pace=pace[one.learner.pk], sittings=ahead)
        found.append(warning(made, one.learner.release_expected_on, facts.today))
    return found


def _planned(prisons: set[UUID], papers: set[UUID]) -> list[tuple[UUID, UUID, date]]:
    rows = Sitting.objects.filter(Q(prison__in=prisons), state__in=AHEAD, version__paper__in=papers)
    columns = ("prison_id", "version__paper_id", "planned_start")
    return [(prison, paper, timezone.localdate(start)) for prison, paper, start in rows.values_list(*columns)]
