"""An officer clears a package candidate or refuses it. Never the one who wrote it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from content.errors import StillBlocked
from content.models import Clearance, ScanFinding
from content.permissions import check_can_clear, publication_for
from content.publishing.moves import advance
from content.states import PublicationState
from content.waking import wake
from lms.lib.errors import Invalid
from lms.people.grants import check_two_people

from .carrying import remember_cleared


@transaction.atomic
def clear(publication_id: UUID, *, by: Any, note: str = "") -> Clearance:
    """Raises NotFoundHere, PermissionDenied, OwnWork, StillBlocked, IllegalTransition."""
    publication = publication_for(by, publication_id)
    check_can_clear(by, publication)
    for writer in publication.writers.all():
        check_two_people(writer, by)
    if publication.findings.filter(severity=ScanFinding.Severity.BLOCKER).exists():
        raise StillBlocked
    advance(publication, PublicationState.READY, by=by, detail={"note": note[:500]})
    clearance = Clearance.objects.create(
        publication=publication, decision=Clearance.Decision.CLEARED, officer=by, note=note
    )
    remember_cleared(clearance)
    wake(publication)
    return clearance


@transaction.atomic
def refuse(publication_id: UUID, *, by: Any, note: str) -> Clearance:
    """A refusal carries its reason, which the author sees."""
    publication = publication_for(by, publication_id)
    check_can_clear(by, publication)
    if not note.strip():
        raise Invalid(_("Say why, so that the author can mend it."))
    advance(publication, PublicationState.REFUSED, by=by, detail={"note": note[:500]})
    return Clearance.objects.create(
        publication=publication, decision=Clearance.Decision.REFUSED, officer=by, note=note.strip()
    )
