"""After the lesson: how the recording is coming along, and whether learners are seen or heard in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from .. import api
from ..models import Broadcast
from ..permissions import VIEWERS, broadcast_for
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
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id)
    form = ConsentForm(request.POST or None, initial=_said_before(broadcast))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        api.note_consent(
            broadcast.pk,
            by=officer,
            learners_seen=said["seen"] == "yes",
            learners_heard=said["heard"] == "yes",
            note=said["note"].strip(),
        )
        messages.success(request, _("Saved. It stands in the audit log."))
        return redirect("streaming_after", broadcast.pk)
    context = {"broadcast": broadcast, "form": form, "page_config": pending_config(request), **_recording(broadcast)}
    frame = page_frame(broadcast.title, "media", (_("Live lessons"), "streaming_schedule"))
    return TemplateResponse(request, "streaming/studio/after.html", context | frame)


@access.officers(*VIEWERS)
def recording_state(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """The part of the page that renews itself."""
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id)
    return render(request, "streaming/studio/recording_state.html", {"broadcast": broadcast, **_recording(broadcast)})


def _said_before(broadcast: Broadcast) -> dict[str, str]:
    words = {True: "yes", False: "no", None: ""}
    seen, heard = words[broadcast.learners_seen], words[broadcast.learners_heard]
    return {"seen": seen, "heard": heard, "note": broadcast.consent_note}


def _recording(broadcast: Broadcast) -> dict[str, Any]:
    """What is here of the recording: parts, length so far, whether some of it still waits at the sender."""
    epochs = list(broadcast.epochs.all())
    unfinished = [epoch for epoch in epochs if epoch.finished_at is None]
    return {"epochs": epochs, "megabytes": sum(epoch.bytes for epoch in epochs) // 1_000_000, "unfinished": unfinished}
