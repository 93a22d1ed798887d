"""Every address of marking with everything that exists in one prison: officers of the other prison, with every role, find nothing."""

import pytest
from django.utils import timezone

from assessments.exams.marking import api as marking
from assessments.exams.marking.accommodations import file_request
from assessments.exams.marking.appeals import file_appeal
from assessments.exams.models import AccommodationRequest, Appeal
from tests.factories import marking as some
from tests.factories import people as a
from tests.factories import sittings
from tests.lms.learning.pages import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(other_prison):
    roles = ("chief_evaluator", "evaluator", "education_office", "teacher", "invigilator")
    return a.officer(other_prison, *roles, username="stranger")


@pytest.fixture
def pages(evaluator, learners, chief, first, second, education_office, third):
    """(address of a page, who of the prison may open it)"""
    marks = {"chief": chief, "markers": (first, second)}
    sitting = some.a_released_sitting(evaluator, learners, releaser=education_office, **marks)
    other = some.an_ended_sitting(evaluator, learners)
    mark = marking.claim_next(other.pk, some.item_of_kind(other, "extended_text").pk, by=third)
    seat = sitting.seats.select_related("sitting", "learner").first()
    appeal = file_appeal(seat, "marks", "x", at=timezone.now())
    item = some.item_of_kind(sitting, "choice").pk
    return [
        (f"/admin/marking/{mark.pk}/", third),
        (f"/admin/exam-marks/{sitting.pk}/", chief),
        (f"/admin/exam-marks/{sitting.pk}/list/", chief),
        (f"/admin/exam-marks/{sitting.pk}/list/?export=xlsx", chief),
        (f"/admin/exam-marks/{sitting.pk}/questions/{item}/", chief),
        (f"/admin/exam-results/{seat.pk}/", chief),
        (f"/admin/exam-appeals/{appeal.pk}/", chief),
    ]


def test_pages_open_for_those_of_the_prison_only(client, pages, stranger):
    for address, officer in pages:
        assert staff(client, officer).get(address).status_code == 200, address
        assert staff(client, stranger).get(address).status_code == 404, address


def test_nothing_can_be_done_from_outside(client, marked, stranger, evaluator, learners):
    seat = marked.seats.select_related("sitting", "learner").first()
    appeal = file_appeal(seat, "attendance", "x", at=timezone.now())
    ahead = sittings.a_sitting(evaluator, learners)
    asked = file_request(ahead.seats.first(), "read_aloud", "x", at=timezone.now())
    item = some.item_of_kind(marked, "choice").pk
    page = staff(client, stranger)
    for address, said in (
        (f"/admin/exam-marks/{marked.pk}/do/approve/", {}),
        (f"/admin/exam-marks/{marked.pk}/do/reopen/", {"reason": "x"}),
        (f"/admin/exam-marks/{marked.pk}/questions/{item}/drop/", {"reason": "x"}),
        (f"/admin/exam-appeals/{appeal.pk}/decide/", {"upheld": "no", "reason": "x"}),
        (f"/admin/exam-results/{seat.pk}/appeal/", {"kind": "marks", "text": "x"}),
        (f"/admin/exam-requests/{asked.pk}/answer/", {"granted": "no", "reason": "x"}),
        (f"/admin/exam-requests/seats/{asked.seat_id}/", {"kind": "other", "text": "x"}),
        ("/admin/marking/next/", {"sitting": marked.pk, "item": item}),
    ):
        assert page.post(address, said).status_code == 404, address
    marked.refresh_from_db()
    assert (marked.state, marked.rulings.count(), Appeal.objects.count()) == ("marked", 0, 1)
    assert AccommodationRequest.objects.get().state == "waiting"
