"""Background work of broadcasts and what becomes of them (the scheduler imports this module only)."""

from __future__ import annotations

from django_tasks import task

from lms.lib.periodic import every

from .captions import finding
from .closer import closing, rendering
from .closer import sweeping as recordings
from .ingest import sweeping
from .lessons import drafting
from .lessons import sweeping as lessons


@every(2)
def interrupt_silent_broadcasts() -> int:
    """Ten seconds without a chunk: interrupted."""
    return sweeping.interrupt_silent()


@every(60)
def settle_epochs() -> int:
    """Rows that a crash left behind, and broadcasts that nobody ended."""
    return sweeping.settle_unfinished() + sweeping.end_forgotten()


@task(queue_name="films")
def close_recording(recording_id: str) -> None:
    closing.close(recording_id)


@task(queue_name="films")
def render_edit_list(edit_list_id: str) -> None:
    rendering.render_edits(edit_list_id)


@every(15)
def sweep_recordings() -> None:
    """Films to be made, also again because pieces came late, and edits to be rendered; a killed worker's too."""
    for key in recordings.find_recordings():
        close_recording.enqueue(key)
    for key in recordings.find_edit_lists():
        render_edit_list.enqueue(key)


@every(15)
def index_recordings() -> int:
    """What was said, for the staff search."""
    return finding.keep_in_step()


@every(3600)
def clear_recording_folders() -> int:
    """Live pictures and raw parts that nobody needs any more."""
    return recordings.clear_folders()


@task(queue_name="films")
def make_draft_lesson(draft_id: str) -> None:
    drafting.make_draft(draft_id)


@every(15)
def sweep_lessons() -> None:
    """Recordings that are ready become draft lessons; drafts follow new films and corrected captions until they are live."""
    for key in lessons.find_drafts():
        make_draft_lesson.enqueue(key)
    lessons.note_published()
