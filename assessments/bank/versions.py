"""Versions of a question: which there are, what changed between two of them, taking one back as a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Revision

from lms.audit import api as audit
from lms.lib.errors import Invalid, NotFoundHere

from .models import Item
from .permissions import check_can_change_item


@dataclass(frozen=True)
class Version:
    number: int  # from 1
    revision: Revision


def versions_of(item: Item) -> list[Version]:
    """Newest first."""
    revisions: QuerySet[Revision] = item.revisions.select_related("user").order_by("created_at", "pk").defer("content")
    return [Version(number, revision) for number, revision in enumerate(revisions, 1)][::-1]


@transaction.atomic
def restore_version(item_id: UUID, number: int, *, by: Any) -> Item:
    """Make an earlier version the newest one; how the question is filed stays. Raises PermissionDenied, NotFoundHere, Invalid."""
    item = Item.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise NotFoundHere
    check_can_change_item(by, item)
    version = next((one for one in versions_of(item) if one.number == number), None)
    if version is None:
        raise NotFoundHere
    earlier: Item = version.revision.as_object()
    try:
        stream = Item._meta.get_field("interaction").stream_block
        earlier.interaction = stream.clean(earlier.interaction)
        earlier.full_clean(exclude=["interaction"])
    except ValidationError as error:
        raise Invalid from error
    earlier.save()
    earlier.save_revision(user=by, log_action="wagtail.revert", previous_revision=version.revision)
    audit.log(
        by=by,
        verb="assessments.item.restored",
        target=earlier,
        detail={"from": number, "version": earlier.version},
        prison=item.prison_id,
    )
    return earlier
