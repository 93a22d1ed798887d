"""Moving a publication from one state to the next: one conditional UPDATE, one line in the audit log."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from content.models import Publication
from content.search import api as search
from content.states import MACHINE, IllegalTransition, PublicationState, check_transition
from lms.audit import api as audit
from lms.lib.leases import JobState

_SEARCHED = (PublicationState.LIVE, PublicationState.WITHDRAWN)  # what the search hears of


@transaction.atomic
def advance(
    publication: Publication, to: PublicationState, *, by: Any, detail: dict[str, Any] | None = None, **fields: Any
) -> None:
    """Raises IllegalTransition when the table does not allow the move, or somebody else has moved it meanwhile."""
    verb = check_transition(publication.state, to)
    fields |= {"state": to, "changed_at": timezone.now()}
    if to in MACHINE and "job_state" not in fields:
        fields |= {"job_state": JobState.RUNNING if publication.job_state == JobState.RUNNING else JobState.DUE}
    elif to not in MACHINE and to != PublicationState.FAILED:
        fields |= {"job_state": JobState.DONE, "lease_until": None}
    moved = Publication.objects.filter(pk=publication.pk, state=publication.state).update(**fields)
    if not moved:
        raise IllegalTransition
    publication.refresh_from_db()
    audit.log(
        by=by,
        verb=verb,
        target=publication,
        detail={"iri": publication.iri, **(detail or {})},
        prison=publication.prison,
    )
    if to in _SEARCHED:
        search.keep_in_step(publication.iri)
