"""Where a recording leads to: its captions, its attendance, its draft lesson."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from streaming.lessons import corrections
from streaming.models import Broadcast, LessonDraft, Recording, RecordingStage, Transcript, TranscriptState

register = template.Library()
_COMING = (TranscriptState.WAITING, TranscriptState.RUNNING)


@register.inclusion_tag("streaming/lessons/links.html")
def recording_links(broadcast: Broadcast) -> dict[str, Any]:
    recording, names = Recording.objects.filter(broadcast=broadcast).first(), dict(settings.LANGUAGES)
    draft = LessonDraft.objects.filter(recording=recording).select_related("page").first() if recording else None
    transcript = (
        Transcript.objects.filter(subject=recording.subject).order_by("-created_at").first() if recording else None
    )
    return {
        "broadcast": broadcast,
        "transcript": transcript,
        "transcript_comes": not (recording and recording.film) or bool(transcript and transcript.state in _COMING),
        "tracks": [
            (track, names.get(track.language, track.language)) for track in broadcast.captions.order_by("language")
        ],
        "draft": draft,
        "lesson_url": reverse("wagtailadmin_pages:edit", args=[draft.page_id]) if draft and draft.page_id else "",
        "published": bool(recording and recording.stage == RecordingStage.PUBLISHED),
        "waits_for_consent": bool(recording and recording.film and broadcast.learners_seen is None),
    }


@register.inclusion_tag("streaming/lessons/standing.html", takes_context=True)
def standing_on_tablets(context: dict[str, Any], broadcast: Broadcast, *, editing: bool = False) -> dict[str, Any]:
    """Of a published lesson: whether the tablets have what was corrected since. `editing`: the page itself can change that."""
    standing = corrections.standing_of(broadcast)
    if editing and standing == corrections.Standing.SAME:
        standing = corrections.Standing.BEHIND
    return {
        "broadcast": broadcast,
        "editing": editing,
        "standing": standing,
        "may_hand_in": standing == corrections.Standing.BEHIND
        and corrections.can_hand_in_again(context["request"].user, broadcast),
        "csrf_token": context.get("csrf_token"),
    }
