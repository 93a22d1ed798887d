import pytest

from assessments.exams.sittings.screens.candidates import numbers_in
from tests.factories import people as a
from tests.factories import sittings as some

from .screens import get, post, refused, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(evaluator, learners):
    return some.a_sitting(evaluator, learners)


def numbers_of(sitting):
    return list(sitting.seats.order_by("number").values_list("learner__number", flat=True))


def test_candidates_are_found_by_ward_and_name(client, evaluator, sitting, ward, second_ward):
    a.learner(ward, number="3001", name="甲一")
    a.learner(second_ward, number="3002", name="乙二")
    page = text_of(get(client, evaluator, "sitting_candidates", sitting.pk, ward=second_ward.pk))
    assert [name in page for name in ("甲一", "乙二")] == [False, True]
    page = text_of(get(client, evaluator, "sitting_candidates", sitting.pk, q="jiay"))
    assert "乙二" not in page


def test_ticked_learners_get_a_seat(client, evaluator, sitting, ward):
    new = [a.learner(ward, number=str(3001 + n), name=f"新{n}") for n in range(3)]
    post(client, evaluator, "sitting_candidates_add", sitting.pk, learner=[str(one.pk) for one in new])
    assert numbers_of(sitting) == ["2001", "2002", "3001", "3002", "3003"]


@pytest.mark.parametrize("key", ["x", "01900000-0000-7000-8000-000000000000"])
def test_who_is_not_there_gets_no_seat(client, evaluator, sitting, key):
    post(client, evaluator, "sitting_candidates_add", sitting.pk, learner=[key])
    assert len(numbers_of(sitting)) == 2


def test_a_learner_of_another_prison_gets_no_seat(client, evaluator, sitting, other_learner):
    response = post(client, evaluator, "sitting_candidates_add", sitting.pk, learner=[str(other_learner.pk)])
    assert response.status_code == 404
    assert len(numbers_of(sitting)) == 2


def test_the_invigilator_chooses_nobody(client, evaluator, invigilator, learners, ward):
    version = some.an_approved_paper(evaluator)
    sitting = some.a_sitting(evaluator, learners, version=version, invigilator=invigilator)
    new = a.learner(ward, number="3001")
    response = post(client, invigilator, "sitting_candidates_add", sitting.pk, learner=[str(new.pk)])
    assert refused(response)
    assert len(numbers_of(sitting)) == 2


def test_a_pasted_list_is_reported_before_anything_is_added(client, evaluator, sitting, ward):
    a.learner(ward, number="3001", name="赵甲")
    page = text_of(post(client, evaluator, "sitting_candidates_paste", sitting.pk, numbers="3001\n2001\n9999"))
    assert "1 would get a seat" in page
    assert "赵甲" in page
    assert "1 has a seat already" in page
    assert "<strong>9999</strong>" in page
    assert len(numbers_of(sitting)) == 2


def test_a_pasted_list_is_added(client, evaluator, sitting, ward):
    a.learner(ward, number="3001", name="赵甲")
    post(client, evaluator, "sitting_candidates_paste", sitting.pk, numbers="3001, 9999", add="1")
    assert numbers_of(sitting) == ["2001", "2002", "3001"]


def test_numbers_of_another_prison_are_not_found(client, evaluator, sitting, other_learner):
    page = text_of(post(client, evaluator, "sitting_candidates_paste", sitting.pk, numbers="1001"))
    assert "<strong>1001</strong>" in page
    assert "刘外监" not in page


def test_a_list_that_is_too_long_is_refused(client, evaluator, sitting):
    numbers = " ".join(map(str, range(1001)))
    page = text_of(post(client, evaluator, "sitting_candidates_paste", sitting.pk, numbers=numbers, add="1"))
    assert "Paste at most 1000 numbers" in page


def test_a_list_is_read_however_it_is_separated():
    assert numbers_in("1001\t1002\r\n1003，1004;1001 \x00 1005") == ["1001", "1002", "1003", "1004", "1005"]


def test_a_candidate_is_taken_out(client, evaluator, sitting):
    seat = sitting.seats.get(number=1)
    post(client, evaluator, "sitting_candidate_remove", sitting.pk, seat.pk)
    assert numbers_of(sitting) == ["2002"]


def test_a_seat_of_another_sitting_is_not_there(client, evaluator, sitting, learners):
    other = some.a_sitting(evaluator, learners, version=sitting.version)
    seat = other.seats.get(number=1)
    assert post(client, evaluator, "sitting_candidate_remove", sitting.pk, seat.pk).status_code == 404
    assert get(client, evaluator, "sitting_candidate_needs", sitting.pk, seat.pk).status_code == 404


def test_what_a_candidate_needs_is_saved(client, evaluator, sitting):
    seat = sitting.seats.get(number=1)
    said = {"extra_minutes": "20", "read_aloud": "on", "language": "en"}
    assert post(client, evaluator, "sitting_candidate_needs", sitting.pk, seat.pk, **said).status_code == 302
    seat.refresh_from_db()
    assert (seat.extra_seconds, seat.read_aloud, seat.language) == (1200, True, "en")


@pytest.mark.parametrize("minutes", ["-5", "abc", "1000"])
def test_extra_time_that_makes_no_sense_is_refused(client, evaluator, sitting, minutes):
    seat = sitting.seats.get(number=1)
    response = post(client, evaluator, "sitting_candidate_needs", sitting.pk, seat.pk, extra_minutes=minutes)
    assert response.status_code == 422
    seat.refresh_from_db()
    assert seat.extra_seconds == 0


def test_after_the_sealing_nobody_is_added_and_the_page_says_why(client, evaluator, learners, ward):
    sitting = some.a_sealed_sitting(evaluator, learners)
    new = a.learner(ward, number="3001")
    post(client, evaluator, "sitting_candidates_add", sitting.pk, learner=[str(new.pk)])
    assert len(numbers_of(sitting)) == 2
    assert "sealed already" in text_of(get(client, evaluator, "sitting_candidates", sitting.pk))
