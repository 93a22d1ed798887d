"""Finding questions that are nearly equal: one beside the bank when it is saved, all of them in a job."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.faults import faultpoint
from lms.lib.leases import JobState
from lms.people.permissions import has_role

from .likeness import like, pairs
from .models import DuplicatePair, DuplicateSearch, Item
from .permissions import READERS
from .texts import compared_text

LEASE_SECONDS = 120
MOST_PAIRS = 20_000  # of one search: whoever has more has imported a file twice, and sees it in the first hundred
_BATCH = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Alike:
    item: Item
    likeness: int  # per cent


def alike(item: Item, *, limit: int = 5) -> list[Alike]:
    """Questions of the same language that are nearly equal to this one, in use or retired; the most alike first."""
    others = Item.objects.filter(language=item.language).exclude(pk=item.pk).order_by()
    texts = {key: compared_text(text) for key, text in others.values_list("pk", "searched_text")}
    found = dict(like(compared_text(item.words()), texts, limit=limit))
    rows = Item.objects.filter(pk__in=found).select_related("prison")
    return sorted((Alike(row, found[row.pk]) for row in rows), key=lambda one: -one.likeness)


@transaction.atomic
def request_search(*, by: Any) -> DuplicateSearch:
    """Look through the whole bank; the search that is under way where there is one. Raises PermissionDenied."""
    if not has_role(by, *READERS):
        raise PermissionDenied(_("Your account may not do this here."))
    underway = DuplicateSearch.objects.filter(job_state__in=(JobState.DUE, JobState.RUNNING)).first()
    if underway:
        return underway
    search = DuplicateSearch.objects.create(asked_by=by)
    audit.log(by=by, verb="assessments.duplicates.searched", target=str(search.pk))
    return search


def run_search(search_id: UUID | str) -> None:
    """Do it. Safe to run twice: the lease lets one in, and it starts afresh after a worker that was killed."""
    search = DuplicateSearch.objects.filter(pk=search_id).first()
    if search is None or not search.claim(seconds=LEASE_SECONDS):
        return
    try:
        _search(search)
    except Exception:
        _log.exception("search for duplicates %s failed", search.pk)
        search.finish(error=_("The search was broken off. Start it again; if it stays, tell the administrator."))


def _search(search: DuplicateSearch) -> None:
    search.pairs.all().delete()
    languages: dict[str, list[tuple[UUID, str]]] = {}
    for key, language, text in Item.objects.order_by("pk").values_list("pk", "language", "searched_text"):
        languages.setdefault(language, []).append((key, compared_text(text)))
    total = sum(map(len, languages.values()))
    before = 0
    for texts in languages.values():

        def tick(done: int, before: int = before) -> None:
            search.heartbeat(progress=99 * (before + done) // max(1, total), seconds=LEASE_SECONDS)

        found = pairs(texts, tick=tick)
        room = MOST_PAIRS - search.pairs.count()
        while batch := list(islice(found, min(_BATCH, room))):
            room -= len(batch)
            _keep(search, batch)
        before += len(texts)
    faultpoint("assessments.duplicates.before_done")
    with transaction.atomic():
        DuplicateSearch.objects.filter(pk=search.pk).update(items=total, done_at=timezone.now())
        DuplicateSearch.objects.filter(asked_at__lt=search.asked_at).exclude(job_state=JobState.RUNNING).delete()
        search.finish()


def _keep(search: DuplicateSearch, batch: list[tuple[UUID, UUID, int]]) -> None:
    """Questions that were deleted meanwhile are left out."""
    there = set(Item.objects.filter(pk__in={key for *keys, _ in batch for key in keys}).values_list("pk", flat=True))
    DuplicatePair.objects.bulk_create(
        DuplicatePair(search=search, first_id=one, second_id=other, likeness=likeness)
        for one, other, likeness in batch
        if one in there and other in there
    )
