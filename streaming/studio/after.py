"""After the lesson: how the recording is coming along, and whether learners are seen or heard in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.media.serving import serve_ranges
from lms.lib.errors import Conflict, NotFoundHere, Refused
from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from .. import api
from ..closer import api as closer
from ..lessons import corrections
from ..models import Broadcast, Recording
from ..permissions import PLANNERS, VIEWERS, broadcast_for
from .passages import PassageFormSet, edits_of, moment, rows_of
from .schedule import pending_config

_YES_NO = [("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))]


class ConsentForm(forms.Form):
    seen = forms.ChoiceField(label=gettext_lazy("Can learners be seen?"), choices=_YES_NO, widget=forms.RadioSelect)
    heard = forms.ChoiceField(label=gettext_lazy("Can learners be heard?"), choices=_YES_NO, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Who has agreed, and how?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Such as: all learners of the first ward signed on 3 March; the sheet lies in the education office."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "yes" in (said.get("seen"), said.get("heard")) and not said.get("note", "").strip():
            self.add_error("note", _("Write down how they agreed, or that the passages below are blurred or muted."))
        return said


@access.officers(*VIEWERS)
def after(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """The recording's state, the question about learners, and the passages to blur, mute or cut."""
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id)
    recording = Recording.objects.filter(broadcast=broadcast).first()
    form = ConsentForm(request.POST or None, initial=_said_before(broadcast))
    passages = _passages(request, recording)
    if request.method == "POST" and form.is_valid() and (passages is None or passages.is_valid()):
        try:
            _keep(request, broadcast, form.cleaned_data, recording, passages)
        except (Refused, PermissionDenied) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. It stands in the audit log."))
            return redirect("streaming_after", broadcast.pk)
    context = {
        "form": form,
        "passages": passages,
        "film_url": reverse("streaming_film", args=[broadcast.pk]) if recording and recording.film else "",
        "page_config": pending_config(request),
        **_so_far(broadcast, recording),
    }
    frame = page_frame(broadcast.title, "media", (_("Live lessons"), "streaming_schedule"))
    return TemplateResponse(request, "streaming/studio/after.html", context | frame)


@access.officers(*VIEWERS)
def recording_state(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """The part of the page that renews itself."""
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id)
    recording = Recording.objects.filter(broadcast=broadcast).first()
    return render(request, "streaming/studio/recording_state.html", _so_far(broadcast, recording))


@access.officers(*PLANNERS)
def hand_in_again(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """Captions or a film that were corrected after publication go to the reviewers."""
    try:
        corrections.hand_in_again(broadcast_id, by=request.user)
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Handed in. The tablets get it when a second officer has approved it."))
    return redirect("streaming_after", broadcast_id)


@access.officers(*VIEWERS)
def film(request: HttpRequest, broadcast_id: UUID) -> HttpResponseBase:
    """The whole film as it was recorded, for those who decide about it; with byte ranges."""
    officer: Officer = request.user  # type: ignore[assignment]
    recording = Recording.objects.filter(broadcast=broadcast_for(officer, broadcast_id)).first()
    path = recording.film_path if recording else None
    if path is None or not path.exists():
        raise NotFoundHere
    return serve_ranges(request, path.open("rb"), path.stat().st_size, "video/mp4")


def _keep(
    request: HttpRequest, broadcast: Broadcast, said: dict[str, Any], recording: Recording | None, passages: Any
) -> None:
    """Consent and passages together or not at all. The passages belong to the film that the officer has seen."""
    by: Officer = request.user  # type: ignore[assignment]
    with transaction.atomic():
        api.note_consent(
            broadcast.pk,
            by=by,
            learners_seen=said["seen"] == "yes",
            learners_heard=said["heard"] == "yes",
            note=said["note"].strip(),
        )
        if recording is not None and passages is not None and passages.has_changed():
            seen = request.POST.get("film_version", "")
            closer.save_edits(recording.pk, edits_of(passages), by=by, of_version=int(seen) if seen.isdecimal() else -1)


def _passages(request: HttpRequest, recording: Recording | None) -> Any:
    """The form of passages once there is a film; None before."""
    if recording is None or not recording.film:
        return None
    newest = recording.edit_lists.filter(of_version=recording.version).order_by("-version").first()
    initial = rows_of(newest.edits) if newest else []
    return PassageFormSet(request.POST or None, initial=initial, prefix="passages")


def _said_before(broadcast: Broadcast) -> dict[str, str]:
    words = {True: "yes", False: "no", None: ""}
    seen, heard = words[broadcast.learners_seen], words[broadcast.learners_heard]
    return {"seen": seen, "heard": heard, "note": broadcast.consent_note}


def _so_far(broadcast: Broadcast, recording: Recording | None) -> dict[str, Any]:
    """What is here of the recording: parts, whether some of it still waits at the sender, the film and what was found in it."""
    epochs = list(broadcast.epochs.all())
    newest = recording.edit_lists.order_by("-version").first() if recording else None
    return {
        "broadcast": broadcast,
        "epochs": epochs,
        "bytes": sum(epoch.bytes for epoch in epochs),
        "unfinished": [epoch for epoch in epochs if epoch.finished_at is None],
        "recording": recording,
        "length": moment(round(recording.duration_s)) if recording and recording.duration_s else "",
        "alarms": [closer.ALARMS.get(code, code) for code in recording.alarms] if recording else [],
        "edits": newest,
    }
