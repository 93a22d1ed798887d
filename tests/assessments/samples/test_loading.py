"""The sample bank, papers and sittings as the demo gets them."""

import pytest

from assessments.bank.models import Item
from assessments.certification.models import Candidacy, PartResult, Scheme
from assessments.exams.models import Appeal, Paper, Response, Seat, Sitting
from assessments.exams.sittings.sealing import key_of
from assessments.samples import loading
from tests.factories import people as a
from tests.factories import sittings as some
from tests.factories.devices import device

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def cast(prison, ward, second_ward, device_keeper, education_office):
    evaluators = [a.officer(prison, "evaluator", username=f"evaluator{n}") for n in (1, 2)]
    return loading.Cast(
        prison=prison,
        evaluator=evaluators[0],
        second=evaluators[1],
        chief=a.officer(prison, "chief_evaluator", username="chief"),
        invigilator=a.officer(prison, "invigilator", username="invigilator"),
        office=education_office,
        device=device(device_keeper, ward),
        past=some.candidates(second_ward, loading.PAST_CANDIDATES, first=3001),
        ready=some.candidates(ward, 2, by=education_office),
    )


def test_bank_papers_a_past_sitting_and_one_that_can_begin(cast):
    loading.load_exams(cast, lambda _percent, _sentence: None)
    assert Item.objects.count() == 403
    assert Paper.objects.filter(versions__isnull=False).count() == 3
    past, ready = Sitting.objects.get(title=loading.PAST), Sitting.objects.get(title=loading.READY)
    assert past.seats.filter(state=Seat.State.SUBMITTED).count() == 60
    assert Response.objects.filter(seat__sitting=past).count() > 60 * 35
    assert not past.seats.filter(clock_doubted=True).exists()
    assert past.state == "released"
    points = sorted(seat.outcome.points for seat in past.seats.select_related("outcome"))
    assert points[0] < 45 < points[30] < 85 < points[-1]
    assert Appeal.objects.filter(seat__sitting=past).count() == 2
    assert len(some.paper_of(ready, key=key_of(ready)).seats) == 2
    assert Scheme.objects.filter(versions__state="live").values("kind").distinct().count() == 4
    states = set(Candidacy.objects.filter(scheme__code="HG5").values_list("state", flat=True))
    assert states <= {"eligible", "not_eligible"} and PartResult.objects.filter(passed=True).count() > 20
    assert set(Candidacy.objects.filter(scheme__code="ZS5").values_list("state", flat=True)) == {"seated"}
    sections = {place["section"]: 0 for place in past.seats.first().form}
    assert len(sections) == 6


def counts():
    return [model.objects.count() for model in (Item, Paper, Sitting, Seat, Response, Candidacy, PartResult)]


def test_loading_again_changes_nothing(cast):
    loading.load_exams(cast, lambda _percent, _sentence: None)
    before = counts()
    loading.load_exams(cast, lambda _percent, _sentence: None)
    assert counts() == before
