"""The job: takes a publication as far as it can go without a person. Killed anywhere, it goes on from the state in the row."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.bank import api as bank
from content.clearance.carrying import is_cleared
from content.clearance.scanning import scan_publication
from content.models import Publication
from content.states import MACHINE, IllegalTransition, PublicationState
from content.waking import wake
from lms.lib.canonical import canonical_json
from lms.lib.errors import Refused
from lms.lib.faults import faultpoint
from lms.lib.leases import JobState
from lms.packages import api as packages

from .courses import course_page, renew_course
from .kinds import NotYet
from .manifests import check_picture_stored, course_card, lesson_manifest
from .moves import advance
from .requests import request_publication

LEASE_SECONDS = 120
MOST_ATTEMPTS = 5
_log = logging.getLogger(__name__)


def run_publication(publication: Publication) -> bool:
    """Claim and advance; False when somebody else holds it. Errors become a sentence in the row."""
    if publication.state not in MACHINE or not publication.claim(seconds=LEASE_SECONDS):
        return False
    try:
        if publication.attempts > MOST_ATTEMPTS:
            raise RuntimeError("its worker died again and again")
        while publication.state in MACHINE and _STEPS[PublicationState(publication.state)](publication):
            pass
    except IllegalTransition:
        _log.info("publication %s was moved on by somebody else", publication.pk)
    except NotYet as waiting:
        _set_aside(publication, str(waiting), attempts=0)  # waiting is no failure
    except Refused as refused:
        _fail(publication, str(refused))
    except Exception:
        _log.exception("publication %s could not be built", publication.pk)
        if publication.attempts >= MOST_ATTEMPTS:
            _fail(
                publication,
                _("Something went wrong while it was being built. Try again; if it stays, tell the administrator."),
            )
        else:
            _set_aside(publication, "")
    return True


def _set_aside(publication: Publication, sentence: str, **fields: Any) -> None:
    """Back into the queue, with what it waits for."""
    fields |= {"job_state": JobState.DUE, "lease_until": None, "error": sentence}
    Publication.objects.filter(pk=publication.pk).update(**fields)
    publication.refresh_from_db()


def _fail(publication: Publication, sentence: str) -> None:
    publication.refresh_from_db()
    if publication.state in MACHINE:
        advance(
            publication, PublicationState.FAILED, by=None, job_state=JobState.FAILED, error=sentence, lease_until=None
        )


def _build(publication: Publication) -> bool:
    """Outside of any transaction: blobs and manifest first, then one write that says that they are there."""

    def progress(percent: int) -> None:
        publication.heartbeat(progress=percent, seconds=LEASE_SECONDS)

    fields: dict[str, Any]
    if publication.kind == Publication.Kind.LESSON:
        manifest = lesson_manifest(publication, progress)
        faultpoint("content.publish.after_files")
        package = packages.build_lesson_package(manifest)
        fields = {
            "package": package.pk,
            "manifest": canonical_json(manifest.model_dump(mode="json")).decode(),
            "bytes": package.bytes,
        }
    else:
        card = _card(publication)
        fields = {
            "manifest": canonical_json(card.model_dump(mode="json")).decode(),
            "bytes": card.picture.bytes if card.picture else 0,
        }
    faultpoint("content.publish.after_build")
    advance(publication, PublicationState.BUILT, by=None, progress=95, error="", **fields)
    return True


def _card(publication: Publication) -> Any:
    page = course_page(publication.iri)
    if page is None:
        from content.errors import NotReady

        raise NotReady(_("The course was deleted before it could be built."))
    own = publication.page.specific if publication.page else page
    card, _files = course_card(own, publication.revision)
    check_picture_stored(card)
    return card


def _scan(publication: Publication) -> bool:
    scan_publication(publication)
    faultpoint("content.publish.after_scan")
    blocked = publication.findings.filter(severity="blocker").exists()
    if not blocked and is_cleared(publication):
        advance(publication, PublicationState.READY, by=None, progress=100)
        return True
    advance(publication, PublicationState.WAITING, by=None, progress=100, attempts=0)
    return False


def _go_live(publication: Publication) -> bool:
    """Only what is cleared, and only when its day has come and Wagtail itself has published the page."""
    if publication.go_live_at:
        _wait_for_wagtail(publication)
        return False
    with transaction.atomic():
        before = (
            Publication.objects.select_for_update().filter(iri=publication.iri, state=PublicationState.LIVE).first()
        )
        if publication.kind == Publication.Kind.LESSON:
            bank.expose_package(publication.package, by=publication.requested_by)  # rows of items before the audit log
        if before:
            advance(before, PublicationState.REPLACED, by=publication.requested_by)
        advance(publication, PublicationState.LIVE, by=publication.requested_by, replaces=before)
        faultpoint("content.publish.before_live")
        if publication.kind == Publication.Kind.LESSON:
            packages.set_live_lesson(publication.package, by=publication.requested_by)
        complete = renew_course(publication.course_iri, by=publication.requested_by)
        if not complete and publication.kind == Publication.Kind.LESSON:
            _ask_for_course(publication)
    return False


def _wait_for_wagtail(publication: Publication) -> None:
    """Wagtail publishes the page on its day and takes the date off this row (receivers.py); an officer may have cancelled that."""
    revision = publication.revision
    if revision is None or revision.approved_go_live_at is None:
        advance(publication, PublicationState.SUPERSEDED, by=None, detail={"date_cancelled": True})
    else:
        _set_aside(publication, "", attempts=0)


def _ask_for_course(publication: Publication) -> None:
    """The lesson stands in a unit that the live course does not have yet: its card goes through clearance again."""
    page = course_page(publication.course_iri)
    if page and page.live and page.live_revision:
        wake(request_publication(page, page.live_revision, by=publication.requested_by, fresh=True))


_STEPS = {PublicationState.REQUESTED: _build, PublicationState.BUILT: _scan, PublicationState.READY: _go_live}
