"""What the pages of certification share: the heading, the way back, refusals as messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.exams.sittings.screens.frame import officer_of, refusals_told
from lms.people.pages import page_frame

from ...models import Candidacy

ICON = "user"

__all__ = ["ICON", "frame", "is_uuid", "officer_of", "refusals_told"]


def frame(title: str, one: Candidacy | None = None) -> dict[str, Any]:
    """Wagtail's frame. With a candidacy: the title is that of a page below it."""
    made = page_frame(title, ICON, (_("Candidates"), "candidacies"))
    if one is not None:
        above = {"url": reverse("candidacy", args=[one.pk]), "label": one.holder_name}
        made["breadcrumbs_items"].insert(-1, above)
        made["candidacy"] = one
    return made


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
