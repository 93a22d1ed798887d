"""What was said in a recording is found in the staff search before it is a lesson; from then on the lesson's own captions are."""

from __future__ import annotations

from django.db.models import F, Q
from django.urls import reverse

from content import api as content
from streaming.models import CaptionTrack, LessonDraft, RecordingStage

_AT_ONCE = 50


def keep_in_step() -> int:
    """Put in what has changed, take out what is a lesson now; how many. Safe to run twice, and after a crash."""
    lessons = LessonDraft.objects.filter(recording__stage=RecordingStage.PUBLISHED, page__live=True)
    is_lesson = Q(broadcast__in=lessons.values("recording__broadcast"))
    tracks = CaptionTrack.objects.select_related("broadcast__prison", "broadcast__teacher")
    changed = tracks.filter(broadcast__recording__isnull=False).exclude(is_lesson).exclude(indexed=F("revision"))
    return sum(map(_put_in, changed[:_AT_ONCE])) + sum(map(_take_out, tracks.filter(is_lesson, indexed__isnull=False)))


def _put_in(track: CaptionTrack) -> int:
    broadcast = track.broadcast
    content.index_captions(
        _subject(track),
        [(float(cue["start"]), " ".join(str(cue["text"]).split("\n"))) for cue in track.cues],
        title=broadcast.title,
        prison=broadcast.prison,
        language=track.language,
        address=reverse("streaming_captions", args=[track.pk]),
        scope=content.recording_scope(broadcast.prison, broadcast.wards.all(), broadcast.teacher),
    )
    return CaptionTrack.objects.filter(pk=track.pk).update(indexed=track.revision)


def _take_out(track: CaptionTrack) -> int:
    content.forget_captions(_subject(track))
    return CaptionTrack.objects.filter(pk=track.pk).update(indexed=None)


def _subject(track: CaptionTrack) -> str:
    return f"captions:{track.pk}"
