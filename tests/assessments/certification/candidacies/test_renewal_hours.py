"""Hours of further training are those since the certificate was issued."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.certification.candidacies import api
from assessments.certification.models import Certificate
from assessments.certification.schemes.rules import CourseRule, RenewalRule, Rules
from lms.learning.models import Progress
from tests.factories import certification as some
from tests.factories import learning

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "state"), [(-30, "not_eligible"), (30, "eligible")], ids=["before", "since"])
def test_only_what_was_learnt_since_the_certificate_counts_for_its_renewal(evaluator, learner, days, state):
    lesson = learning.a_lesson()
    course = learning.a_course([lesson])
    rules = Rules(
        parts=(some.theory(),),
        courses=(CourseRule(course=course, title="焊接", completed=True),),
        valid_months=36,
        renewal=RenewalRule(hours=Decimal("0.1")),
    )
    issued_at = timezone.now() - timedelta(days=100)
    at = issued_at + timedelta(days=days)
    Progress.objects.create(
        learner=learner, lesson_iri=lesson.lesson, course_iri=course, state="completed", fraction=1, opened_at=at,
        last_at=at, completed_at=at,
    )  # fmt: skip
    scheme = some.a_scheme(evaluator, rules=rules)
    first = some.a_candidacy(evaluator, learner, scheme)
    type(first).objects.filter(pk=first.pk).update(state="issued")
    held = Certificate.objects.create(
        id=uuid4(), body=scheme.body, candidacy=first, number="1", outside=True, issued_at=issued_at
    )
    renewal = api.register_candidates(scheme.pk, [learner.pk], by=evaluator, renews={learner.pk: held})[0]
    assert renewal.state == state
