"""One step back: withdrawing what is live, undoing the last publication."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from content.errors import NothingLive
from content.models import CoursePage, Publication
from content.states import UNDERWAY, PublicationState
from lms.packages import api as packages

from .courses import renew_course
from .moves import advance


@transaction.atomic
def withdraw_unpublished(page: Any, *, by: Any = None) -> None:
    """The last language version was unpublished: nothing of it stays in the catalogues; learners' records stay."""
    for waiting in Publication.objects.filter(
        iri=page.iri, state__in=[*UNDERWAY, PublicationState.FAILED, PublicationState.REFUSED]
    ):
        advance(waiting, PublicationState.SUPERSEDED, by=by)
    live = Publication.objects.filter(iri=page.iri, state=PublicationState.LIVE).first()
    if live is None:
        return
    advance(live, PublicationState.WITHDRAWN, by=by)
    if isinstance(page, CoursePage):
        packages.withdraw_course(page.iri, by=by)
    else:
        renew_course(live.course_iri, by=by)


@transaction.atomic
def undo_publication(publication: Publication, *, by: Any) -> Publication:
    """Make the version before this one live again, once. It was cleared already. Raises NothingLive."""
    before = publication.replaces
    if publication.state != PublicationState.LIVE or before is None or before.state != PublicationState.REPLACED:
        raise NothingLive
    advance(publication, PublicationState.WITHDRAWN, by=by, detail={"undone": True})
    advance(before, PublicationState.LIVE, by=by)
    if before.kind == Publication.Kind.LESSON:
        packages.set_live_lesson(before.package, by=by)
    renew_course(before.course_iri, by=by)
    return before
