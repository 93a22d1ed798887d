"""The caption editor's pages and the addresses that it saves to."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.screens.base import Screen
from lms.lib.errors import Invalid
from streaming.models import CaptionTrack
from streaming.permissions import broadcast_for

from . import files, tracks, wave
from .access import EDITORS, track_for

_TRAIL = (("streaming_schedule", gettext_lazy("Live lessons")),)


class EditorView(Screen):
    """A film, its wave and its captions."""

    template_name = "streaming/captions/editor.html"
    header_icon = "openquote"
    trail = _TRAIL
    track: CaptionTrack

    def get_page_title(self) -> str:
        return _("Captions: %(title)s") % {"title": self.track.broadcast.title}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:  # type: ignore[override]
        self.track = track_for(request.user, pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        track, recording = self.track, getattr(self.track.broadcast, "recording", None)
        film, audio = bool(recording and recording.film), bool(recording and recording.audio)
        data = {
            "cues": track.cues,
            "revision": track.revision,
            "save_url": reverse("streaming_captions_save", args=[track.pk]),
            "wave_url": reverse("streaming_captions_wave", args=[track.pk]) if audio else "",
            "words": words(),
        }
        film_url = reverse("streaming_film", args=[track.broadcast_id]) if film else ""
        return super().get_context_data(track=track, data=data, film_url=film_url, shortcuts=shortcuts(), **kwargs)


class VersionsView(Screen):
    """Every version that was kept, the newest first."""

    template_name = "streaming/captions/versions.html"
    header_icon = "history"
    page_title = gettext_lazy("Versions of the captions")
    trail = _TRAIL
    track: CaptionTrack

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:  # type: ignore[override]
        self.track = track_for(request.user, pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(self.track.versions.select_related("by").order_by("-number")[:200])
        for at, version in enumerate(versions):
            known = {cue["text"] for cue in versions[at + 1].cues} if at + 1 < len(versions) else set()
            version.changed = sum(cue["text"] not in known for cue in version.cues)
        return super().get_context_data(track=self.track, versions=versions, **kwargs)


def begin(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """The track of the broadcast's own language, made empty when there is none: captions can be written by hand."""
    broadcast = broadcast_for(request.user, broadcast_id, *EDITORS)  # type: ignore[arg-type]
    return redirect("streaming_captions", tracks.track_of(broadcast, broadcast.language.lower() or "zh-hans").pk)


def save(request: HttpRequest, pk: UUID) -> JsonResponse:
    """POST {revision, cues} → {revision}."""
    track = track_for(request.user, pk)
    try:
        body = json.loads(request.body)
        revision, cues = int(body["revision"]), body["cues"]
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(_("These are not captions, or there are too many of them. Load the page again.")) from error
    return JsonResponse({"revision": tracks.save_cues(track.pk, cues, revision=revision, by=request.user)})


def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    track = track_for(request.user, pk)
    tracks.keep_version(track.pk, by=request.user)
    return redirect("streaming_captions_versions", track.pk)


def aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The cues of an editor that came second, kept as a version; then the editor with what stands now."""
    track = track_for(request.user, pk)
    try:
        cues = json.loads(request.POST.get("cues", ""))
    except ValueError as error:
        raise Invalid(_("These are not captions, or there are too many of them. Load the page again.")) from error
    tracks.keep_version(track.pk, by=request.user, cues=cues)
    return redirect("streaming_captions", track.pk)


def restore(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    track = track_for(request.user, pk)
    tracks.restore_version(track.pk, number, by=request.user)
    return redirect("streaming_captions", track.pk)


def wave_data(request: HttpRequest, pk: UUID) -> HttpResponse:
    recording = getattr(track_for(request.user, pk).broadcast, "recording", None)
    if recording is None or not recording.audio:
        raise Http404
    return HttpResponse(wave.wave_of(recording.audio_path), content_type="application/octet-stream")


def caption_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    track = track_for(request.user, pk)
    cues = tracks.cues_of(track)
    text, media_type = (
        (files.webvtt(cues), "text/vtt") if kind == "vtt" else (files.subrip(cues), "application/x-subrip")
    )
    name = slugify(track.broadcast.title, allow_unicode=True) or "captions"
    reply = HttpResponse(text.encode(), content_type=f"{media_type}; charset=utf-8")
    reply["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    return reply


def words() -> dict[str, str]:
    """The sentences of the editor's script."""
    return {
        "cue": _("Caption {number}"),
        "count": _("{number} captions"),
        "saved": _("All changes are saved."),
        "saving": _("Saving …"),
        "waiting": _("No connection. Your text is kept on this computer and will be saved by itself."),
        "conflict": _("Somebody else has changed these captions in the meantime."),
        "refused": _("This could not be saved."),
        "kept_here": _("Changes that were only on this computer are back."),
        "lines": _("More than two lines"),
        "long": _("A line is too long"),
        "fast": _("Too fast to read"),
        "no_time": _("This is no time. Write it like 0:12.5"),
        "no_split": _("Put the cursor inside the text, where the second caption is to begin."),
        "no_merge": _("There is no caption after this one."),
        "no_room": _("Another caption stands here. Stop the film where there is room."),
        "removed": _("Removed. Undo brings it back."),
        "replaced": _("Replaced: {number}"),
        "not_found": _("No caption has this."),
    }


def shortcuts() -> list[tuple[str, str]]:
    return [
        ("Alt+P", _("Play from here, or stop")),
        ("Ctrl+Enter", _("Split at the cursor")),
        ("Alt+M", _("Join with the next")),
        ("Alt+N", _("New caption where the film is")),
        ("Alt+Delete", _("Remove")),
        ("Alt+↓ / Alt+↑", _("Next, previous caption")),
        ("Ctrl+Z / Ctrl+Y", _("Undo, redo")),
        ("Ctrl+F", _("Find and replace")),
        ("Ctrl+S", _("Keep this version")),
    ]
