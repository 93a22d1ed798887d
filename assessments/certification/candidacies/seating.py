"""Who may sit a planned examination now, by scheme."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.exams.models import Sitting

from ..models import Candidacy, Scheme, SchemeVersion
from .eligibility import free_again
from .facts import asked_of, facts_of, part_of_paper
from .forecast import warnings_for
from .settling import decisions_of
from .states import CandidacyState


@dataclass(frozen=True)
class Group:
    """The candidates of one scheme, each with a warning or nothing."""

    scheme: Scheme
    candidates: list[tuple[Candidacy, str]]


def eligible_for(sitting: Sitting) -> list[Group]:
    """Eligible candidates of the sitting's prison for whom its paper is an open part, without a seat in it, the longest waiting first."""
    paper = sitting.version.paper_id
    needle = str(paper)
    versions = [
        key
        for key, document in SchemeVersion.objects.exclude(state="draft").values_list("pk", "rules")
        if any(needle in part["papers"] for part in document["parts"])
    ]
    rows = Candidacy.objects.filter(version__in=versions, state=CandidacyState.ELIGIBLE, prison=sitting.prison_id)
    rows = rows.filter(learner__state="active", learner__prison=sitting.prison_id)
    rows = rows.exclude(learner__in=sitting.seats.values("learner"))
    found = list(rows.select_related("learner__ward", "scheme", "version").order_by("eligible_at", "number")[:1000])
    asked = asked_of(found)
    facts = facts_of(asked)
    warned = warnings_for(found)
    groups: dict[object, Group] = {}
    for one, want, known, decision in zip(found, asked, facts, decisions_of(found), strict=True):
        part = part_of_paper(want.rules, paper)
        free = free_again(part, want.rules, known)
        if part in decision.open_parts and (free is None or free <= known.today):
            group = groups.setdefault(one.scheme_id, Group(one.scheme, []))
            group.candidates.append((one, warned.get(one.pk, "")))
    return list(groups.values())
