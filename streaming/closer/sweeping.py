"""Finding what has to be closed: broadcasts that have ended, pieces that came late, jobs that a killed worker left, folders nobody needs."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from lms.lib.leases import JobState

from ..models import Broadcast, EditList, Recording, RecordingStage
from ..packager.running import live_folder
from ..states import BroadcastState
from .parts import fingerprint

SETTLE = timedelta(seconds=20)  # the last chunks of a page that was just closed
LATE = timedelta(days=30)  # so long a page may keep pieces that did not go up
LIVE_KEPT = timedelta(days=2)


def find_recordings() -> list[str]:
    """Ids of recordings that wait for a worker. Makes the rows of broadcasts that have ended, and marks those with late pieces."""
    now = timezone.now()
    ended = Broadcast.objects.filter(state=BroadcastState.ENDED, ended_at__gt=now - LATE, epochs__next_chunk__gt=0)
    for broadcast in ended.filter(recording=None).distinct():
        if _has_settled(broadcast):
            Recording.objects.get_or_create(broadcast=broadcast)
    again = Recording.objects.filter(broadcast__in=ended, raw_kept=True)
    for recording in (
        again.filter(job_state__in=(JobState.DONE, JobState.FAILED)).select_related("broadcast").distinct()
    ):
        _look_for_late_pieces(recording)
    return [str(pk) for pk in Recording.objects.claimable().values_list("pk", flat=True)[:100]]


def _has_settled(broadcast: Broadcast) -> bool:
    """All parts are finished, or nothing has come for a while."""
    if not broadcast.epochs.filter(finished_at=None).exists():
        return True
    since = timezone.now() - SETTLE
    return broadcast.ended_at is not None and broadcast.ended_at < since and not _came_after(broadcast, since)


def _came_after(broadcast: Broadcast, since: object) -> bool:
    return broadcast.epochs.filter(Q(last_chunk_at__gt=since) & Q(finished_at=None)).exists()


def _look_for_late_pieces(recording: Recording) -> None:
    """A lesson that is published already keeps its film; a person may still have it made again."""
    if recording.stage == RecordingStage.PUBLISHED or not _has_settled(recording.broadcast):
        return
    if recording.job_state == JobState.FAILED and not recording.made_from:
        return
    if fingerprint(recording.broadcast) != recording.made_from:
        Recording.objects.filter(pk=recording.pk, job_state=recording.job_state).update(
            job_state=JobState.DUE, attempts=0, progress=0, error=""
        )


def find_edit_lists() -> list[str]:
    return [str(pk) for pk in EditList.objects.claimable().values_list("pk", flat=True)[:100]]


def clear_folders() -> int:
    """Live pictures of lessons whose film is checked go after two days; raw parts when the lesson has long been published."""
    now = timezone.now()
    cleared = 0
    done = Recording.objects.filter(job_state=JobState.DONE, version__gt=0).select_related("broadcast")
    for recording in done.filter(broadcast__ended_at__lt=now - LIVE_KEPT, closed_at__lt=now - LIVE_KEPT):
        cleared += _remove(live_folder(recording.broadcast_id))
    kept_for = timedelta(days=settings.RAW_KEEP_DAYS)
    published = done.filter(raw_kept=True, stage=RecordingStage.PUBLISHED, published_at__lt=now - kept_for, alarms=[])
    for recording in published:
        if _film_is_there(recording) and fingerprint(recording.broadcast) == recording.made_from:
            Recording.objects.filter(pk=recording.pk).update(raw_kept=False)
            cleared += _remove(recording.broadcast.folder)
    return cleared


def _film_is_there(recording: Recording) -> bool:
    return bool(recording.film_path and recording.film_path.exists())


def _remove(folder: Path) -> int:
    if not folder.exists():
        return 0
    shutil.rmtree(folder, ignore_errors=True)
    return 1
