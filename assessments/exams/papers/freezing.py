"""Approving a paper: everything that it may ask is kept as it is now, so that no later change of the bank reaches it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Revision

from assessments.bank import api as bank
from assessments.bank.models import Item
from lms.audit import api as audit
from lms.lib.canonical import canonical_json, sha256_hex

from ..errors import NotFit, Retired, Unchanged
from ..models import ItemVersion, Paper, PaperVersion
from ..permissions import check_can_change_paper, paper_for
from .checks import Report, check

_AT_ONCE = 200


@transaction.atomic
def approve_paper(paper_id: UUID | str, *, by: Any) -> PaperVersion:
    """A version that sittings can use. Raises NotFoundHere, PermissionDenied, Retired, NotFit, Unchanged."""
    paper = Paper.objects.select_for_update().get(pk=paper_for(by, paper_id).pk)
    check_can_change_paper(by, paper)
    if paper.retired_at:
        raise Retired
    report = check(paper)
    if not report.fit:
        raise NotFit
    version = _version(paper, report)
    newest = paper.newest
    if newest is not None and _same(newest, version):
        raise Unchanged
    version.number = newest.number + 1 if newest else 1
    version.approved_by, version.approved_at = audit.label(by), timezone.now()
    version.save(force_insert=True)
    detail = {"version": version.number, "points": str(version.points), "items": len(_items_in(report))}
    audit.log(by=by, verb="assessments.paper.approved", target=paper, detail=detail, prison=paper.prison_id)
    return version


def _version(paper: Paper, report: Report) -> PaperVersion:
    kept = keep_versions(_items_in(report))
    same = (
        "title",
        "kind",
        "language",
        "points",
        "pass_mark",
        "minutes",
        "mixed",
        "options_mixed",
        "attempts",
        "feedback",
    )
    return PaperVersion(
        paper=paper,
        blueprint=report.blueprint.model_dump(mode="json"),
        pools={part: sorted(kept[item] for item in pool) for part, pool in report.pools.items()},
        **{name: getattr(paper, name) for name in same},
    )


def _items_in(report: Report) -> set[str]:
    return {item for pool in report.pools.values() for item in pool}


def _same(one: PaperVersion, other: PaperVersion) -> bool:
    ignored = {"id", "number", "approved_by", "approved_at"}
    names = [field.attname for field in PaperVersion._meta.concrete_fields if field.attname not in ignored]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def keep_versions(items: Collection[str]) -> dict[str, int]:
    """Item key → key of the ItemVersion of what it is now; kept if it is not yet."""
    kept: dict[str, int] = {}
    keys = sorted(items)
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        numbers = _numbers(some)
        known = {
            (row.item_id, row.number): row.pk for row in ItemVersion.objects.filter(item_id__in=some).defer("document")
        }
        for key in some:
            place = (UUID(key), numbers.get(key, 1))
            kept[key] = known.get(place) or _keep(key, place[1])
    return kept


def _numbers(keys: list[str]) -> dict[str, int]:
    """Item key → its version now, as `Item.version` counts."""
    kind = ContentType.objects.get_for_model(Item)
    rows = Revision.objects.filter(base_content_type=kind, object_id__in=keys).order_by()
    return dict(rows.values_list("object_id").annotate(Count("pk")))


def _keep(key: str, number: int) -> int:
    document = bank.item_document(key).model_dump(mode="json")
    digest = sha256_hex(canonical_json(document))
    row, _made = ItemVersion.objects.get_or_create(
        item_id=key, number=number, defaults={"document": document, "sha256": digest}
    )
    return row.pk
