"""What a learner reads of the way to a certificate."""

from datetime import timedelta

import cv2
import numpy as np
import pytest
import zxingcpp
from django.utils import timezone

from assessments.certification.candidacies.states import CandidacyState
from assessments.certification.learners import candidacies_of_learners, qr_path
from assessments.certification.models import Candidacy, Certificate
from tests.factories import certificates as some
from tests.factories import people as a

pytestmark = pytest.mark.django_db
S = CandidacyState


@pytest.fixture
def first(prison):
    return a.officer(prison, "evaluator", username="first")


@pytest.fixture
def second(prison):
    return a.officer(prison, "evaluator", "chief_evaluator", username="second")


@pytest.fixture
def scheme(prison, second):
    return some.a_live_scheme(some.a_signing_body(by=second, prison=prison))


def told(learner):
    return candidacies_of_learners([learner.pk]).get(learner.pk, [])


def states(way):
    return [step.state for step in way.steps]


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (S.ELIGIBLE, ["done", "done", "now", "ahead", "ahead"]),
        (S.EXAMINED, ["done", "done", "done", "now", "ahead"]),
        (S.AWARDED, ["done", "done", "done", "done", "now"]),
    ],
)
def test_the_way_is_five_steps(scheme, learner, state, steps):
    some.a_candidate(scheme, learner, state=state)
    (way,) = told(learner)
    assert (states(way), way.open, way.certificate) == (steps, True, None)


def test_what_is_asked_for_is_told_in_the_learners_language(scheme, learner):
    some.a_candidate(scheme, learner, state=S.ELIGIBLE)
    assert "操作技能" in told(learner)[0].needs[-1]
    type(learner).objects.update(language="en")
    assert told(learner)[0].needs[-1] == "Theory at least 60 of 100; Practical skill at least 60 of 100"


def test_a_certificate_is_shown_with_a_code_that_scans(scheme, learner, first, second):
    (made,) = some.issued([some.a_candidate(scheme, learner)], first=first, second=second)
    shown = told(learner)[0].certificate
    assert (shown.number, shown.state, shown.name) == (made.number, "valid", learner.name)
    assert scanned(shown.qr, shown.qr_size) == made.compact


@pytest.mark.parametrize(("change", "state"), [({"valid_until": -1}, "expired"), ({"state": "revoked"}, "revoked")])
def test_one_that_counts_no_more_says_so(scheme, learner, first, second, change, state):
    (made,) = some.issued([some.a_candidate(scheme, learner)], first=first, second=second)
    if "valid_until" in change:
        change = {"valid_until": timezone.localdate() - timedelta(days=1)}
    Certificate.objects.filter(pk=made.pk).update(**change)
    assert told(learner)[0].certificate.state == state


def test_who_did_not_pass_sees_where_it_ended_for_a_year(scheme, learner):
    one = some.a_candidate(scheme, learner, state=S.MODERATED)
    Candidacy.objects.filter(pk=one.pk).update(state=S.NOT_AWARDED)
    assert states(told(learner)[0]) == ["done", "done", "done", "failed", "ahead"]
    Candidacy.objects.filter(pk=one.pk).update(moved_at=timezone.now() - timedelta(days=400))
    assert told(learner) == []


def test_nobody_reads_of_somebody_elses(scheme, learner, ward):
    some.a_candidate(scheme, learner)
    assert told(a.learner(ward, number="55")) == []


def scanned(path, size):
    """The path drawn with OpenCV and read with zxing."""
    picture = np.full((size * 8, size * 8), 255, np.uint8)
    for part in path.split("z"):
        if part:
            start, _, rest = part[1:].partition("h")
            x, y = (int(one) for one in start.split())
            width = int(rest.partition("v")[0])
            cv2.rectangle(picture, (x * 8, y * 8), ((x + width) * 8 - 1, y * 8 + 7), 0, -1)
    return zxingcpp.read_barcodes(picture)[0].text


def test_a_path_holds_any_text():
    assert scanned(*qr_path("HELLO WORLD 12345")) == "HELLO WORLD 12345"
