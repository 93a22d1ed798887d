"""A lesson that was given without tablets, with printed worksheets: an officer enters who took part, and it counts the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere
from lms.lib.ids import new_id
from lms.packages import api as packages
from lms.people.models import Learner, Officer, Prison
from lms.records import api as records
from lms.records.api import verbs

from .models import PaperAttendance
from .permissions import PLANNERS, learners_in_reach
from .projection import refresh_lessons
from .versions import bump

ATTENDED = verbs.OWN + "attended"


@transaction.atomic
def enter_attendance(
    lesson_iri: str, held_on: date, learner_ids: Iterable[UUID], *, prison: Prison, by: Officer
) -> list[PaperAttendance]:
    """These learners took part on that day; whoever is entered for it already is left as it is. Raises NotFoundHere, Invalid."""
    course = next(
        (one for one in packages.list_courses(prison) if any(r.lesson == lesson_iri for r in one.lessons)), None
    )
    if course is None:
        raise NotFoundHere
    if held_on > timezone.localdate():
        raise Invalid(_("This day has not come yet. Choose the day on which the lesson was given."))
    wanted = set(learner_ids)
    learners = list(learners_in_reach(by, *PLANNERS).filter(prison=prison, pk__in=wanted))
    if not wanted or len(learners) != len(wanted):
        raise Invalid(_("Tick the learners who took part."))
    there = _entered(lesson_iri, held_on)
    rows = [_enter(learner, course.iri, lesson_iri, held_on, by) for learner in learners if learner.pk not in there]
    if rows:
        bump(refresh_lessons({(row.learner_id, lesson_iri) for row in rows}))
        names = [[str(learner), str(learner.pk)] for learner in learners if learner.pk not in there]
        detail = {"learners": names, "date": held_on.isoformat()}
        audit.log(by=by, verb="learning.attendance.entered", target=lesson_iri, detail=detail, prison=prison)
    return rows


def _entered(lesson_iri: str, held_on: date) -> set[UUID]:
    """Who is entered for that day; entries that were taken back do not stand."""
    rows = {
        row.statement_id: row.learner_id
        for row in PaperAttendance.objects.filter(lesson_iri=lesson_iri, held_on=held_on)
    }
    statements = records.Statement.objects.filter(id__in=list(rows))
    return {rows[key] for key in rows.keys() - records.voided_among(statements)}


def _enter(learner: Learner, course_iri: str, lesson_iri: str, held_on: date, by: Officer) -> PaperAttendance:
    noon = timezone.make_aware(datetime.combine(held_on, time(12)))
    at = min(noon, timezone.now())
    tree = {
        "id": str(new_id()),
        "actor": {"objectType": "Agent", "account": {"homePage": "urn:newleaf", "name": str(learner.pk)}},
        "verb": {"id": ATTENDED},
        "object": {"objectType": "Activity", "id": lesson_iri},
        "context": {
            "contextActivities": {"parent": [_activity(lesson_iri)], "grouping": [_activity(course_iri)]},
            "instructor": {"objectType": "Agent", "name": audit.label(by)},
        },
        "timestamp": at.isoformat(),
    }
    new = records.parse_statement(json.dumps(tree), prison_id=learner.prison_id)
    records.append([new])
    return PaperAttendance.objects.create(
        statement_id=new.id, learner=learner, lesson_iri=lesson_iri, held_on=held_on, entered_by=by
    )


def _activity(iri: str) -> dict[str, str]:
    return {"objectType": "Activity", "id": iri}
