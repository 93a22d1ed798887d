"""Who may see and correct captions: whoever may see the broadcast."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from content import api as content
from lms.lib.errors import NotFoundHere
from streaming.models import CaptionTrack
from streaming.permissions import broadcasts_for

EDITORS = content.RECORDING_ROLES  # who finds it in the search may open it


def track_for(officer: Any, track_id: UUID) -> CaptionTrack:
    """Raises NotFoundHere."""
    found = CaptionTrack.objects.filter(pk=track_id, broadcast__in=broadcasts_for(officer, *EDITORS))
    track = found.select_related("broadcast").first()
    if track is None:
        raise NotFoundHere
    return track
