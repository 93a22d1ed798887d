"""The verbs of a sitting, from its plan to the end in the room."""

from __future__ import annotations

from .following import follow_sittings
from .planning import (
    add_candidates,
    cancel_sitting,
    grant_accommodation,
    plan_sitting,
    remove_candidate,
    revise_sitting,
)
from .room import (
    add_time,
    end_seat,
    end_sitting,
    incidents_of,
    note_incident,
    open_sitting,
    pause,
    replace_tablet,
    restore_attendance,
    resume,
    show_code,
    take_attendance,
)
from .sealing import seal_sitting, unseal_sitting

__all__ = [
    "add_candidates",
    "add_time",
    "cancel_sitting",
    "end_seat",
    "end_sitting",
    "follow_sittings",
    "grant_accommodation",
    "incidents_of",
    "note_incident",
    "open_sitting",
    "pause",
    "plan_sitting",
    "remove_candidate",
    "replace_tablet",
    "restore_attendance",
    "resume",
    "revise_sitting",
    "seal_sitting",
    "show_code",
    "take_attendance",
    "unseal_sitting",
]
