"""Upload a roster to see what it would do; apply it as a whole, or not at all."""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.canonical import sha256_hex
from lms.lib.errors import Conflict, NotFoundHere
from lms.lib.leases import JobState

from ..learners import EDITORS, wards_for
from ..models import Officer, Prison, RosterImport, RosterRow
from ..names import clean
from .reading import MAX_BYTES, Unreadable, too_big

Phase = RosterImport.Phase


@transaction.atomic
def preview_roster(file: BinaryIO, filename: str, *, by: Officer, prison: Prison) -> RosterImport:
    """Keep the file and have it read by a job; the rows and their verdicts follow. Raises Unreadable when it is too big."""
    if not wards_for(by, *EDITORS).filter(prison=prison).exists():
        raise PermissionDenied(_("Your account may not do this here."))
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Unreadable(too_big())
    roster = RosterImport.objects.create(
        prison=prison, by=by, filename=clean(filename)[-255:] or "?", content=content, sha256=sha256_hex(content)
    )
    _wake(roster)
    return roster


@transaction.atomic
def apply_roster(roster_id: UUID, *, by: Officer, retire_missing: bool = False) -> RosterImport:
    """Have the previewed rows written by a job. Raises Conflict when there are errors, or it is not a fresh preview."""
    roster_for(by, roster_id)  # may this officer?
    roster = RosterImport.objects.select_for_update(of=("self",)).get(pk=roster_id)
    if roster.phase != Phase.PREVIEW:
        raise Conflict(_("This file has been dealt with already. Upload it again to see what it would do now."))
    if roster.rows.filter(verdict=RosterRow.Verdict.ERROR).exists():
        raise Conflict(
            _("Some rows have errors. Correct them in the file and upload it again; nothing has been changed.")
        )
    roster.phase, roster.retire_missing = Phase.APPLYING, retire_missing
    roster.job_state, roster.progress, roster.attempts = JobState.DUE, 0, 0
    roster.save()
    audit.log(
        by=by,
        verb="people.roster.approved",
        target=roster,
        detail={"sha256": roster.sha256, "retire_missing": retire_missing},
    )
    _wake(roster)
    return roster


def rosters_for(officer: Officer) -> QuerySet[RosterImport]:
    """An import shows names of a whole file: only its maker may look at it."""
    return RosterImport.objects.filter(by=officer).select_related("prison", "by").defer("content")


def roster_for(officer: Officer, roster_id: UUID | str) -> RosterImport:
    try:
        roster = rosters_for(officer).get(pk=roster_id)
    except (RosterImport.DoesNotExist, ValidationError) as error:
        raise NotFoundHere from error
    if not wards_for(officer, *EDITORS).filter(prison=roster.prison_id).exists():
        raise PermissionDenied(_("Your account may not do this here."))
    return roster


def _wake(roster: RosterImport) -> None:
    from .. import tasks  # the queue's wrappers import this package

    transaction.on_commit(lambda: tasks.run_roster.enqueue(str(roster.pk)))
