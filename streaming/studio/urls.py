"""Addresses of schedule, studio and watch below the admin, and of the guest's own pages beside it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_POST

from . import after, duty, guests, page, planning, replies, schedule, stream_key


def admin_patterns() -> list[URLPattern | URLResolver]:
    one = "live/<uuid:broadcast_id>/"
    return [
        path("live/", schedule.schedule, name="streaming_schedule"),
        path("live/next/", schedule.next_lesson, name="streaming_next"),
        path("live/plan/", planning.plan, name="streaming_plan"),
        path("live/watch/", duty.duty, name="streaming_duty"),
        path("live/watch/rows/", duty.duty_rows, name="streaming_duty_rows"),
        path(one, page.studio, name="streaming_studio"),
        path(one + "change/", planning.change, name="streaming_change"),
        path(one + "cancel/", planning.cancel, name="streaming_cancel"),
        path(one + "state/", replies.state, name="streaming_state"),
        path(one + "token/", replies.token, name="streaming_token"),
        path(one + "take-over/", replies.take_over, name="streaming_take_over"),
        path(one + "end/", replies.end, name="streaming_end"),
        path(one + "notes/", replies.notes, name="streaming_notes"),
        path(one + "stream-key/", stream_key.renew, name="streaming_stream_key"),
        path(one + "guests/", guests.invite, name="streaming_guest_invite"),
        path(one + "guests/<uuid:guest_id>/remove/", guests.remove, name="streaming_guest_remove"),
        path(one + "after/", after.after, name="streaming_after"),
        path(one + "hand-in-again/", require_POST(after.hand_in_again), name="streaming_hand_in_again"),
        path(one + "film.mp4", after.film, name="streaming_film"),
        path(one + "recording/", after.recording_state, name="streaming_recording_state"),
    ]


guest_patterns: list[URLPattern | URLResolver] = [
    path("guest/<uuid:broadcast_id>/", guests.enter, name="streaming_guest"),
    path("guest/<uuid:broadcast_id>/studio/", guests.studio, name="streaming_guest_studio"),
    path("guest/<uuid:broadcast_id>/state/", guests.state, name="streaming_guest_state"),
    path("guest/<uuid:broadcast_id>/token/", guests.token, name="streaming_guest_token"),
    path("guest/<uuid:broadcast_id>/end/", guests.end, name="streaming_guest_end"),
]
