import json
import uuid

import pytest

from assessments.exams.models import Incident
from assessments.exams.sittings import api as sittings
from tests.factories import sittings as some

from .screens import act, get, post, refused, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(evaluator, invigilator, learners):
    return some.an_open_sitting(evaluator, learners, invigilator=invigilator)


def seat_of(sitting, number=1):
    return sitting.seats.get(number=number)


def kinds(sitting):
    return list(sitting.incidents.values_list("kind", flat=True))


def test_the_room_shows_every_seat(client, invigilator, sitting):
    board = get(client, invigilator, "sitting_board", sitting.pk).json()
    assert [(one["number"], one["name"], one["state"], one["of"]) for one in board["seats"]] == [
        (1, "考生1", "waiting", 3),
        (2, "考生2", "waiting", 3),
    ]
    assert board["state"] == "open"
    assert "room-config" in text_of(get(client, invigilator, "sitting_room", sitting.pk))


@pytest.mark.parametrize("name", ["sitting_room", "sitting_board"])
def test_the_room_is_not_for_others(client, education_office, other_evaluator, sitting, name):
    assert get(client, other_evaluator, name, sitting.pk).status_code == 404
    assert refused(get(client, education_office, name, sitting.pk))


def test_no_name_of_an_answer_stands_in_the_room(client, invigilator, sitting):
    """The screen needs no question of the paper."""
    assert "form" not in json.dumps(get(client, invigilator, "sitting_board", sitting.pk).json())


def test_the_sitting_is_opened_in_the_room(client, evaluator, invigilator, learners):
    sealed = some.a_sealed_sitting(evaluator, learners, invigilator=invigilator)
    assert act(client, invigilator, sealed, "open").json()["board"]["state"] == "open"


def test_everybody_is_paused_and_goes_on(client, invigilator, sitting):
    assert act(client, invigilator, sitting, "pause", text="火警").json()["board"]["paused"] is True
    assert act(client, invigilator, sitting, "resume").json()["board"]["paused"] is False
    assert kinds(sitting) == ["paused", "resumed"]


def test_one_is_paused(client, invigilator, sitting):
    board = act(client, invigilator, sitting, "pause", seat=str(seat_of(sitting).pk)).json()["board"]
    assert [one["paused"] for one in board["seats"]] == [True, False]


def test_time_is_added_to_all_and_to_one(client, invigilator, sitting):
    act(client, invigilator, sitting, "add-time", minutes="10")
    board = act(client, invigilator, sitting, "add-time", minutes=5, seat=str(seat_of(sitting).pk)).json()["board"]
    assert [one["left"] for one in board["seats"]] == [75 * 60, 70 * 60]


@pytest.mark.parametrize("minutes", [0, -1, 121, "x", None, [1]])
def test_time_that_makes_no_sense_is_refused_with_a_sentence(client, invigilator, sitting, minutes):
    response = act(client, invigilator, sitting, "add-time", minutes=minutes)
    assert response.status_code == 422
    assert response.json()["title"]
    sitting.refresh_from_db()
    assert sitting.added_seconds == 0


@pytest.mark.parametrize(("lost", "kind"), [(False, "tablet_replaced"), (True, "tablet_lost")])
def test_another_tablet_is_let_in(client, invigilator, sitting, lost, kind):
    board = act(client, invigilator, sitting, "replace", seat=str(seat_of(sitting).pk), lost=lost).json()["board"]
    assert kinds(sitting) == [kind]
    assert board["seats"][0]["flags"] == (["lost", "free"] if lost else ["free"])


def test_an_incident_is_noted_for_one_and_for_the_room(client, invigilator, sitting):
    act(client, invigilator, sitting, "note", text="去洗手间", seat=str(seat_of(sitting).pk))
    log = act(client, invigilator, sitting, "note", text="灯坏了").json()["board"]["log"]
    assert [(one["seat"], one["text"]) for one in log] == [(None, "灯坏了"), (1, "去洗手间")]


def test_an_empty_note_is_refused(client, invigilator, sitting):
    assert act(client, invigilator, sitting, "note", text="  ").json()["title"] == "Write what happened."
    assert not Incident.objects.exists()


