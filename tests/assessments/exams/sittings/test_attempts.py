"""What candidates' tablets send, and what stands on the server afterwards."""

import random

import pytest

from assessments.exams.models import Incident, ItemVersion, Seat
from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.sealing import disguise_of
from tests.factories import sittings as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(evaluator, learners):
    return some.an_open_sitting(evaluator, learners)


@pytest.fixture
def seat(sitting):
    return sitting.seats.get(number=1)


@pytest.fixture
def candidate(sitting, seat, a_tablet):
    return some.Candidate(a_tablet(), sitting.pk, seat)


def items_of(sitting):
    return list(ItemVersion.objects.filter(pk__in=[place["item"] for place in sitting.seats.first().form]))


def given(seat):
    return {row.item.document["kind"]: row.response for row in seat.responses.select_related("item")}


def test_the_last_response_counts_in_the_banks_own_words(candidate, sitting, seat):
    choice = next(one for one in items_of(sitting) if one.document["kind"] == "choice")
    first, second = (option["id"] for option in choice.document["options"])
    names = disguise_of(sitting, choice)
    candidate.begin()
    candidate.passes(20).answer(choice.pk, names.name(first))
    candidate.passes(20).answer(choice.pk, names.name(second))
    candidate.passes(20).submit()
    status, _receipt = candidate.tablet.deliver()
    assert status == 200
    sittings.follow_sittings()
    seat.refresh_from_db()
    assert given(seat) == {"choice": second}
    assert (seat.state, seat.used_ms, seat.received, seat.clock_doubted) == ("submitted", 60_000, 1, False)


def test_the_order_of_arrival_and_repetition_change_nothing(candidate, sitting, seat):
    texts = next(one for one in items_of(sitting) if one.document["kind"] == "fill_in")
    for number in range(6):
        candidate.passes(5).answer(texts.pk, f"{number}[,]V")
    links = candidate.tablet.links
    chance = random.Random(4)
    for _round in range(3):
        for link in chance.sample(links, len(links)):
            assert candidate.tablet.deliver([link])[0] == 200
        sittings.follow_sittings()
    assert given(seat) == {"fill_in": "5[,]V"}


def test_a_question_that_is_not_in_the_form_is_not_taken(candidate, sitting, seat, evaluator, other_prison):
    candidate.passes(1).answer(999_999, "a")
    candidate.tablet.deliver()
    sittings.follow_sittings()
    assert not seat.responses.exists()


def test_nobody_answers_in_anothers_seat(candidate, sitting, seat):
    other = sitting.seats.get(number=2)
    candidate.seat = Seat(pk=seat.pk, learner_id=other.learner_id)
    candidate.passes(1).answer(items_of(sitting)[0].pk, "a")
    candidate.tablet.deliver()
    sittings.follow_sittings()
    seat.refresh_from_db()
    assert (seat.state, seat.responses.count()) == ("waiting", 0)


def test_what_was_given_after_the_time_stands_as_an_incident_and_does_not_count(candidate, sitting, seat):
    item = next(one for one in items_of(sitting) if one.document["kind"] == "fill_in")
    candidate.passes(sitting.minutes * 60 - 1).answer(item.pk, "36[,]V")
    candidate.passes(60).answer(item.pk, "late")
    candidate.tablet.deliver()
    sittings.follow_sittings()
    assert given(seat) == {"fill_in": "36[,]V"}
    assert sitting.incidents.filter(kind=Incident.Kind.LATE, seat=seat).count() == 1


def test_added_time_moves_the_end(candidate, sitting, seat, evaluator):
    sittings.add_time(sitting.pk, 5, by=evaluator, seat_id=seat.pk)
    item = next(one for one in items_of(sitting) if one.document["kind"] == "fill_in")
    candidate.passes(sitting.minutes * 60 + 120).answer(item.pk, "36[,]V")
    candidate.tablet.deliver()
    sittings.follow_sittings()
    assert given(seat) == {"fill_in": "36[,]V"}


