"""The transcripts' addresses below the admin, their menu item, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from lms.people.menu import RoleMenuItem
from lms.people.start import Attention, register_attention

from ..models.transcripts import TranscriptState
from . import screens
from .requests import VIEWERS, transcripts_for


@hooks.register("register_admin_urls")
def transcript_urls() -> list[URLPattern]:
    return [
        path("live/transcripts/", screens.transcripts, name="streaming_transcripts"),
        path("live/transcripts/rows/", screens.transcript_rows, name="streaming_transcript_rows"),
        path("live/transcripts/<uuid:pk>/", screens.transcript, name="streaming_transcript"),
        path("live/transcripts/<uuid:pk>/again/", screens.again, name="streaming_transcribe_again"),
    ]


@hooks.register("register_live_menu_item")
def transcripts_item() -> RoleMenuItem:
    return RoleMenuItem(
        _("Transcripts"),
        reverse_lazy("streaming_transcripts"),
        roles=VIEWERS,
        icon_name="doc-full",
        order=30,
        name="live-transcripts",
    )


@register_attention(*VIEWERS)
def waiting_for_a_model(officer: Any) -> Iterator[Attention]:
    waiting = transcripts_for(officer).filter(state=TranscriptState.NO_MODEL).count()
    if waiting:
        text = ngettext("%(n)d recording waits for a speech model", "%(n)d recordings wait for a speech model", waiting)
        yield Attention(text % {"n": waiting}, reverse("streaming_transcripts"))


@register_attention(*VIEWERS)
def not_transcribed(officer: Any) -> Iterator[Attention]:
    for transcript in transcripts_for(officer).filter(state=TranscriptState.FAILED)[:3]:
        text = f"{transcript}: {transcript.get_state_display()}"
        yield Attention(text, reverse("streaming_transcript", args=[transcript.pk]), urgent=True)
