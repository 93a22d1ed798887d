"""A live lesson that is over: really sent to the ingest, joined, checked, transcribed, written up, approved, cleared and published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop
from wagtail.blocks import StreamValue

from content import api as content
from content.api import LessonPage
from content.samples.building import Builder
from content.samples.courses import electrician
from content.samples.waiting import until
from lms.lib.faults import faultpoint

from .. import api
from ..closer import closing
from ..closer.following import ask_for_transcript
from ..closer.sweeping import find_recordings
from ..lessons import drafting
from ..lessons.sweeping import find_drafts, note_published
from ..models import Broadcast, Epoch, LessonDraft, Recording, RecordingStage, Transcript, TranscriptState
from ..room import attendance
from ..states import BroadcastState
from ..transcription.stored import take_stored
from . import lesson
from .cast import Cast, find_cast
from .lesson import SLIDES, TITLE
from .rendering import Rendered, render
from .sending import Sender, chunks_of
from .transcript import stored_result

Report = Callable[[int, str], None]  # per cent, and an English sentence that has a translation
_MINUTES = 10
_PRESENT = 41  # learners of the ward who were there
DRAWING = gettext_noop("Drawing the slides, speaking the sentences")
SENDING = gettext_noop("Sending the lesson to the ingest")
JOINING = gettext_noop("Joining and checking the recording")
WRITING = gettext_noop("Captions and lesson")
PUBLISHING = gettext_noop("Approving, clearing and publishing")
READY = gettext_noop("The sample live lesson is ready")


def load_live_sample(report: Report, *, slides: int = len(SLIDES)) -> Broadcast:
    """Every step makes only what is missing, so it goes on where a killed run stopped. `slides`: only the first of them."""
    with translation.override(lesson.LANGUAGE):
        cast = find_cast()
        broadcast = _planned(cast)
        report(2, DRAWING)
        rendered = render(SLIDES[:slides], lambda percent: report(2 + percent // 4, DRAWING))
        if not broadcast.epochs.filter(finished_at__isnull=False).exists():
            report(28, SENDING)
            _send(broadcast, rendered, cast, report)
        report(55, JOINING)
        recording = _closed(broadcast)
        report(75, WRITING)
        _transcribed(recording, rendered)
        _say_that_nobody_is_seen(broadcast, cast)  # now: with this answer the draft lesson may be made
        draft = _drafted(recording)
        report(85, PUBLISHING)
        _published(draft, cast)
        rendered.film.unlink(missing_ok=True)
        report(100, READY)
    return broadcast


def _planned(cast: Cast) -> Broadcast:
    found = Broadcast.objects.filter(prison=cast.prison, title=TITLE, teacher=cast.teacher)
    return found.exclude(state=BroadcastState.CANCELLED).first() or api.plan_broadcast(
        cast.prison,
        by=cast.teacher,
        title=TITLE,
        planned_start=timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=_MINUTES),
        planned_minutes=_MINUTES,
        wards=[cast.ward],
        course=cast.course,
        language=lesson.LANGUAGE,
    )


def _send(broadcast: Broadcast, rendered: Rendered, cast: Cast, report: Report) -> None:
    """As a page does whose line was down during the lesson: everything is recorded, and now it goes up as fast as it can."""
    epoch = broadcast.epochs.first()
    epoch_id, captured = (epoch.pk, epoch.captured_at) if epoch else (uuid4(), _began(timezone.now(), rendered))
    sender = Sender(broadcast.pk, api.sender_token(broadcast, cast.teacher), epoch_id, captured)
    chunks = list(chunks_of(rendered.film))
    first = sender.next
    for n, data in list(enumerate(chunks))[first:]:
        sender.put(n, data)
        faultpoint("streaming.samples.after_chunk")
        if n % 50 == 0:
            report(28 + 25 * n // len(chunks), SENDING)
    until(lambda: _has_begun(broadcast), what=str(broadcast))
    _were_there(broadcast)
    sender.finish()
    _end(broadcast, epoch_id, rendered, cast)


def _has_begun(broadcast: Broadcast) -> bool:
    """The rows are a second behind the disk. It may also be over: begun on another day, it was ended as forgotten."""
    broadcast.refresh_from_db()
    return broadcast.state != BroadcastState.SCHEDULED


@transaction.atomic
def _end(broadcast: Broadcast, epoch_id: Any, rendered: Rendered, cast: Cast) -> None:
    """The verbs know the present only; the lesson was held in the minutes before it came here."""
    api.end_broadcast(broadcast.pk, by=cast.teacher)
    arrived = Epoch.objects.get(pk=epoch_id).started_at
    began = arrived - timedelta(seconds=rendered.seconds)
    Broadcast.objects.filter(pk=broadcast.pk).update(started_at=began, ended_at=arrived)
    broadcast.refresh_from_db()


def _began(now: datetime, rendered: Rendered) -> int:
    return int((now.timestamp() - rendered.seconds) * 1000)


def _were_there(broadcast: Broadcast) -> None:
    for learner in attendance.learners_invited(broadcast).order_by("number")[:_PRESENT]:
        if not broadcast.attendance.filter(learner=learner).exists():
            attendance.note_seen(broadcast, learner, None, attendance.Seen(60, True, True))


def _say_that_nobody_is_seen(broadcast: Broadcast, cast: Cast) -> None:
    if broadcast.learners_seen is None:
        api.note_consent(broadcast.pk, by=cast.teacher, learners_seen=False, learners_heard=False, note="")


def _closed(broadcast: Broadcast) -> Recording:
    """The film worker may be at it already; whoever claims it first does it."""

    def done() -> bool:
        find_recordings()
        recording = Recording.objects.filter(broadcast=broadcast).first()
        if recording is None:
            return False
        closing.close(recording.pk)
        recording.refresh_from_db()
        if recording.job_state == "failed":
            raise RuntimeError(f"{broadcast}: {recording.error}")
        return recording.job_state == "done"

    until(done, what=str(broadcast))
    return Recording.objects.get(broadcast=broadcast)


def _transcribed(recording: Recording, rendered: Rendered) -> None:
    """With the stored result; where a speech model is installed and was faster, with what it has heard."""

    def done() -> bool:
        transcript = Transcript.objects.filter(subject=recording.subject).first() or ask_for_transcript(recording)
        if transcript is None:
            return True
        take_stored(transcript.pk, stored_result(rendered.sentences))
        transcript.refresh_from_db()
        return transcript.state in (TranscriptState.DONE, TranscriptState.FAILED)

    until(done, what=f"transcript of {recording}")


def _drafted(recording: Recording) -> LessonDraft:
    def done() -> bool:
        find_drafts()
        draft = LessonDraft.objects.filter(recording=recording).first()
        if draft is None:
            return False
        drafting.make_draft(draft.pk)
        draft.refresh_from_db()
        if draft.error:
            raise RuntimeError(f"{recording}: {draft.error}")
        return draft.page_id is not None and draft.job_state == "done"

    until(done, what=f"draft lesson of {recording}")
    return LessonDraft.objects.get(recording=recording)


def _published(draft: LessonDraft, cast: Cast) -> None:
    """The teacher finishes the draft and hands it in, the supervisor approves, the education office clears."""
    course = replace(electrician.COURSE, questions={"extinguisher": lesson.QUESTION})
    builder = Builder(course, cast.teacher, cast.supervisor, cast.education_office)
    page = LessonPage.objects.get(pk=draft.page_id)
    if not page.live and not page.workflow_in_progress:
        _finish(page, builder, cast)
    builder.publish([page])
    until(lambda: _is_published(draft), what=str(page))


def _finish(page: LessonPage, builder: Builder, cast: Cast) -> None:
    body = page.get_latest_revision_as_object().body
    film = [(block.block_type, block.value, block.id) for block in body if block.block_type == "video"]
    rest = body.stream_block.normalize(builder.blocks(lesson.AFTER_THE_FILM, lesson.LANGUAGE))
    whole = StreamValue(body.stream_block, [*film, *((block.block_type, block.value, block.id) for block in rest)])
    content.edit_page(page, by=cast.teacher, body=whole, objectives="\n".join(lesson.OBJECTIVES))


def _is_published(draft: LessonDraft) -> bool:
    note_published()
    return Recording.objects.filter(pk=draft.recording_id, stage=RecordingStage.PUBLISHED).exists()
