"""The public verbs and reads of live lessons and what becomes of them. One block for each module."""

from .guests import enter_as_guest, guest_by_id, invite_guest, revoke_guest
from .ingest.pen import sender_of, sender_token, take_over
from .models import Broadcast, Epoch, EpochKind, Guest, Source
from .permissions import broadcast_for, broadcasts_for, can_change, can_send, visible_to
from .planning import cancel_broadcast, change_broadcast, plan_broadcast
from .running import end_broadcast, go_live, interrupt, note_consent
from .states import BroadcastState
from .stream_keys import new_stream_key, stream_key_of
from .transcription.api import request_transcript, segments_of, text_of, transcribe_again, transcript_for

__all__ = [
    "Broadcast",
    "BroadcastState",
    "Epoch",
    "EpochKind",
    "Guest",
    "Source",
    "broadcast_for",
    "broadcasts_for",
    "can_change",
    "can_send",
    "cancel_broadcast",
    "change_broadcast",
    "end_broadcast",
    "enter_as_guest",
    "go_live",
    "guest_by_id",
    "interrupt",
    "invite_guest",
    "new_stream_key",
    "note_consent",
    "plan_broadcast",
    "request_transcript",
    "revoke_guest",
    "segments_of",
    "sender_of",
    "sender_token",
    "stream_key_of",
    "take_over",
    "text_of",
    "transcribe_again",
    "transcript_for",
    "visible_to",
]
