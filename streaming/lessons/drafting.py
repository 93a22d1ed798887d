"""Making the draft lesson of a recording. The teacher looks at it once; then it goes the way of every lesson."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import rjieba
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from content import api as content
from content.api import CoursePage, LibraryPage
from content.media import adopting
from content.media import api as media
from lms.lib.errors import Refused
from lms.lib.faults import faultpoint
from streaming.captions import files
from streaming.captions.cues import SHORTEST, Cue
from streaming.captions.tracks import cues_of
from streaming.closer import api as closer
from streaming.closer.edits import Edit, passages_left, place_in_edited
from streaming.models import LessonDraft, Recording, RecordingStage

LEASE_SECONDS, MAX_ATTEMPTS = 120, 3
MOST_TERMS, LEAST_COUNT = 8, 3


def make_draft(draft_id: UUID | str) -> None:
    """Claims the job and makes the lesson, or brings film and captions of an existing draft up to date. Safe to run twice."""
    draft = LessonDraft.objects.filter(pk=draft_id).select_related("recording__broadcast").first()
    if draft is None or not draft.claim(seconds=LEASE_SECONDS):
        return
    if draft.attempts > MAX_ATTEMPTS:
        draft.finish(error="The draft lesson could not be made. The recording is safe; make the lesson by hand.")
        return
    try:
        with translation.override(None):
            _make(draft)
    except Refused as error:
        with translation.override(None):
            draft.finish(error=str(error))


def _make(draft: LessonDraft) -> None:
    recording = draft.recording
    film, edits = film_of(recording)
    if film is None:
        return draft.finish(error="There is no film yet.")
    teacher = recording.broadcast.teacher
    if draft.video is None or draft.film != str(film):
        draft.video = _video(film, recording)
        draft.film, draft.captions_revision = str(film), {}
        draft.save(update_fields=["video", "film", "captions_revision"])
    draft.heartbeat(progress=60, seconds=LEASE_SECONDS)
    faultpoint("streaming.lessons.after_video")
    captions = bring_captions(draft, edits)
    media.set_interruptions(draft.video.pk, interruptions(recording, edits), by=teacher)
    with transaction.atomic():
        if draft.page_id is None:
            page = _new_lesson(recording, draft.video, captions)
            draft.page, draft.lesson_iri = page, f"urn:newleaf:lesson:{page.translation_key}"
        else:
            _renew(draft, teacher)
        draft.made_at = timezone.now()
        draft.save(update_fields=["page", "lesson_iri", "made_at"])
        closer.move_on(recording.pk, RecordingStage.DRAFT, by=teacher)
        draft.finish()


def film_of(recording: Recording) -> tuple[Path | None, list[Edit]]:
    """The film that counts, with what was changed in it against the whole one."""
    edited = closer.current_edit_list(recording)
    if edited is not None and edited.film_path is not None:
        return edited.film_path, [Edit(**edit) for edit in edited.edits]
    return recording.film_path, []


def _video(film: Path, recording: Recording) -> Any:
    broadcast = recording.broadcast
    name = f"{broadcast.title}.mp4"
    if adopting.is_rendition(film):
        return adopting.adopt_video(film, name, by=broadcast.teacher, title=broadcast.title, prison=broadcast.prison)
    return media.add_video(film, name, by=broadcast.teacher, title=broadcast.title)


def bring_captions(draft: LessonDraft, edits: list[Edit]) -> list[Cue]:
    """Puts every track on the video that has changed since; the cues of the first track."""
    first: list[Cue] = []
    for track in draft.recording.broadcast.captions.order_by("-changed_at"):
        cues = moved(cues_of(track), edits, draft.recording.duration_s or 0.0)
        first = first or cues
        if cues and draft.captions_revision.get(track.language) != track.revision and draft.video is not None:
            text = files.webvtt(cues).encode()
            media.set_captions(
                draft.video.pk, track.language, text, "captions.vtt", by=draft.recording.broadcast.teacher
            )
            draft.captions_revision[track.language] = track.revision
    draft.save(update_fields=["captions_revision"])
    return first


def bring_handed_in(sender: Any, instance: Any, **_extra: Any) -> None:
    """Receiver: what is handed in for review carries the captions of this moment, not those of the last sweep."""
    page = instance.content_object
    if not isinstance(page, Page):
        return
    drafts = LessonDraft.objects.filter(page_id=page.pk, video__isnull=False)
    for draft in drafts.select_related("recording__broadcast", "video"):
        _film, edits = film_of(draft.recording)
        with translation.override(None):
            bring_captions(draft, edits)


def interruptions(recording: Recording, edits: list[Edit]) -> list[list[float]]:
    """The recording's gaps on the clock of the film that counts; what was cut out is not missed."""
    length = recording.duration_s or 0.0
    placed = [(place_in_edited(edits, length, gap["at_s"]), gap["seconds"]) for gap in recording.gaps]
    return [[round(at, 2), seconds] for at, seconds in placed if at is not None]


