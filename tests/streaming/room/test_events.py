import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import AsyncRequestFactory

from lms.lib.ids import new_id
from streaming.ingest import tokens
from streaming.room import events, questions
from tests.factories import streaming as a

pytestmark = pytest.mark.usefixtures("commits")


async def lines(live, sender, *, broadcast=None):
    request = AsyncRequestFactory().get(f"/?token={tokens.make((broadcast or live).pk, sender)}")
    return await events.events(request, live.pk)


@pytest.fixture(autouse=True)
def same_connection(monkeypatch):
    """The test's transaction is seen by its own connection only."""

    async def in_place(work, *args):
        return await sync_to_async(work, thread_sensitive=True)(*args)

    monkeypatch.setattr(events, "in_thread", in_place)


def first_desk(live, sender):
    async def read():
        response = await lines(live, sender)
        async for line in response.streaming_content:
            if line.startswith(b"data: "):
                return json.loads(line[6:])

    return async_to_sync(read)()


def test_the_teacher_hears_what_was_asked_and_by_whom(live, learner, teacher):
    questions.ask(live, learner, new_id(), "为什么要先断电？")
    desk = first_desk(live, f"officer:{teacher.pk}")
    assert [(one["text"], one["who"]) for one in desk["questions"]] == [("为什么要先断电？", "王小明 (1001)")]
    assert desk["wards"][0]["of"] == 1


def test_a_guest_hears_what_was_asked_but_not_by_whom(live, learner):
    questions.ask(live, learner, new_id(), "为什么要先断电？")
    assert [one["who"] for one in first_desk(live, "guest:1")["questions"]] == [""]


def test_a_token_of_another_broadcast_opens_nothing(live, prison, teacher):
    other = a.broadcast(prison, by=teacher)
    response = async_to_sync(lines)(live, f"officer:{teacher.pk}", broadcast=other)
    assert response.status_code == 401
