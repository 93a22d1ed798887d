"""Hooks around Wagtail's page editor: the audit trail, the first unit of a course, buttons with the publication's state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.signals import task_approved, task_rejected, workflow_submitted

from content.models import CoursePage, Publication
from content.models.libraries import library_of
from content.models.pages import ContentPage
from content.writing import give_first_unit
from lms.audit import api as audit

from .languages import missing_languages


def _log(verb: str, page: Any, by: Any, **detail: Any) -> None:
    library = library_of(page)
    audit.log(by=by, verb=verb, target=page, detail=detail or None, prison=library.prison if library else None)


@hooks.register("after_create_page")
def created(request: HttpRequest, page: Any) -> None:
    if isinstance(page, CoursePage):
        give_first_unit(page, by=request.user)
    if isinstance(page, ContentPage):
        _log("content.page.created", page, request.user)


@hooks.register("after_edit_page")
def edited(request: HttpRequest, page: Any) -> None:
    if isinstance(page, ContentPage):
        _log("content.page.edited", page, request.user)


@hooks.register("after_delete_page")
def deleted(request: HttpRequest, page: Any) -> None:
    if isinstance(page, ContentPage):
        _log("content.page.deleted", page, request.user)


@hooks.register("after_move_page")
def moved(request: HttpRequest, page: Any) -> None:
    if isinstance(page.specific, ContentPage):
        _log("content.page.moved", page.specific, request.user)


@receiver(workflow_submitted, dispatch_uid="content_handed_in")
def handed_in(sender: Any, instance: Any, user: Any, **kwargs: Any) -> None:
    _log("content.page.handed_in", instance.content_object, user)


@receiver(task_approved, dispatch_uid="content_approved")
def approved(sender: Any, instance: Any, user: Any, **kwargs: Any) -> None:
    _log("content.page.approved", instance.workflow_state.content_object, user)


@receiver(task_rejected, dispatch_uid="content_sent_back")
def sent_back(sender: Any, instance: Any, user: Any, **kwargs: Any) -> None:
    _log("content.page.sent_back", instance.workflow_state.content_object, user, comment=instance.comment[:500])


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Where the publication stands, and adding a language."""
    page = page.specific
    if not hasattr(page, "iri"):
        return
    latest = Publication.objects.filter(iri=page.iri).exclude(state="superseded").order_by("-created_at").first()
    if latest:
        label = _("Publication: %(state)s") % {"state": latest.get_state_display()}
        yield Button(label, reverse("content_publication", args=[latest.pk]), icon_name="upload", priority=10)
    if missing_languages(page):
        yield Button(
            _("Add a language version"), reverse("content_add_language", args=[page.pk]), icon_name="globe", priority=20
        )


@hooks.register("construct_page_action_menu")
def plain_labels(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail adds "and Publish" to the labels of the last review step, which say it already."""
    for item in items:
        if item.name == "approve":
            item.label = _("Approve with a comment and publish") if item.launch_modal else _("Approve and publish")


@hooks.register("insert_global_admin_css")
def own_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("content/content.css"))
