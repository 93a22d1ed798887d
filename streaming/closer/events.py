"""The sentences of the audit log for recordings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.people.events.words import register_events

RECORDINGS = {
    "streaming.recording.verified": _("The film of %(what)s was made and checked (by %(who)s)"),
    "streaming.recording.again": _("%(who)s had the film of %(what)s made again"),
    "streaming.recording.edited": _("%(who)s edited the film of %(what)s"),
    "streaming.recording.transcribed": _("%(what)s was transcribed (by %(who)s)"),
    "streaming.recording.draft": _("%(what)s became a draft lesson (by %(who)s)"),
    "streaming.recording.published": _("The lesson of %(what)s was published (by %(who)s)"),
}


def register() -> None:
    register_events("streaming", _("Live lessons"), RECORDINGS)