def test_the_spoken_code_is_shown_and_that_is_noted(client, invigilator, sitting):
    assert len(act(client, invigilator, sitting, "code").json()["done"]) == 14
    assert kinds(sitting) == ["code_shown"]


def test_attendance_is_taken_of_one_of_all_others_and_undone(client, invigilator, sitting):
    first, second = str(seat_of(sitting).pk), str(seat_of(sitting, 2).pk)

    def here(response):
        return [one["attendance"] for one in response.json()["board"]["seats"]]

    assert here(act(client, invigilator, sitting, "attendance", seat=first, attendance="absent")) == ["absent", ""]
    assert here(act(client, invigilator, sitting, "attendance", attendance="present")) == ["absent", "present"]
    assert here(act(client, invigilator, sitting, "restore", was={second: ""})) == ["absent", ""]


@pytest.mark.parametrize("was", [{"x": ""}, {str(uuid.uuid4()): ""}, [1], {"seat": "late"}, None])
def test_an_undo_that_makes_no_sense_changes_nothing(client, invigilator, sitting, was):
    sittings.take_attendance(sitting.pk, "present", by=invigilator)
    assert act(client, invigilator, sitting, "restore", was=was).status_code in (404, 422)
    assert {seat.attendance for seat in sitting.seats.all()} == {"present"}


def test_one_is_ended_and_then_all(client, invigilator, sitting):
    board = act(client, invigilator, sitting, "end-seat", seat=str(seat_of(sitting).pk), text="作弊").json()["board"]
    assert [one["ended"] for one in board["seats"]] == [True, False]
    assert act(client, invigilator, sitting, "end").json()["board"]["state"] == "ended"


@pytest.mark.parametrize("name", ["open", "pause", "add-time", "note", "code", "attendance", "end"])
def test_who_does_not_hold_the_sitting_does_nothing(
    client, invigilator, education_office, other_evaluator, sitting, name
):
    said = {"minutes": 5, "text": "x", "attendance": "present"}
    assert act(client, other_evaluator, sitting, name, **said).status_code == 404
    assert refused(act(client, education_office, sitting, name, **said))
    sitting.refresh_from_db()
    assert (sitting.state, sitting.paused_at, sitting.added_seconds) == ("open", None, 0)
    assert not Incident.objects.exists()


def test_a_seat_of_another_sitting_is_not_there(client, evaluator, invigilator, sitting, learners):
    other = some.an_open_sitting(evaluator, learners, version=sitting.version)
    response = act(client, invigilator, sitting, "pause", seat=str(seat_of(other).pk))
    assert response.status_code == 404
    assert not Incident.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", '{"seat": "x"}', '{"seat": [1]}', "\x00"])
def test_what_is_no_request_is_refused_with_a_sentence(client, invigilator, sitting, body):
    act(client, invigilator, sitting, "resume")  # signs in
    response = client.post(f"/admin/sittings/{sitting.pk}/room/act/replace/", body, content_type="application/json")
    assert response.status_code == 422
    assert response.json()["title"]


def test_an_act_that_there_is_not_is_not_found(client, invigilator, sitting):
    assert act(client, invigilator, sitting, "explode").status_code == 404


def test_acts_want_a_post(client, invigilator, sitting):
    assert get(client, invigilator, "sitting_act", sitting.pk, "end").status_code == 405
    assert get(client, invigilator, "sitting_line", sitting.pk).status_code == 405


def test_what_is_not_possible_now_is_said_in_a_sentence(client, evaluator, invigilator, learners):
    sealed = some.a_sealed_sitting(evaluator, learners, invigilator=invigilator)
    response = act(client, invigilator, sealed, "pause")
    assert response.status_code == 409
    assert "not possible at this moment" in response.json()["title"]


def test_the_line_of_events_is_opened_for_the_invigilator_only(client, invigilator, education_office, sitting):
    assert post(client, invigilator, "sitting_line", sitting.pk).json()["token"]
    assert refused(post(client, education_office, "sitting_line", sitting.pk))
