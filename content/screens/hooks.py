"""Addresses, menu items and start-page tasks of the CMS's screens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail import hooks

from content.permissions import REVIEWERS, STAFF, WRITERS, publications_for
from content.states import PublicationState
from lms.people import access
from lms.people.menu import RoleMenuItem
from lms.people.roles import Role
from lms.people.start import Attention, register_attention, register_tasks

from . import calendar, desk, languages, library, preview, publications
from .phrases import TRANSLATORS, phrases
from .titles import with_titles


@hooks.register("register_admin_urls")
def screen_urls() -> list[URLPattern]:
    for_staff = [
        path("desk/", desk.DeskView.as_view(), name="content_desk"),
        path("library/", library.LibraryView.as_view(), name="content_library"),
        path("calendar/", calendar.CalendarView.as_view(), name="content_calendar"),
        path("publications/", publications.PublicationsView.as_view(), name="content_publications"),
        path("publications/rows/", publications.publication_rows, name="content_publication_rows"),
        path("publications/<uuid:pk>/", publications.PublicationView.as_view(), name="content_publication"),
        path(
            "publications/<uuid:pk>/progress/", publications.publication_progress, name="content_publication_progress"
        ),
        path("publications/<uuid:pk>/retry/", require_POST(publications.retry_publication), name="content_retry"),
        path("publications/<uuid:pk>/seen/<str:path>/", preview.show_built, name="content_built"),
        path("preview/<str:sha256>/", preview.preview_file, name="content_preview_file"),
        path("languages/<int:page_id>/", languages.AddLanguageView.as_view(), name="content_add_language"),
        path("lessons/new/", desk.NewLessonView.as_view(), name="content_new_lesson"),
    ]
    for_reviewers = [
        path("publications/<uuid:pk>/clear/", require_POST(publications.clear_publication), name="content_clear"),
        path("publications/<uuid:pk>/undo/", require_POST(publications.undo_publication), name="content_undo"),
    ]
    return [*access.guard(for_staff, *STAFF), *access.guard(for_reviewers, *REVIEWERS)]  # type: ignore[list-item]


@hooks.register("register_admin_viewset")
def register_phrases() -> Any:
    return phrases


def _item(name: str, label: Any, icon: str, order: int, roles: tuple[Role, ...] = STAFF) -> None:
    hooks.register(
        "register_admin_menu_item",
        lambda: RoleMenuItem(
            label,
            reverse_lazy(name),
            roles=roles,
            icon_name=icon,
            order=order,
            name=name.replace("_", "-").replace(":", "-"),
        ),
    )


_item("content_desk", _("My desk"), "edit", 110)
_item("content_library", _("Library"), "list-ul", 120)
_item("content_calendar", _("Yearly calendar"), "calendar-alt", 130)
_item("content_publications", _("Publications"), "upload", 140)
_item("phrases:index", _("Phrases"), "openquote", 330, TRANSLATORS)

register_tasks(
    Role.TEACHER,
    10,
    _("Prepare a lesson"),
    "content_new_lesson",
    "edit",
    _("Write it, or drop a PowerPoint or Word file."),
)
register_tasks(Role.AUTHOR, 10, _("New lesson"), "content_new_lesson", "plus", _("Title and course, then write."))
register_tasks(
    Role.AUTHOR,
    20,
    _("Lesson from a file"),
    "imports_upload",
    "doc-full-inverse",
    _("A PowerPoint or Word file becomes a draft."),
)
register_tasks(Role.AUTHOR, 30, _("My desk"), "content_desk", "edit", _("Drafts, what waits for review, what is live."))
register_tasks(Role.SUPERVISOR, 10, _("Review and clear"), "content_desk", "check", _("What waits for your decision."))
register_tasks(Role.SUPERVISOR, 20, _("Publications"), "content_publications", "upload", _("How far each has come."))
register_tasks(
    Role.SUPERVISOR,
    30,
    _("Yearly calendar"),
    "content_calendar",
    "calendar-alt",
    _("Topics and courses by month."),
)


@register_attention(*REVIEWERS)
def waiting_for_review(officer: Any) -> Iterator[Attention]:
    waiting = len(desk.waiting_for_review(officer))
    if waiting:
        text = ngettext("%(count)d page waits for your review", "%(count)d pages wait for your review", waiting)
        yield Attention(text % {"count": waiting}, reverse("content_desk"))


SAID_BY_US = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}


@hooks.register("construct_homepage_panels")
def say_it_once(request: Any, shown: list[Any]) -> None:
    """What is under review stands under "needs attention" and on the desk, where nobody is offered their own work."""
    shown[:] = [panel for panel in shown if panel.name not in SAID_BY_US]


@register_attention(*REVIEWERS)
def waiting_for_clearance(officer: Any) -> Iterator[Attention]:
    waiting = (
        publications_for(officer, *REVIEWERS).filter(state=PublicationState.WAITING).exclude(writers=officer).count()
    )
    if waiting:
        text = ngettext(
            "%(count)d publication waits for clearance", "%(count)d publications wait for clearance", waiting
        )
        yield Attention(text % {"count": waiting}, reverse("content_publications") + "?state=waiting")


@register_attention(*WRITERS)
def own_trouble(officer: Any) -> Iterator[Attention]:
    trouble = publications_for(officer).filter(writers=officer, state__in=["failed", "refused"])
    for publication in with_titles(trouble[:3]):
        text = f"{publication.shown_title}: {publication.get_state_display()}"
        yield Attention(text, reverse("content_publication", args=[publication.pk]), urgent=True)


@register_attention(*WRITERS)
def own_reviews(officer: Any) -> Iterator[Attention]:
    """What came back to its writer, and what is in the hands of those who review and clear."""
    for page in desk.sent_back_to(officer)[:3]:
        text = str(_("Sent back for changes: %(title)s")) % {"title": page.draft_title}
        yield Attention(text, reverse("wagtailadmin_pages:edit", args=[page.pk]), urgent=True)
    for page in desk.handed_in_by(officer)[:5]:
        text = str(_("Under review: %(title)s")) % {"title": page.draft_title}
        yield Attention(text, reverse("wagtailadmin_pages:edit", args=[page.pk]), with_others=True)
    waiting = publications_for(officer).filter(writers=officer, state=PublicationState.WAITING)
    for publication in with_titles(waiting[:5]):
        text = str(_("Waits for clearance: %(title)s")) % {"title": publication.shown_title}
        yield Attention(text, reverse("content_publication", args=[publication.pk]), with_others=True)
