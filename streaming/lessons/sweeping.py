"""Which recordings are ready to become a lesson, and which lessons have gone live."""

from __future__ import annotations

from lms.lib.leases import JobState
from streaming.captions.hearing import take_missed
from streaming.closer import api as closer
from streaming.models import LessonDraft, Recording, RecordingStage, Transcript, TranscriptState

from .drafting import film_of

_WAITS = (TranscriptState.WAITING, TranscriptState.RUNNING)


def find_drafts() -> list[str]:
    """Ids of draft lessons that wait for a worker. Makes the rows of recordings that are ready, and wakes those whose film or captions changed."""
    take_missed()
    ready = Recording.objects.filter(
        stage__in=(RecordingStage.VERIFIED, RecordingStage.TRANSCRIBED),
        job_state=JobState.DONE,
        has_picture=True,
        broadcast__learners_seen__isnull=False,  # the teacher has said who can be seen and heard
        draft=None,
    ).exclude(film="")
    for recording in ready.select_related("broadcast"):
        if not is_waiting(recording):
            LessonDraft.objects.get_or_create(recording=recording)
    made = LessonDraft.objects.filter(job_state=JobState.DONE).select_related("recording__broadcast")
    for draft in made.filter(recording__stage__in=(RecordingStage.DRAFT, RecordingStage.PUBLISHED)):
        published = draft.recording.stage == RecordingStage.PUBLISHED
        # captions of a published lesson are brought when it is handed in again: each save would be a new draft else
        if film_has_changed(draft) if published else has_changed(draft):
            LessonDraft.objects.filter(pk=draft.pk, job_state=JobState.DONE).update(
                job_state=JobState.DUE, attempts=0, progress=0
            )
    return [str(pk) for pk in LessonDraft.objects.claimable().values_list("pk", flat=True)[:50]]


def is_waiting(recording: Recording) -> bool:
    """Edits that are being rendered, or a transcript on its way; a missing model is not waited for."""
    if recording.edit_lists.filter(job_state__in=(JobState.DUE, JobState.RUNNING)).exists():
        return True
    transcript = Transcript.objects.filter(subject=recording.subject).order_by("-created_at").first()
    return transcript is not None and transcript.state in _WAITS


def has_changed(draft: LessonDraft) -> bool:
    """Another film counts now, or a person has corrected the captions since."""
    tracks = draft.recording.broadcast.captions.all()
    return film_has_changed(draft) or any(
        track.cues and draft.captions_revision.get(track.language) != track.revision for track in tracks
    )


def film_has_changed(draft: LessonDraft) -> bool:
    film, _edits = film_of(draft.recording)
    return film is not None and str(film) != draft.film


def note_published() -> int:
    """Drafts whose lesson is live: the recording is published with it."""
    live = LessonDraft.objects.filter(recording__stage=RecordingStage.DRAFT, page__live=True)
    return sum(closer.move_on(draft.recording_id, RecordingStage.PUBLISHED) for draft in live)
