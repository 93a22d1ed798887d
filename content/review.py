"""The way of a draft through review, and back: hand in, approve, withdraw, undo.

Wagtail's workflow does the work; its signals write the audit log (screens/page_hooks.py), whichever screen was used.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from lms.audit import api as audit
from lms.lib.errors import Conflict
from lms.lib.leases import JobState

from .errors import OwnWork
from .models import Publication
from .models.libraries import library_of
from .models.pages import ContentPage
from .permissions import REVIEWERS, publication_for, publications_for
from .publishing.moves import advance
from .publishing.taking_back import undo_publication
from .states import PublicationState
from .waking import wake


@transaction.atomic
def hand_in(page: ContentPage, *, by: Any, go_live_at: datetime | None = None) -> None:
    """Send the latest draft to the reviewers, to go live on a date if wished. Raises PermissionDenied, Conflict."""
    page = page.specific
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied(_("Your account may not do this here."))
    if page.workflow_in_progress:
        raise Conflict(_("It is under review already."))
    if go_live_at is not None:
        draft = page.get_latest_revision_as_object()
        draft.go_live_at = go_live_at
        draft.save_revision(user=by)
        page.refresh_from_db()
    workflow = page.get_workflow()
    if workflow is None:
        raise Conflict(_("This library has no review step. Tell the administrator."))
    workflow.start(page, by)


def _prison(page: ContentPage) -> Any:
    library = library_of(page)
    return library.prison if library else None


def _open_task(page: ContentPage, by: Any, action: str) -> TaskState:
    page.refresh_from_db()
    task_state = page.current_workflow_task_state
    if task_state is None:
        raise Conflict(_("It is not under review."))
    task = task_state.task.specific
    if task.user_can_access_editor(page, by) and (action == "reject" or not task.is_own(page, by)):
        return task_state
    if task.is_own(page, by):
        raise OwnWork
    raise PermissionDenied(_("Your account may not do this here."))


@transaction.atomic
def approve(page: ContentPage, *, by: Any, comment: str = "") -> Publication | None:
    """Approve as the reviewer; Wagtail publishes the page, which asks for a package. None when the page has a date to wait for."""
    task_state = _open_task(page, by, "approve")
    task_state.task.specific.on_action(task_state, by, "approve", comment=comment)
    page.refresh_from_db()
    iri = getattr(page.specific, "iri", "")
    return Publication.objects.filter(iri=iri).order_by("-created_at").first() if iri else None


@transaction.atomic
def ask_for_changes(page: ContentPage, *, by: Any, comment: str) -> None:
    task_state = _open_task(page, by, "reject")
    task_state.task.specific.on_action(task_state, by, "reject", comment=comment)


@transaction.atomic
def withdraw(page: ContentPage, *, by: Any) -> None:
    """Unpublish the page; with its last language version it leaves the tablets. Learners' records stay."""
    page = page.specific
    if not page.permissions_for_user(by).can_unpublish():
        raise PermissionDenied(_("Your account may not do this here."))
    audit.log(by=by, verb="content.page.withdrawn", target=page, prison=_prison(page))
    page.unpublish(user=by)


@transaction.atomic
def undo(publication_id: Any, *, by: Any) -> Publication:
    """Make the version before the live one live again, once."""
    publication = publication_for(by, publication_id)
    if not publications_for(by, *REVIEWERS).filter(pk=publication.pk).exists():
        raise PermissionDenied(_("Your account may not do this here."))
    return undo_publication(publication, by=by)


@transaction.atomic
def retry(publication_id: Any, *, by: Any) -> Publication:
    """Try a failed build again."""
    publication = publication_for(by, publication_id)
    advance(publication, PublicationState.REQUESTED, by=by, job_state=JobState.DUE, error="", attempts=0)
    wake(publication)
    return publication
