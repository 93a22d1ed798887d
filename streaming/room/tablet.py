"""What tablets ask of live lessons, /api/v1/live: exactly the shapes of lms/sync/protocol.py."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Status

from lms.lib.errors import NotFoundHere
from lms.people import api as people
from lms.people.models import Learner
from lms.sync import protocol
from lms.sync.auth import tablet
from lms.sync.http import PROBLEMS, TabletAPI, answer_refusals, device_of
from streaming import delivery
from streaming.models import Broadcast, RecordingStage
from streaming.permissions import visible_to
from streaming.states import RUNNING, BroadcastState

from . import attendance, polls, questions

AHEAD, BEHIND = timedelta(days=7), timedelta(days=2)
MOST = 50

api = TabletAPI(title="Newleaf live API", version="1", urls_namespace="live_api", docs_url=None, openapi_url=None)


@api.get("", auth=tablet, response={200: protocol.LiveList, **PROBLEMS})
def live(request: HttpRequest, learner: UUID) -> protocol.LiveList:
    """What this learner may watch: running now, planned for the next week, ended within two days."""
    now = timezone.now()
    near = Q(state__in=RUNNING) | Q(planned_start__range=(now - BEHIND, now + AHEAD))
    found = (
        visible_to(learner_on(request, learner))
        .filter(near)
        .select_related("teacher", "recording__draft")
        .order_by("planned_start")
    )
    return protocol.LiveList(broadcasts=[_now(one) for one in found[:MOST]], server_time=now)


@api.get("/{broadcast}", auth=tablet, response={200: protocol.LiveNow, **PROBLEMS})
def one(request: HttpRequest, broadcast: UUID, learner: UUID) -> protocol.LiveNow:
    """One of them, with a fresh signed path."""
    return _now(broadcast_on(request, broadcast, learner)[0])


@api.post("/{broadcast}/seen", auth=tablet, response={200: protocol.LiveNow, **PROBLEMS})
def seen(request: HttpRequest, broadcast: UUID, body: protocol.LiveSeen) -> protocol.LiveNow:
    """A player's report; the answer renews its path."""
    found, learner = broadcast_on(request, broadcast, _uuid(body.learner))
    report = attendance.Seen(body.seconds, body.picture, body.sound)
    attendance.note_seen(found, learner, device_of(request), report)
    return _now(found)


@api.post("/{broadcast}/questions", auth=tablet, response={204: None, **PROBLEMS})
def ask(request: HttpRequest, broadcast: UUID, body: protocol.LiveQuestionSent) -> Status[None]:
    found, learner = broadcast_on(request, broadcast, _uuid(body.learner))
    questions.ask(found, learner, _uuid(body.id), body.text)
    return Status(204, None)


@api.post("/{broadcast}/poll", auth=tablet, response={204: None, **PROBLEMS})
def answer(request: HttpRequest, broadcast: UUID, body: protocol.LivePollAnswer) -> Status[None]:
    found, learner = broadcast_on(request, broadcast, _uuid(body.learner))
    polls.answer_poll(found, learner, _uuid(body.poll), body.option)
    return Status(204, None)


answer_refusals(api)


def learner_on(request: HttpRequest, learner: UUID) -> Learner:
    """A learner of the tablet that asks. Raises NotFoundHere."""
    found = people.learners_of_device(device_of(request)).filter(pk=learner).select_related("ward").first()
    if found is None:
        raise NotFoundHere
    return found


def broadcast_on(request: HttpRequest, broadcast: UUID, learner: UUID) -> tuple[Broadcast, Learner]:
    """A broadcast that this learner of this tablet may watch. Raises NotFoundHere."""
    viewer = learner_on(request, learner)
    found = visible_to(viewer).filter(pk=broadcast).select_related("teacher", "recording__draft").first()
    if found is None:
        raise NotFoundHere
    return found, viewer


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFoundHere from error


def _now(broadcast: Broadcast) -> protocol.LiveNow:
    begun = broadcast.state != BroadcastState.SCHEDULED
    return protocol.LiveNow(
        broadcast=str(broadcast.pk),
        title=broadcast.title,
        teacher=broadcast.teacher.name,
        course=broadcast.course_iri,
        language=broadcast.language,
        state=broadcast.state,
        planned_start=broadcast.planned_start,
        planned_minutes=broadcast.planned_minutes,
        since=broadcast.started_at,
        prefix=delivery.signed_prefix(broadcast.pk) if begun else "",
        prefix_seconds=delivery.LIFETIME_SECONDS if begun else 0,
        lesson=_lesson(broadcast) if broadcast.state == BroadcastState.ENDED else "",
    )


def _lesson(broadcast: Broadcast) -> str:
    """The lesson that the recording has become, once it is published; before, tablets are told nothing of it."""
    recording = getattr(broadcast, "recording", None)
    if recording is None or recording.stage != RecordingStage.PUBLISHED:
        return ""
    draft = getattr(recording, "draft", None)
    return draft.lesson_iri if draft else ""