def moved(cues: list[Cue], edits: list[Edit], film_s: float) -> list[Cue]:
    """The cues on the clock of the edited film; what was cut out or made silent is gone. `film_s`: length of the whole film."""
    if not edits:
        return cues
    silent = [edit for edit in edits if edit.kind == "silence"]
    found, before = [], 0.0
    for first, last in passages_left(edits, film_s):
        for cue in cues:
            start, end = max(cue.start, first), min(cue.end, last)
            heard = not any(edit.start_s < end and edit.end_s > start for edit in silent)
            if heard and end - start > min(SHORTEST, (cue.end - cue.start) / 2):
                found.append(Cue(round(before + start - first, 3), round(before + end - first, 3), cue.text))
        before += last - first
    return found


def _new_lesson(recording: Recording, video: Any, cues: list[Cue]) -> Any:
    broadcast = recording.broadcast
    course = broadcast.course or _course_for(broadcast)
    with translation.override(course.language):
        blocks: list[tuple[str, Any]] = [("video", {"title": broadcast.title[:120], "video": video})]
        terms = candidate_terms(cues)
        if terms:
            blocks.append(("glossary", {"terms": _explained(terms, course)}))
        blocks.append(("question", {"item": None}))
    minutes = max(1, round((video.seconds or 60) / 60))
    return content.new_lesson(course, broadcast.title, blocks, by=broadcast.teacher, minutes=minutes)


def _explained(terms: list[str], course: CoursePage) -> list[dict[str, str]]:
    """The terms with what other lessons of the library say of them; the teacher writes the rest."""
    library = course.get_ancestors().type(LibraryPage).specific().get()
    known = content.explained_in(library)
    return [known[term]._asdict() if term in known else {"term": term, "reading": "", "meaning": ""} for term in terms]


def _course_for(broadcast: Any) -> CoursePage:
    """The library's course for live lessons that belong to none; made when it is not there yet."""
    library = content.library_for(broadcast.prison)
    with translation.override(library.language if hasattr(library, "language") else "zh-hans"):
        title = _("Live lessons")
        found = CoursePage.objects.child_of(library).filter(title=title).first()
        if found is not None:
            return found
        summary = _("Lessons that were held live. Watch again what you have missed.")
        return content.new_course(library, title, kind="cultural", summary=summary, by=broadcast.teacher)


def _renew(draft: LessonDraft, teacher: Any) -> None:
    """A draft nobody has published yet gets the new film; the rest of the lesson stays as the teacher left it."""
    page = Page.objects.get(pk=draft.page_id).specific
    body = page.get_latest_revision_as_object().body
    raw = [dict(block) for block in body.raw_data]
    for block in raw:
        if block["type"] == "video":
            block["value"] = {**block["value"], "video": str(draft.video.pk) if draft.video else None}
            break
    if raw != [dict(block) for block in body.raw_data]:
        content.edit_page(page, by=teacher, body=body.stream_block.to_python(raw))


def candidate_terms(cues: list[Cue]) -> list[str]:
    """Nouns that came up again and again, as words the teacher may want to explain."""
    counted: Counter[str] = Counter()
    for cue in cues:
        for word, kind in rjieba.tag(cue.text.replace("\n", "")):
            if kind.startswith("n") and kind != "nr" and len(word) >= 2 and not word.isascii():
                counted[word] += 1
    return [word for word, count in counted.most_common(MOST_TERMS) if count >= LEAST_COUNT]
