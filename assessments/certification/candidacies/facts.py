"""What is known of many candidates, read in a handful of queries: the input of eligibility and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, Q
from django.utils import timezone

from assessments.exams.models import Seat
from assessments.exams.sittings.states import SittingState
from lms.learning import api as learning
from lms.people.models import Learner

from ..models import Candidacy, Certificate, EligibilityContest, PartResult, Scheme
from ..schemes.rules import Rules
from .deciding import Taken
from .eligibility import Facts, Reason

AT_ONCE = 1000


@dataclass(frozen=True)
class Asked:
    """Whose facts. Without a candidacy: a learner who might be registered today."""

    learner: Learner
    scheme: UUID
    rules: Rules
    candidacy: Candidacy | None = None

    @property
    def since(self) -> date:
        return self.candidacy.registered_on if self.candidacy else timezone.localdate()


def rules_of(candidacy: Candidacy) -> Rules:
    return Rules.model_validate(candidacy.version.rules)


def asked_of(candidacies: Iterable[Candidacy]) -> list[Asked]:
    """`candidacies`: with learner and version."""
    read: dict[UUID, Rules] = {}
    found = []
    for one in candidacies:
        if one.version_id not in read:
            read[one.version_id] = rules_of(one)
        found.append(Asked(one.learner, one.scheme_id, read[one.version_id], one))
    return found


def facts_of(asked: Sequence[Asked]) -> list[Facts]:
    """In the order of what was asked."""
    return [one for start in range(0, len(asked), AT_ONCE) for one in _facts(asked[start : start + AT_ONCE])]


def _facts(asked: Sequence[Asked]) -> list[Facts]:
    today = timezone.localdate()
    learners = [one.learner.pk for one in asked]
    candidacies = [one.candidacy.pk for one in asked if one.candidacy]
    courses = {course.course for one in asked for course in one.rules.courses}
    learnt = learning.learnt_of_many({one.learner.pk: one.learner.prison_id for one in asked}, courses)
    earlier = {rule.scheme for one in asked for rule in one.rules.earlier}
    again = _learnt_since(asked, courses)
    held, names = _held(learners, earlier, today), _names(earlier)
    taken, waived = taken_of(candidacies), _waived(candidacies)
    absent, before = _absences(asked), _before(asked)
    found = []
    for one in asked:
        key = one.candidacy.pk if one.candidacy else None
        found.append(
            Facts(
                today=today,
                learnt=again[key] if key in again else learnt[one.learner.pk],
                held=held.get(one.learner.pk, {}),
                names=names,
                taken=taken.get(key, []) if key else [],
                absences=_of_parts(one, absent.get(one.learner.pk, [])),
                before=before.get((one.learner.pk, one.scheme), {}),
                here=one.learner.state == Learner.State.ACTIVE,
                renewal=bool(one.candidacy and one.candidacy.renews_id),
                waived=waived.get(key, []) if key else [],
            )
        )
    return found


def _learnt_since(asked: Sequence[Asked], courses: set[str]) -> dict[UUID | None, Mapping[str, learning.Learnt]]:
    """Candidacy that renews → what was learnt since the certificate was issued: the rest counted for that one already."""
    left = [one.candidacy for one in asked if one.candidacy and one.candidacy.renews_id]
    rows = Certificate.objects.filter(pk__in=[one.renews_id for one in left]) if left else Certificate.objects.none()
    issued: dict[UUID | None, datetime] = dict(rows.values_list("pk", "issued_at"))
    found: dict[UUID | None, Mapping[str, learning.Learnt]] = {}
    while left:
        once = {one.learner_id: one for one in left}
        since = {learner: issued[one.renews_id] for learner, one in once.items()}
        prisons = {learner: one.learner.prison_id for learner, one in once.items()}
        learnt = learning.learnt_of_many(prisons, courses, since=since)
        found |= {one.pk: learnt[learner] for learner, one in once.items()}
        left = [one for one in left if once[one.learner_id] is not one]
    return found


def taken_of(candidacies: Sequence[UUID]) -> dict[UUID, list[Taken]]:
    found: dict[UUID, list[Taken]] = defaultdict(list)
    for row in PartResult.objects.filter(candidacy__in=candidacies).order_by("taken_on", "pk"):
        found[row.candidacy_id].append(Taken(row.part, row.percent, row.taken_on))
    return dict(found)


def part_of_paper(rules: Rules, paper: UUID) -> str:
    """The part that an exam with this paper is for; empty: none."""
    return next((part.id for part in rules.parts if paper in part.papers), "")


def _held(learners: Sequence[UUID], schemes: set[UUID], today: date) -> dict[UUID, dict[UUID, date]]:
    """The day on which each candidate first had the certificate that stands now; a replacement goes on where the old one was."""
    found: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    if not schemes:
        return found
    standing = Certificate.objects.filter(state=Certificate.State.ISSUED).filter(
        Q(valid_until=None) | Q(valid_until__gte=today)
    )
    rows = Candidacy.objects.filter(learner__in=learners, scheme__in=schemes, certificates__in=standing).annotate(
        since=Min("certificates__issued_at")
    )
    firsts: dict[UUID, datetime] = dict(
        Certificate.objects.filter(candidacy__in=rows.values("pk"))
        .exclude(state=Certificate.State.REVOKED)
        .values_list("candidacy")
        .annotate(Min("issued_at"))
    )
    for key, learner, scheme in rows.values_list("pk", "learner_id", "scheme_id"):
        day = timezone.localdate(firsts[key])
        found[learner][scheme] = min(day, found[learner].get(scheme, day))
    return found


def _names(schemes: set[UUID]) -> dict[UUID, tuple[str, str]]:
    rows = Scheme.objects.filter(pk__in=schemes).values_list("pk", "title", "title_en") if schemes else []
    return {key: (title, title_en) for key, title, title_en in rows}


def _waived(candidacies: Sequence[UUID]) -> dict[UUID, list[Reason]]:
    upheld = EligibilityContest.objects.filter(candidacy__in=candidacies, state=EligibilityContest.State.UPHELD)
    found: dict[UUID, list[Reason]] = defaultdict(list)
    for key, waived in upheld.values_list("candidacy_id", "waived"):
        found[key] += waived
    return dict(found)


def _absences(asked: Sequence[Asked]) -> dict[UUID, list[tuple[UUID, date]]]:
    """Learner → (paper, day) of exams that were missed without an excuse, as they were released."""
    papers = {paper for one in asked for part in one.rules.parts for paper in part.papers}
    rows = Seat.objects.filter(
        learner__in=[one.learner.pk for one in asked],
        attendance=Seat.Attendance.ABSENT,
        sitting__state=SittingState.RELEASED,
        sitting__version__paper__in=papers,
    )
    found: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
    for learner, paper, start in rows.values_list("learner_id", "sitting__version__paper_id", "sitting__planned_start"):
        found[learner].append((paper, timezone.localdate(start)))
    return dict(found)


def _of_parts(one: Asked, missed: Sequence[tuple[UUID, date]]) -> dict[str, list[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for paper, day in missed:
        part = part_of_paper(one.rules, paper)
        if part and day >= one.since:
            found[part].append(day)
    return dict(found)


def _before(asked: Sequence[Asked]) -> dict[tuple[UUID, UUID], Mapping[str, date]]:
    """(learner, scheme) → part → last try in another candidacy: the days between attempts go on over registrations."""
    strict = [one for one in asked if one.rules.days_between_attempts]
    found: dict[tuple[UUID, UUID], dict[str, date]] = defaultdict(dict)
    if not strict:
        return {}
    own = [one.candidacy.pk for one in strict if one.candidacy]
    rows = PartResult.objects.filter(
        candidacy__learner__in=[one.learner.pk for one in strict], candidacy__scheme__in={one.scheme for one in strict}
    ).exclude(candidacy__in=own)
    columns = ("candidacy__learner_id", "candidacy__scheme_id", "part", "taken_on")
    for learner, scheme, part, day in rows.values_list(*columns):
        known = found[learner, scheme]
        known[part] = max(day, known.get(part, day))
    return dict(found)