def test_a_restart_costs_no_time_and_is_noted(candidate, sitting, seat):
    item = items_of(sitting)[0]
    candidate.begin()
    candidate.passes(600).answer(item.pk, "a")
    candidate.restart().begin()
    candidate.passes(300).answer(item.pk, "b")
    candidate.tablet.deliver()
    sittings.follow_sittings()
    seat.refresh_from_db()
    assert (seat.used_ms, seat.clock_doubted) == (900_000, True)
    assert list(sitting.incidents.values_list("kind", flat=True)) == [Incident.Kind.RESTARTED]


def test_a_count_that_runs_slower_than_the_clock_is_noticed(candidate, sitting, seat):
    candidate.begin()
    candidate.passes(10)
    candidate.monotonic_ms += 60_000
    candidate.answer(items_of(sitting)[0].pk, "a")
    candidate.tablet.deliver()
    sittings.follow_sittings()
    seat.refresh_from_db()
    assert seat.clock_doubted
    assert sitting.incidents.filter(kind=Incident.Kind.CLOCK).exists()


def test_the_key_comes_only_when_the_sitting_is_open(evaluator, learners, a_tablet):
    sitting = some.a_sealed_sitting(evaluator, learners)
    tablet = a_tablet()
    status, problem = tablet.json("POST", f"/api/v1/exams/{sitting.pk}/key")
    assert (status, problem["code"]) == (409, "sitting_not_open")
    sittings.open_sitting(sitting.pk, by=evaluator)
    status, reply = tablet.json("POST", f"/api/v1/exams/{sitting.pk}/key")
    assert some.paper_of(sitting, key=some.unb64(reply["key"])).sitting == str(sitting.pk)


def test_the_key_does_not_come_to_a_tablet_of_another_prison(evaluator, learners, client, other_prison, other_ward):
    from tests.factories import people as a
    from tests.factories import tablet

    sitting = some.an_open_sitting(evaluator, learners)
    keeper = a.officer(other_prison, "device_keeper", username="other-keeper")
    other = tablet.paired(tablet.over_client(client), by=keeper, prison=other_prison, ward=other_ward)
    assert other.json("POST", f"/api/v1/exams/{sitting.pk}/key")[0] == 404


def test_a_second_tablet_gets_the_seat_only_when_the_invigilator_lets_it_in(
    candidate, sitting, seat, evaluator, a_tablet
):
    item = next(one for one in items_of(sitting) if one.document["kind"] == "choice")
    name = disguise_of(sitting, item).name(item.document["options"][0]["id"])
    assert candidate.api("enter")[0] == 200
    candidate.passes(600).answer(item.pk, name)
    candidate.tablet.deliver()
    sittings.follow_sittings()
    second = some.Candidate(a_tablet(), sitting.pk, seat)
    assert second.api("enter")[1]["code"] == "seat_elsewhere"
    sittings.replace_tablet(sitting.pk, seat.pk, by=evaluator, lost=True, text="屏幕碎了")
    status, entry = second.api("enter")
    assert status == 200
    assert entry["used_ms"] == 600_000
    assert [(one["item"], one["response"]) for one in entry["responses"]] == [(str(item.pk), name)]
    assert candidate.api("report", {"used_ms": 1, "answered": 1})[1]["elsewhere"] is True


def test_a_report_shows_the_invigilator_and_brings_orders(candidate, sitting, seat, evaluator):
    candidate.api("enter")
    sittings.pause(sitting.pk, by=evaluator)
    status, orders = candidate.api("report", {"used_ms": 10, "answered": 2})
    assert (status, orders["paused"], orders["seconds"]) == (200, True, sitting.minutes * 60)
    seat.refresh_from_db()
    assert (seat.answered, seat.state) == (2, "answering")


def test_tablets_are_told_of_the_sitting_and_fetch_the_package_ahead(evaluator, learners, a_tablet):
    tablet = a_tablet()
    before = tablet.json("GET", "/api/v1/sync")[1]
    assert before["exams"] == []
    sitting = some.a_sealed_sitting(evaluator, learners)
    notice = tablet.json("GET", "/api/v1/sync")[1]["exams"][0]
    assert (notice["package"], notice["state"]) == (sitting.package, "sealed")
    prefix = tablet.json("GET", "/api/v1/blob-access")[1]["prefix"]
    status, _headers, data = tablet.send("GET", f"{prefix}{sitting.package}", {}, b"")
    assert status == 200
    assert len(data) == sitting.package_bytes
