"""Reads and verbs of recordings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, NotFoundHere
from lms.lib.leases import JobState
from lms.people.models import Officer

from ..models import EditList, Recording, RecordingStage
from ..permissions import broadcasts_for, check_can_change
from .checks import ALARMS, chapter_title
from .edits import read_edits

__all__ = [
    "ALARMS",
    "chapter_title",
    "close_again",
    "current_edit_list",
    "move_on",
    "recording_for",
    "recordings_for",
    "save_edits",
]

ORDER = list(RecordingStage)


def recordings_for(officer: Officer) -> QuerySet[Recording]:
    """Those of the broadcasts that this officer may see."""
    return Recording.objects.filter(broadcast__in=broadcasts_for(officer)).select_related("broadcast")


def recording_for(officer: Officer, recording_id: UUID | str) -> Recording:
    """Raises NotFoundHere."""
    found = recordings_for(officer).filter(pk=recording_id).first()
    if found is None:
        raise NotFoundHere
    return found


@transaction.atomic
def close_again(recording_id: UUID | str, *, by: Officer) -> Recording:
    """Have the film made once more from the raw parts. Raises PermissionDenied, Conflict."""
    recording = recording_for(by, recording_id)
    check_can_change(by, recording.broadcast)
    if not recording.raw_kept:
        raise Conflict(_("The received parts are no longer kept: the lesson has long been published."))
    changed = Recording.objects.filter(pk=recording.pk, job_state__in=(JobState.DONE, JobState.FAILED)).update(
        job_state=JobState.DUE, attempts=0, progress=0, error=""
    )
    if not changed:
        raise Conflict(_("The film is just being made."))
    audit.log(by=by, verb="streaming.recording.again", target=recording, prison=recording.broadcast.prison_id)
    transaction.on_commit(wake)
    recording.refresh_from_db()
    return recording


@transaction.atomic
def save_edits(recording_id: UUID | str, rows: Sequence[dict[str, Any]], *, by: Officer, of_version: int) -> EditList:
    """Keep what shall be cut, blurred or silenced, as a new version, and have it rendered. Raises PermissionDenied, BadEdit, Conflict."""
    recording = recording_for(by, recording_id)
    check_can_change(by, recording.broadcast)
    if recording.version != of_version or not recording.film:
        raise Conflict(_("The film has been made anew in the meantime. Look at the passages again."))
    edits = read_edits(rows, recording.duration_s or 0.0)
    version = (recording.edit_lists.aggregate(Max("version"))["version__max"] or 0) + 1
    EditList.objects.filter(recording=recording, job_state__in=(JobState.DUE,)).update(job_state=JobState.CANCELLED)
    made = EditList.objects.create(
        recording=recording, version=version, of_version=of_version, edits=[edit.as_dict() for edit in edits], by=by
    )
    detail = {"version": version, "edits": len(edits)}
    audit.log(
        by=by, verb="streaming.recording.edited", target=recording, detail=detail, prison=recording.broadcast.prison_id
    )
    transaction.on_commit(wake)
    return made


def current_edit_list(recording: Recording) -> EditList | None:
    """The newest of this film that was rendered; None: the whole film counts."""
    done = recording.edit_lists.filter(of_version=recording.version, job_state=JobState.DONE).exclude(film="")
    return done.order_by("-version").first()


@transaction.atomic
def move_on(
    recording_id: UUID | str, stage: RecordingStage, *, by: object = "system", at: datetime | None = None
) -> bool:
    """Forwards only: transcribed, draft, published. False when it has been there already."""
    before = ORDER[: ORDER.index(stage)]
    changes: dict[str, Any] = {"stage": stage}
    if stage == RecordingStage.PUBLISHED:
        changes["published_at"] = at or timezone.now()
    moved = Recording.objects.filter(pk=recording_id, stage__in=before).update(**changes)
    if moved:
        recording = Recording.objects.select_related("broadcast").get(pk=recording_id)
        audit.log(
            by=by, verb=f"streaming.recording.{stage.value}", target=recording, prison=recording.broadcast.prison_id
        )
    return bool(moved)


def wake() -> None:
    """Tell a worker; the sweeper finds the rows anyway."""
    from ..tasks import close_recording, render_edit_list
    from .sweeping import find_edit_lists, find_recordings

    for key in find_recordings():
        close_recording.enqueue(key)
    for key in find_edit_lists():
        render_edit_list.enqueue(key)
