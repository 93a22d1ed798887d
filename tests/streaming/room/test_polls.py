import json

import pytest
from django.core.exceptions import PermissionDenied

from lms.lib.errors import NotFoundHere
from lms.lib.ids import new_id
from streaming.room import polls
from streaming.room.errors import BadPoll, NotNow, PollClosed, PollOpen
from tests.factories import people as people_factory
from tests.factories import streaming as a

pytestmark = pytest.mark.usefixtures("commits")
OPTIONS = ["先断电", "先戴手套"]


@pytest.fixture
def poll(live, teacher):
    return polls.open_poll(live, "动手以前先做什么？", OPTIONS, by=teacher, right=0)


def board(folder, broadcast):
    return json.loads((folder / "live" / str(broadcast.pk) / "room.json").read_text())["poll"]


def test_the_last_answer_of_each_learner_counts(live, poll, learner, ward):
    polls.answer_poll(live, learner, poll.pk, 1)
    polls.answer_poll(live, learner, poll.pk, 0)
    polls.answer_poll(live, people_factory.learner(ward, number="1002"), poll.pk, 1)
    assert polls.tally(poll) == [1, 1]


def test_a_closed_poll_takes_no_answer(live, poll, learner, teacher):
    polls.close_poll(live, poll.pk, by=teacher, show=True)
    with pytest.raises(PollClosed):
        polls.answer_poll(live, learner, poll.pk, 0)


def test_learners_see_tally_and_solution_only_when_they_are_shown(live, poll, learner, teacher, own_data):
    polls.answer_poll(live, learner, poll.pk, 0)
    assert (board(own_data, live)["tally"], board(own_data, live)["right"]) == ([], None)
    polls.close_poll(live, poll.pk, by=teacher, show=True)
    assert (board(own_data, live)["tally"], board(own_data, live)["right"]) == ([1, 0], 0)


def test_a_poll_that_is_closed_without_showing_disappears(live, poll, teacher, own_data):
    polls.close_poll(live, poll.pk, by=teacher, show=False)
    assert board(own_data, live) is None


def test_one_poll_is_open_at_a_time(live, poll, teacher):
    with pytest.raises(PollOpen):
        polls.open_poll(live, "第二个问题？", OPTIONS, by=teacher)


@pytest.mark.parametrize(
    ("question", "options"),
    [("", OPTIONS), ("问？", ["一"]), ("问？", ["一", "一"]), ("问？", list("一二三四五六七")), ("问？", ["一", "长" * 101])],
)  # fmt: skip
def test_a_bad_poll_is_refused(live, teacher, question, options):
    with pytest.raises(BadPoll):
        polls.open_poll(live, question, options, by=teacher)


def test_an_answer_that_does_not_exist_is_refused(live, poll, learner):
    with pytest.raises(BadPoll):
        polls.answer_poll(live, learner, poll.pk, 2)
    with pytest.raises(NotFoundHere):
        polls.answer_poll(live, learner, new_id(), 0)


def test_no_poll_before_the_lesson_is_live(prison, teacher):
    with pytest.raises(NotNow):
        polls.open_poll(a.broadcast(prison, by=teacher), "问？", OPTIONS, by=teacher)


def test_another_prisons_teacher_opens_no_poll(live, outsider):
    with pytest.raises(PermissionDenied):
        polls.open_poll(live, "问？", OPTIONS, by=outsider)
