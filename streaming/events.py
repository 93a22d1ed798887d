"""The sentences of the audit log for live lessons and what becomes of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.people.events.words import register_details, register_events, register_pages

from .models import Broadcast, CaptionTrack

BROADCASTS = {
    "streaming.broadcast.planned": _("%(who)s planned the live lesson %(what)s"),
    "streaming.broadcast.changed": _("%(who)s changed the plan of %(what)s"),
    "streaming.broadcast.cancelled": _("%(who)s cancelled the live lesson %(what)s"),
    "streaming.broadcast.live": _("%(what)s went live (by %(who)s)"),
    "streaming.broadcast.interrupted": _("%(what)s was interrupted"),
    "streaming.broadcast.resumed": _("%(what)s went on (by %(who)s)"),
    "streaming.broadcast.ended": _("%(who)s ended the live lesson %(what)s"),
    "streaming.broadcast.taken_over": _("%(who)s took over the live lesson %(what)s"),
    "streaming.broadcast.recorded_elsewhere": _("A recording made elsewhere was uploaded for %(what)s (by %(who)s)"),
    "streaming.stream_key.made": _("%(who)s made a new stream key for %(what)s"),
    "streaming.encoder.connected": _("An encoder connected to %(what)s"),
    "streaming.consent.noted": _("%(who)s noted whether learners are seen or heard in %(what)s"),
}
GUESTS = {
    "streaming.guest.invited": _("%(who)s invited a guest teacher to %(what)s"),
    "streaming.guest.entered": _("%(who)s entered %(what)s as a guest teacher"),
    "streaming.guest.revoked": _("%(who)s took back a guest teacher's invitation to %(what)s"),
}
CLASSROOM = {
    "streaming.question.settled": _("%(who)s dealt with a question in %(what)s"),
    "streaming.poll.opened": _("%(who)s opened a poll in %(what)s"),
    "streaming.poll.closed": _("%(who)s closed a poll in %(what)s"),
    "streaming.attendance.corrected": _("%(who)s corrected the attendance of %(what)s"),
}
TEXTS = {
    "streaming.transcript.again": _("%(who)s had %(what)s transcribed again"),
    "streaming.captions.kept": _("%(who)s kept a version of the captions of %(what)s"),
    "streaming.captions.restored": _("%(who)s went back to an older version of the captions of %(what)s"),
}
DETAILS = {
    "alarms": _("What was noticed"),
    "broadcast": _("Live lesson"),
    "edits": _("Passages"),
    "guest": _("Guest teacher"),
    "heard": _("Learners heard"),
    "organisation": _("Organisation"),
    "question": _("Question"),
    "seconds": _("Seconds"),
    "seen": _("Learners seen"),
    "shown": _("Shown to the learners"),
    "start": _("Planned for"),
    "state": _("State"),
    "tally": _("Votes"),
    "wards": _("Wards"),
}


def register() -> None:
    register_events("streaming", _("Live lessons"), BROADCASTS | GUESTS | CLASSROOM | TEXTS)
    fields = {field.name: field.verbose_name for field in Broadcast._meta.fields}
    register_details(fields | DETAILS)
    register_pages(Broadcast, lambda key: reverse("streaming_studio", args=[key]))
    register_pages(CaptionTrack, lambda key: reverse("streaming_captions", args=[key]))
