"""Which items have had their key on a tablet: those are never drawn for an exam."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.audit import api as audit
from lms.packages import api as packages

from .models import ExposedPackage, Item
from .practice import items_in_package

PREFIX = "urn:newleaf:item:"
_AT_ONCE = 200


@transaction.atomic
def expose_items(iris: Iterable[str], *, by: object) -> int:
    """Say that these items are used in practice from now on; returns how many were not before. IRIs of other banks are passed over.

    To be called in the transaction that makes a lesson live. It is never taken back.
    """
    keys = sorted({key for iri in iris if (key := key_of(iri))})
    found: list[Item] = []
    for start in range(0, len(keys), _AT_ONCE):
        some = Item.objects.select_for_update().filter(pk__in=keys[start : start + _AT_ONCE], exposed_at=None)
        found += some.order_by("pk")
    now = timezone.now()
    for item in found:
        Item.objects.filter(pk=item.pk).update(exposed_at=now)
        audit.log(by=by, verb="assessments.item.exposed", target=item, prison=item.prison_id)
    return len(found)


def expose_package(package_id: str, *, by: object) -> int:
    """The same for all items of a lesson's package; see there."""
    return expose_items(items_in_package(package_id), by=by)


def expose_live_lessons(*, limit: int = 50) -> int:
    """Expose what stands in live lessons and nobody has told of: lessons from before, or brought by another way. Returns how many packages it read."""
    known = set(ExposedPackage.objects.values_list("pk", flat=True))
    unread = [package_id for package_id in packages.live_package_ids() if package_id not in known][:limit]
    for package_id in unread:
        with transaction.atomic():
            expose_package(package_id, by=None)
            ExposedPackage.objects.get_or_create(pk=package_id)
    return len(unread)


def key_of(iri: str) -> UUID | None:
    """The key of an item of a bank; None for another IRI."""
    try:
        return UUID(iri.removeprefix(PREFIX)) if iri.startswith(PREFIX) else None
    except ValueError:
        return None
