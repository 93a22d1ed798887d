import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import AsyncRequestFactory

from assessments.exams.sittings import api as sittings
from assessments.exams.sittings import events
from tests.factories import sittings as some

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def same_connection(monkeypatch):
    """The test's transaction is seen by its own connection only."""

    async def in_place(work, *args):
        return await sync_to_async(work, thread_sensitive=True)(*args)

    monkeypatch.setattr(events, "in_thread", in_place)
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.01)


@pytest.fixture
def sitting(evaluator, invigilator, learners):
    return some.an_open_sitting(evaluator, learners, invigilator=invigilator)


async def opened(sitting, token):
    return await events.events(AsyncRequestFactory().get(f"/?token={token}"), sitting.pk)


def status(sitting, token):
    return async_to_sync(opened)(sitting, token).status_code


def boards(sitting, officer, *between):
    """What the line tells at first, and after each of the acts."""

    async def read():
        response = await opened(sitting, events.line_token(sitting, officer))
        found, todo = [], list(between)
        async for line in response.streaming_content:
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
                if not todo:
                    return found
                await sync_to_async(todo.pop(0), thread_sensitive=True)()

    return async_to_sync(read)()


def test_the_invigilator_hears_of_each_change(sitting, invigilator):
    before, after = boards(sitting, invigilator, lambda: sittings.pause(sitting.pk, by=invigilator))
    assert (before["paused"], after["paused"]) == (False, True)
    assert after["now"] >= before["now"]


def test_nothing_is_told_while_nothing_changes(sitting, invigilator, monkeypatch):
    monkeypatch.setattr(events, "LONGEST_SECONDS", 0.3)

    async def read():
        response = await opened(sitting, events.line_token(sitting, invigilator))
        return [line async for line in response.streaming_content if line.startswith(b"data: ")]

    assert len(async_to_sync(read)()) == 1


def test_a_token_of_another_sitting_opens_nothing(sitting, evaluator, learners):
    other = some.an_open_sitting(evaluator, learners, version=sitting.version)
    assert status(sitting, events.line_token(other, evaluator)) == 401


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_without_a_token_nothing_opens(sitting, token):
    assert status(sitting, token) == 401


def test_a_token_that_is_too_old_opens_nothing(sitting, invigilator, monkeypatch):
    monkeypatch.setattr(events, "LIFETIME_SECONDS", -1)
    assert status(sitting, events.line_token(sitting, invigilator)) == 401


def test_whose_role_was_taken_back_hears_nothing_more(sitting, invigilator):
    token = events.line_token(sitting, invigilator)
    assert status(sitting, token) == 200
    invigilator.grants.all().delete()
    assert status(sitting, token) == 401


def test_another_prison_hears_nothing(sitting, other_evaluator):
    assert status(sitting, events.line_token(sitting, other_evaluator)) == 401
