"""Can it be finished before release? A sentence, never a date, never an obstacle."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from assessments.certification.candidacies import api
from assessments.certification.candidacies.eligibility import Facts
from assessments.certification.candidacies.facts import Asked
from assessments.certification.candidacies.forecast import outlook, warning
from assessments.certification.schemes.rules import CourseRule, PartRule, Rules
from lms.learning.api import Learnt
from lms.people.models import Learner
from tests.factories import certification as some
from tests.lms.learning.pages import staff

TODAY = date(2026, 12, 1)
PAPER = UUID(int=7)
RULES = Rules(
    parts=(PartRule(id="theory", kind="theory", title="理论", papers=(PAPER,)),),
    courses=(CourseRule(course="c", title="焊接", hours=Decimal(40), completed=False),),
)


def seen(*, minutes=0, pace=0.0, sittings=()):
    asked = Asked(Learner(), uuid4(), RULES)
    return outlook(asked, Facts(today=TODAY, learnt={"c": Learnt(minutes=minutes)}), pace=pace, sittings=sittings)


def test_missing_hours_take_as_long_as_this_learner_needs():
    assert seen(minutes=20 * 60, pace=4.0).ready_on == TODAY + timedelta(weeks=5)


def test_the_next_sitting_after_that_counts():
    exams = [(PAPER, date(2026, 12, 5)), (PAPER, date(2027, 1, 20)), (UUID(int=8), date(2027, 1, 6))]
    found = seen(minutes=20 * 60, pace=4.0, sittings=exams)
    assert (found.done_on, found.known) == (date(2027, 2, 10), True)


@pytest.mark.parametrize("days", [10, 60, 4000], ids=str)
def test_a_warning_names_no_date(days):
    release = TODAY + timedelta(days=days)
    words = warning(seen(), release, TODAY)
    assert bool(words) == (days < 4000)
    assert str(release.year) not in words


def test_without_a_date_of_release_nothing_is_warned_of():
    assert warning(seen(), None, TODAY) == ""


@pytest.mark.django_db
def test_an_evaluator_reads_the_warning_and_nowhere_the_date(client, evaluator, learner):
    release = timezone.localdate() + timedelta(days=12)
    Learner.objects.filter(pk=learner.pk).update(release_expected_on=release)
    learner.refresh_from_db()
    one = some.a_candidacy(evaluator, learner, some.a_scheme(evaluator))
    assert one.state == "eligible" and one.pk in api.warnings_for([one])
    shown = staff(client, evaluator).get(f"/admin/certification/candidates/{one.pk}/").content.decode()
    assert "will probably not be finished in time" in shown and release.isoformat() not in shown
