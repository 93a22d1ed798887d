"""What was corrected after the lesson went to the tablets: whether it has got there, and the way there.

Tablets play what a second officer has cleared, so a correction goes the way of the lesson once more.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from content import api as content
from lms.lib.errors import Conflict
from streaming.models import Broadcast, LessonDraft, RecordingStage
from streaming.permissions import PLANNERS, broadcast_for

from .sweeping import film_has_changed, has_changed


class Standing(StrEnum):
    """Of a published recording: what the tablets have against what the office has."""

    SAME = "same"
    BEHIND = "behind"  # to be handed in
    RENDERING = "rendering"  # the changed film is not in the lesson yet
    IN_REVIEW = "in_review"
    IN_REVIEW_BEHIND = "in_review_behind"  # something was corrected after it had been handed in


def standing_of(broadcast: Broadcast) -> Standing | None:
    """None while the tablets have no lesson of this recording."""
    draft = _published(broadcast)
    if draft is None or draft.page is None:
        return None
    changed = has_changed(draft)
    if draft.page.workflow_in_progress:
        return Standing.IN_REVIEW_BEHIND if changed else Standing.IN_REVIEW
    if film_has_changed(draft):
        return Standing.RENDERING
    return Standing.BEHIND if changed or draft.page.has_unpublished_changes else Standing.SAME


def hand_in_again(broadcast_id: UUID | str, *, by: Any) -> None:
    """The lesson with the captions and the film of this moment goes to the reviewers. Raises NotFoundHere, PermissionDenied, Conflict."""
    broadcast = broadcast_for(by, broadcast_id, *PLANNERS)
    with transaction.atomic():
        draft = _published(broadcast)
        if draft is None or draft.page is None:
            raise Conflict(_("The lesson is not on the tablets yet. Open the draft lesson and hand it in there."))
        LessonDraft.objects.select_for_update().get(pk=draft.pk)
        standing = standing_of(broadcast)
        if standing == Standing.SAME:
            raise Conflict(_("Nothing has changed: the tablets have these captions already."))
        if standing == Standing.RENDERING:
            raise Conflict(_("The changed film is still being made. Try again in a few minutes."))
        page = draft.page.specific
        content.edit_page(page, by=by)
        page.refresh_from_db()
        content.hand_in(page, by=by)


def can_hand_in_again(officer: Any, broadcast: Broadcast) -> bool:
    """Whether this officer may edit the published lesson."""
    draft = _published(broadcast)
    return draft is not None and draft.page is not None and draft.page.permissions_for_user(officer).can_edit()


def _published(broadcast: Broadcast) -> LessonDraft | None:
    found = LessonDraft.objects.filter(
        recording__broadcast=broadcast, recording__stage=RecordingStage.PUBLISHED, page__live=True
    )
    return found.select_related("page", "recording__broadcast").first()
