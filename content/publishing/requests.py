"""From Wagtail's publish action to a Publication row: the only way in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from content.models import CoursePage, LessonPage, Publication, UnitPage
from content.models.libraries import library_of
from content.models.pages import ContentPage
from content.states import UNDERWAY, PublicationState
from content.writing import language_versions
from lms.audit import api as audit
from lms.lib.leases import JobState

from .moves import advance


@transaction.atomic
def request_publication(
    page: ContentPage, revision: Any, *, by: Any = None, go_live_at: datetime | None = None, fresh: bool = False
) -> Publication:
    """A row for the job to see to; what was under way for the same lesson or course is overtaken by it. Idempotent per revision, unless `fresh`."""
    kind = Publication.Kind.LESSON if isinstance(page, LessonPage) else Publication.Kind.COURSE
    same = Publication.objects.filter(iri=page.iri, revision=revision, state__in=UNDERWAY).first()
    if same is not None and not fresh:
        if same.go_live_at != go_live_at:
            Publication.objects.filter(pk=same.pk).update(go_live_at=go_live_at)
        if same.state == PublicationState.READY:
            Publication.objects.filter(pk=same.pk).update(job_state=JobState.DUE)
        return same
    library = library_of(page)
    for older in Publication.objects.filter(
        iri=page.iri, state__in=[*UNDERWAY, PublicationState.FAILED, PublicationState.REFUSED]
    ):
        advance(older, PublicationState.SUPERSEDED, by=by)
    publication = Publication.objects.create(
        kind=kind,
        iri=page.iri,
        course_iri=page.iri if isinstance(page, CoursePage) else page.course.iri,
        prison=library.prison if library else None,
        page=page.page_ptr,
        revision=revision,
        title=page.title,
        requested_by=by,
        go_live_at=go_live_at,
    )
    publication.writers.set(_writers(page, revision))
    audit.log(
        by=by,
        verb="content.publication.requested",
        target=publication,
        detail={"iri": page.iri},
        prison=publication.prison,
    )
    return publication


def _writers(page: ContentPage, revision: Any) -> set[Any]:
    """Everybody who wrote what the package will hold and is not live yet, in any language, and who handed it in: none of them may clear it."""
    live = Publication.objects.filter(iri=page.iri, state=PublicationState.LIVE).select_related("revision").first()
    found = _wrote(page, revision, live.revision if live else None)
    for version in language_versions(page):
        known = live and version.last_published_at and version.last_published_at <= live.created_at
        if version.pk != page.pk and version.live and version.live_revision and not known:
            found |= _wrote(version, version.live_revision, None)
    state = page.workflow_states.order_by("-created_at").select_related("requested_by").first()
    if state and state.requested_by:
        found.add(state.requested_by)
    return found


def _wrote(page: ContentPage, revision: Any, cleared: Any) -> set[Any]:
    """Who wrote the revision and those before it, back to the one that was cleared (None: all of them)."""
    revisions = page.revisions.exclude(user=None).filter(created_at__lte=revision.created_at)
    if cleared and cleared.object_id == str(page.pk) and cleared.created_at < revision.created_at:
        revisions = revisions.filter(created_at__gt=cleared.created_at)
    return {
        officer for officer in [revision.user, *(each.user for each in revisions.select_related("user"))] if officer
    }


def page_to_publish(page: Any) -> LessonPage | CoursePage | None:
    """Lessons and courses travel; a unit's title travels with its course."""
    if isinstance(page, LessonPage | CoursePage):
        return page
    if isinstance(page, UnitPage):
        course = CoursePage.objects.ancestor_of(page).first()
        return course if course and course.live else None
    return None


def request_scheduled() -> int:
    """Build and clear ahead what Wagtail will publish on a date; returns how many were new."""
    made = 0
    for model in (LessonPage, CoursePage):
        for page in model.objects.filter(pk__in=_scheduled_ids()):
            revision = page.scheduled_revision
            known = Publication.objects.filter(revision=revision).exclude(state=PublicationState.SUPERSEDED).exists()
            if revision and not known and not _something_goes_first(page):
                request_publication(page, revision, by=None, go_live_at=revision.approved_go_live_at)
                made += 1
    return made


def _something_goes_first(page: ContentPage) -> bool:
    """Another language version was published today and is on its way: what has a date must not overtake it."""
    return Publication.objects.filter(iri=page.iri, state__in=UNDERWAY, go_live_at=None).exists()


def _scheduled_ids() -> list[int]:
    from wagtail.models import Revision

    waiting = Revision.page_revisions.filter(approved_go_live_at__gt=timezone.now())
    return [int(value) for value in waiting.values_list("object_id", flat=True)]
