"""Staff screens: every transcript with its progress, the speech models of this server, and what one transcript says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import Refused
from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from ..models.transcripts import Transcript, TranscriptState
from . import installed
from .overview import progress_of
from .reading import segments_of
from .requests import VIEWERS, transcribe_again, transcript_seen_by, transcripts_for

_SHOWN = 100


@access.officers(*VIEWERS)
def transcripts(request: HttpRequest) -> HttpResponse:
    frame = page_frame(_("Transcripts"), "doc-full", (_("Live lessons"), "streaming_schedule"))
    return TemplateResponse(request, "streaming/transcripts/list.html", _now(request) | frame)


@access.officers(*VIEWERS)
def transcript_rows(request: HttpRequest) -> HttpResponse:
    return render(request, "streaming/transcripts/rows.html", _now(request))


@access.officers(*VIEWERS)
def transcript(request: HttpRequest, pk: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    found = transcript_seen_by(officer, pk)
    (progress,) = progress_of([found])
    segments = segments_of(found)
    context = {
        "row": progress,
        "segments": [(stamp(one.start), one.text) for one in segments if not one.dropped],
        "dropped": [(stamp(one.start), one.text, reason(one.dropped)) for one in segments if one.dropped],
        "failed": [
            (stamp(block.start_s), stamp(block.end_s), _(block.error))
            for block in found.origin.blocks.filter(job_state="failed").defer("raw")
        ],
        "languages": settings.LANGUAGES,
        "heard": language_name(found.heard_language),
        "finished": found.state in (TranscriptState.DONE, TranscriptState.FAILED),
    }
    frame = page_frame(str(found), "doc-full", (_("Transcripts"), "streaming_transcripts"))
    return TemplateResponse(request, "streaming/transcripts/one.html", context | frame)


@access.officers(*VIEWERS)
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    language = request.POST.get("language")
    if language is not None and language not in {"", *dict(settings.LANGUAGES)}:
        language = None
    try:
        new = transcribe_again(pk, by=officer, language=language)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("streaming_transcript", pk)
    messages.success(request, _("It is being transcribed. What is there already stays until the new text is ready."))
    return redirect("streaming_transcript", new.pk)


def _now(request: HttpRequest) -> dict[str, Any]:
    officer: Officer = request.user  # type: ignore[assignment]
    models, chosen = installed.list_models(), installed.chosen_model()
    shown: list[Transcript] = list(transcripts_for(officer)[:_SHOWN])
    return {"rows": progress_of(shown), "models": models, "chosen": chosen}


def stamp(seconds: float) -> str:
    """1:02:03 or 2:03."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def reason(code: str | None) -> str:
    """Why a segment is not shown."""
    return {
        "not_speech": _("probably no speech"),
        "looping": _("the engine was caught in a loop"),
        "repeated": _("the same text again and again"),
        "no_voice": _("nobody speaks there"),
        "empty": _("no words"),
        "echo_of_prompt": _("an echo of the course's terms"),
        "stock_phrase": _("a phrase that engines invent"),
    }.get(code or "", code or "")


def language_name(code: str) -> str:
    """In the reader's language, as far as Django knows it."""
    if not code:
        return ""
    try:
        return str(get_language_info("zh-hans" if code == "zh" else code)["name_translated"])
    except KeyError:
        return code
