"""One step back: withdrawing what is live, undoing the last publication."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from assessments.bank import api as bank
from content.errors import NothingLive
from content.models import CoursePage, LessonPage, Publication
from content.states import UNDERWAY, PublicationState
from content.waking import wake
from lms.packages import api as packages

from .courses import renew_course
from .moves import advance
from .requests import request_publication


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
def hand_over(page: Any) -> None:
    """A page, with what stands below it, now belongs to another prison: it leaves the tablets, and is cleared anew where it stands now."""
    here = Q(path__startswith=page.path)
    moved = [*CoursePage.objects.filter(here), *LessonPage.objects.filter(here)]
    for one in moved:
        withdraw_unpublished(one)
    for one in moved:
        if one.live and one.live_revision and not one.alias_of_id:
            wake(request_publication(one, one.live_revision))


@transaction.atomic
def undo_publication(publication: Publication, *, by: Any) -> Publication:
    """Make the version before this one live again, once. It was cleared already. Raises NothingLive."""
    before = publication.replaces
    if publication.state != PublicationState.LIVE or before is None or before.state != PublicationState.REPLACED:
        raise NothingLive
    if before.prison_id != publication.prison_id:
        raise NothingLive  # it was cleared for another prison
    if before.kind == Publication.Kind.LESSON:
        bank.expose_package(before.package, by=by)
    advance(publication, PublicationState.WITHDRAWN, by=by, detail={"undone": True})
    advance(before, PublicationState.LIVE, by=by)
    if before.kind == Publication.Kind.LESSON:
        packages.set_live_lesson(before.package, by=by)
    renew_course(before.course_iri, by=by)
    return before
