"""A tablet that lies, and officers who are too quick: what does not count, and what cannot be done."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.bank import api as bank
from assessments.bank.drafts import read_any_item
from assessments.exams.models import Incident, ItemVersion, Seat, Sitting
from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.disguise import Disguise
from assessments.exams.sittings.errors import Begun, HasARecord, TooEarly
from assessments.exams.sittings.following import take_in_again
from assessments.samples.responses import right_response
from tests.factories import sittings as some
from tests.factories import tablet as tablets
from tests.factories.bank import an_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(evaluator, learners):
    return some.an_open_sitting(evaluator, learners, version=some.an_approved_paper(evaluator, kinds=["fill_in"]))


@pytest.fixture
def seat(sitting):
    return sitting.seats.get(number=1)


@pytest.fixture
def item(seat):
    return seat.form[0]["item"]


@pytest.fixture
def candidate(sitting, seat, a_tablet):
    return some.Candidate(a_tablet(), sitting.pk, seat)


def taken_in(candidate):
    candidate.tablet.deliver()
    sittings.follow_sittings()
    return list(candidate.seat.responses.values_list("response", flat=True))


def with_now(link, moment):
    body = json.loads(link.content)
    body["context"]["extensions"]["urn:newleaf:now"] = moment
    return body


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "yesterday"])
def test_an_impossible_clock_keeps_nobody_from_being_taken_in(candidate, item, moment):
    candidate.passes(5).answer(item, "36[,]V")
    body = with_now(candidate.tablet.links.pop(), moment)
    candidate.tablet.write(body)
    assert taken_in(candidate) == ["36[,]V"]


def test_a_nul_in_a_response_is_taken_out(candidate, item):
    candidate.passes(5).answer(item, "36\x00[,]V")
    assert taken_in(candidate) == ["36[,]V"]


@pytest.mark.parametrize("kind", ["choice", "order", "match", "inline_choice", "hotspot"])
def test_the_banks_own_ids_score_nothing(evaluator, kind):
    document = bank.item_document(an_item(evaluator, kind).pk).model_dump(mode="json")
    right = right_response(read_any_item.validate_python(document))
    disguise = Disguise("seed", "1", document)
    assert bank.score(read_any_item.validate_python(document), disguise.undone(disguise.done(right))) == 1
    assert bank.score(read_any_item.validate_python(document), disguise.undone(right)) == 0


def test_the_order_in_which_steps_are_shown_follows_from_nothing_in_the_bank(evaluator):
    document = bank.item_document(an_item(evaluator, "order").pk).model_dump(mode="json")
    shown = [entry["id"] for entry in Disguise("seed", "1", document).shown()["entries"]]
    assert shown == sorted(shown)


def test_what_was_given_after_the_invigilator_had_ended_it_does_not_count(candidate, sitting, seat, item, evaluator):
    candidate.passes(5).answer(item, "36[,]V")
    assert taken_in(candidate) == ["36[,]V"]
    sittings.end_seat(sitting.pk, seat.pk, by=evaluator)
    Seat.objects.filter(pk=seat.pk).update(ended_at=timezone.now() - timedelta(minutes=5))
    candidate.passes(5).answer(item, "24[,]V")
    assert taken_in(candidate) == ["36[,]V"]
    assert seat.incidents.filter(kind=Incident.Kind.LATE).count() == 1


def test_what_arrives_after_the_marking_was_closed_counts_when_it_is_opened_again(candidate, sitting, seat, item):
    Sitting.objects.filter(pk=sitting.pk).update(state="marked")
    candidate.passes(5).answer(item, "36[,]V")
    assert taken_in(candidate) == []
    assert seat.incidents.get().kind == Incident.Kind.AFTER_CLOSING
    Sitting.objects.filter(pk=sitting.pk).update(state="ended")
    assert take_in_again(Sitting.objects.get(pk=sitting.pk)) == 1
    assert [row.response for row in seat.responses.all()] == ["36[,]V"]


def test_a_second_tablet_that_nobody_let_in_is_seen(candidate, sitting, seat, a_tablet):
    candidate.begin()
    taken_in(candidate)
    other = some.Candidate(a_tablet(), sitting.pk, seat)
    other.begin()
    taken_in(other)
    seat.refresh_from_db()
    assert seat.clock_doubted
    assert seat.incidents.get().kind == Incident.Kind.TABLET_REPLACED


def test_one_that_the_invigilator_let_in_is_not_doubted(candidate, sitting, seat, a_tablet, evaluator):
    candidate.begin()
    taken_in(candidate)
    sittings.replace_tablet(sitting.pk, seat.pk, by=evaluator, lost=False)
    other = some.Candidate(a_tablet(), sitting.pk, seat)
    other.begin()
    taken_in(other)
    seat.refresh_from_db()
    assert not seat.clock_doubted
    assert str(seat.device_id) == other.tablet.device


def test_a_personal_tablet_is_for_its_own_learners_seat(client, device_keeper, sitting, learners):
    own = tablets.paired(
        tablets.over_client(client), by=device_keeper, prison=sitting.prison, kind="personal", learner=learners[1]
    )
    first, second = sitting.seats.order_by("number")
    for seat, status in ((first, 404), (second, 200)):
        assert some.Candidate(own, sitting.pk, seat).api("enter")[0] == status


def test_a_report_alone_takes_no_seat(candidate, seat):
    assert candidate.api("report", {"used_ms": 3_000_000, "answered": 1})[0] == 200
    seat.refresh_from_db()
    assert (seat.device_id, seat.used_ms) == (None, 0)


def test_nobody_opens_a_sitting_days_early_or_reads_its_code(evaluator, learners):
    soon = timezone.now() + timedelta(days=2)
    sitting = some.a_sealed_sitting(evaluator, learners, planned_start=soon)
    for verb in (sittings.open_sitting, sittings.show_code):
        with pytest.raises(TooEarly):
            verb(sitting.pk, by=evaluator)


def test_a_paper_whose_code_was_read_out_is_not_taken_back(evaluator, learners):
    sitting = some.a_sealed_sitting(evaluator, learners)
    sittings.show_code(sitting.pk, by=evaluator)
    with pytest.raises(Begun):
        sittings.unseal_sitting(sitting.pk, by=evaluator)
    with pytest.raises(Begun):
        sittings.cancel_sitting(sitting.pk, by=evaluator, reason="Zu früh")


def test_a_candidate_with_a_record_stays(evaluator, learners):
    sitting = some.a_sitting(evaluator, learners)
    seat = sitting.seats.first()
    Incident.objects.create(sitting=sitting, seat=seat, kind=Incident.Kind.NOTE, at=timezone.now())
    with pytest.raises(HasARecord):
        sittings.remove_candidate(sitting.pk, seat.pk, by=evaluator)
    assert sitting.seats.count() == 2


def test_a_pause_that_lasts_to_the_end_is_written_down(sitting, seat, evaluator):
    sittings.pause(sitting.pk, by=evaluator)
    sittings.pause(sitting.pk, by=evaluator, seat_id=seat.pk)
    sittings.end_sitting(sitting.pk, by=evaluator)
    seat.refresh_from_db()
    assert seat.paused_at is None
    assert sitting.incidents.filter(kind=Incident.Kind.RESUMED).count() == 2


def test_items_that_are_not_in_the_form_are_noted(candidate, seat):
    candidate.passes(5).answer(999_999, "x")
    assert taken_in(candidate) == []
    assert seat.incidents.get().kind == Incident.Kind.KEPT_OUT
    assert ItemVersion.objects.exists()
