from uuid import uuid4

import pytest

from lms.people import api as people
from lms.people.models import Device
from lms.sync import replay
from streaming import planning, running
from streaming.models import Attendance, LessonDraft, LiveQuestion, PollAnswer, Recording
from streaming.room import polls
from tests.factories import people as people_factory
from tests.factories import streaming as a
from tests.factories import tablet as tablets

pytestmark = pytest.mark.usefixtures("commits")


@pytest.fixture
def tablet(client, prison, ward, device_keeper):
    """A shared tablet of the first ward, where the learner 1001 is at home."""
    yield tablets.paired(tablets.over_client(client), by=device_keeper, prison=prison, ward=ward)
    replay.close()


def listed(tablet, learner):
    status, reply = tablet.json("GET", f"/api/v1/live/?learner={learner.pk}")
    assert status == 200, reply
    return reply["broadcasts"]


def test_a_learner_of_the_ward_sees_the_lesson_and_gets_a_path(live, tablet, learner):
    (found,) = listed(tablet, learner)
    assert (found["title"], found["state"], found["teacher"]) == ("用电安全直播课", "live", "李警官")
    assert found["prefix"].startswith("/live/")
    assert found["prefix"].endswith(f"/{live.pk}/")


def test_a_learner_of_another_ward_sees_nothing(prison, teacher, second_ward, tablet, learner):
    a.live(prison, by=teacher, wards=[second_ward])
    assert listed(tablet, learner) == []


def test_another_wards_broadcast_is_not_found_by_its_number(prison, teacher, second_ward, tablet, learner):
    elsewhere = a.live(prison, by=teacher, wards=[second_ward])
    status, reply = tablet.json("GET", f"/api/v1/live/{elsewhere.pk}?learner={learner.pk}")
    assert (status, reply["code"]) == (404, "not_found")


def test_a_learner_of_another_tablet_is_not_found(live, tablet, prison, second_ward):
    stranger = people_factory.learner(second_ward, number="2001")
    status, _reply = tablet.json("GET", f"/api/v1/live/?learner={stranger.pk}")
    assert status == 404


def test_a_revoked_tablet_and_a_learner_who_was_moved_get_no_new_path(
    live, tablet, learner, second_ward, device_keeper, education_office
):
    """What they hold dies by itself: tests/streaming/delivery/test_signed_paths.py."""
    address = f"/api/v1/live/{live.pk}?learner={learner.pk}"
    assert tablet.json("GET", address)[1]["prefix"]
    people.move_learner(learner.pk, second_ward, by=education_office)
    assert tablet.json("GET", address)[0] == 404
    people.revoke_device(Device.objects.get().pk, by=device_keeper)
    assert tablet.json("GET", address)[0] in (401, 403)


def test_a_planned_lesson_has_no_path_yet(prison, teacher, ward, tablet, learner):
    a.broadcast(prison, by=teacher, wards=[ward])
    (found,) = listed(tablet, learner)
    assert (found["state"], found["prefix"]) == ("scheduled", "")


def test_a_cancelled_lesson_is_gone(prison, teacher, ward, tablet, learner):
    planned = a.broadcast(prison, by=teacher, wards=[ward])
    planning.cancel_broadcast(planned.pk, by=teacher)
    assert listed(tablet, learner) == []


def test_a_players_report_makes_attendance_and_renews_the_path(live, tablet, learner):
    body = {"learner": str(learner.pk), "seconds": 30, "picture": True, "sound": False}
    status, reply = tablet.json("POST", f"/api/v1/live/{live.pk}/seen", body)
    assert (status, reply["prefix_seconds"] > 0) == (200, True)
    row = Attendance.objects.get()
    assert (row.learner, row.sound, str(row.device_id)) == (learner, False, tablet.device)


@pytest.mark.parametrize(("stage", "lesson"), [("published", "urn:newleaf:lesson:1"), ("draft", "")])
def test_an_ended_broadcast_names_its_lesson_once_that_is_published(live, tablet, learner, teacher, stage, lesson):
    running.end_broadcast(live.pk, by=teacher)
    recording = Recording.objects.create(broadcast=live, stage=stage)
    LessonDraft.objects.create(recording=recording, lesson_iri="urn:newleaf:lesson:1")
    (found,) = listed(tablet, learner)
    assert (found["state"], found["lesson"]) == ("ended", lesson)


def test_an_ended_broadcast_without_a_recording_names_no_lesson(live, tablet, learner, teacher):
    running.end_broadcast(live.pk, by=teacher)
    assert listed(tablet, learner)[0]["lesson"] == ""


def test_a_question_sent_twice_arrives_once(live, tablet, learner):
    body = {"id": str(uuid4()), "learner": str(learner.pk), "text": "为什么要先断电？"}
    assert [tablet.json("POST", f"/api/v1/live/{live.pk}/questions", body)[0] for _ in range(2)] == [204, 204]
    assert LiveQuestion.objects.count() == 1


def test_a_question_after_the_end_is_refused_with_a_sentence(live, tablet, learner, teacher):
    running.end_broadcast(live.pk, by=teacher)
    body = {"id": str(uuid4()), "learner": str(learner.pk), "text": "还有时间吗？"}
    status, reply = tablet.json("POST", f"/api/v1/live/{live.pk}/questions", body)
    assert (status, reply["code"]) == (409, "not_now")
    assert reply["title"]


def test_an_answer_to_the_poll_counts(live, tablet, learner, teacher):
    poll = polls.open_poll(live, "先做什么？", ["断电", "戴手套"], by=teacher)
    body = {"learner": str(learner.pk), "poll": str(poll.pk), "option": 1}
    assert tablet.json("POST", f"/api/v1/live/{live.pk}/poll", body)[0] == 204
    assert PollAnswer.objects.get().option == 1


def test_without_the_tablets_key_nothing_is_told(live, client, learner):
    reply = client.get(f"/api/v1/live/?learner={learner.pk}", HTTP_HOST=tablets.HOST)
    assert reply.status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"learner": "x"}, {"learner": "x", "seconds": -1}, {"learner": None, "seconds": 1}]
)
def test_a_report_of_another_shape_is_refused(live, tablet, body):
    status, reply = tablet.json("POST", f"/api/v1/live/{live.pk}/seen", body)
    assert (status, "code" in reply) == (422, True)
