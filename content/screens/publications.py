"""Publications: how far each has come, what the scanners found, and the officer's decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import api
from content.clearance.carrying import new_paths
from content.models import Publication
from content.permissions import REVIEWERS, can_clear, publication_for, publications_for
from content.publishing.changes import change_of
from content.states import MACHINE, PublicationState
from lms.packages.shapes import CourseManifest, LessonManifest
from lms.people.permissions import has_role

from .base import DESK_TRAIL, Screen
from .titles import with_titles

_SHOWN = 100


class PublicationsView(Screen):
    """The list renews itself (static/content/live.js asks for the rows)."""

    template_name = "content/publications.html"
    page_title = gettext_lazy("Publications")
    header_icon = "upload"
    trail = DESK_TRAIL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            publications=rows_for(self.request),
            state=self.request.GET.get("state", ""),
            states=PublicationState,
            **kwargs,
        )


def rows_for(request: HttpRequest) -> list[Publication]:
    found = (
        publications_for(request.user)
        .select_related("prison", "requested_by")
        .exclude(state=PublicationState.SUPERSEDED)
    )
    state = request.GET.get("state", "")
    if state in PublicationState.values:
        found = found.filter(state=state)
    return with_titles(found[:_SHOWN])


def publication_rows(request: HttpRequest) -> HttpResponse:
    """The rows alone, for the page that renews itself."""
    return render(request, "content/publication_rows.html", {"publications": rows_for(request)})


class PublicationView(Screen):
    """One publication: what is in it, what was found, and what may be done now."""

    template_name = "content/publication.html"
    publication: Publication
    header_icon = "upload"
    trail = (*DESK_TRAIL, ("content_publications", gettext_lazy("Publications")))

    def get_page_title(self) -> str:
        return self.publication.shown_title

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:  # type: ignore[override]
        (self.publication,) = with_titles([publication_for(request.user, pk)])
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        publication = self.publication
        waits = publication.state == PublicationState.WAITING
        built = bool(publication.manifest)
        entries = (
            LessonManifest.model_validate_json(publication.manifest).entries
            if built and publication.kind == "lesson"
            else []
        )
        return super().get_context_data(
            publication=publication,
            change=change_of(publication),
            findings=sorted(
                publication.findings.all(), key=lambda finding: ["blocker", "warning", "info"].index(finding.severity)
            ),
            blocked=publication.findings.filter(severity="blocker").exists(),
            entries=entries,
            documents=documents_of(entries),
            moves=moves_by_itself(publication),
            card=CourseManifest.model_validate_json(publication.manifest)
            if built and publication.kind == "course"
            else None,
            new_paths=new_paths(publication) if built else set(),
            may_clear=waits and can_clear(self.request.user, publication),
            own_work=waits and publication.writers.filter(pk=self.request.user.pk).exists(),
            may_undo=publication.state == PublicationState.LIVE
            and publication.replaces is not None
            and has_role(self.request.user, *REVIEWERS),
            may_retry=publication.state == PublicationState.FAILED,
            clearance=getattr(publication, "clearance", None),
            **kwargs,
        )


def documents_of(entries: list[Any]) -> list[tuple[str, str]]:
    """Path and label of each text in the package, by language: "简体中文", "简体中文 · 简明版"."""
    names = dict(settings.LANGUAGES)
    found = []
    for entry in sorted(entries, key=lambda entry: entry.language != settings.LANGUAGE_CODE):
        if entry.role == "document":
            plain = f" · {_('Plain-language version')}" if ".plain." in entry.path else ""
            found.append((entry.path, names.get(entry.language, entry.language) + plain))
    return found


def moves_by_itself(publication: Publication) -> bool:
    """Whether the state changes soon without anybody's doing: the page then follows it."""
    return publication.state in MACHINE and not (publication.state == PublicationState.READY and publication.go_live_at)


def publication_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, for the page that follows it; once the state is another than `seen`, the page is loaded again."""
    publication = publication_for(request.user, pk)
    changed = publication.state != request.GET.get("seen")
    return render(request, "content/publication_progress.html", {"publication": publication, "changed": changed})


def clear_publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST: clear, or refuse with a reason."""
    note = request.POST.get("note", "")[:2000]
    if request.POST.get("decision") == "refuse":
        api.refuse(pk, by=request.user, note=note)
        messages.success(request, _("Refused. The author sees your reason."))
    else:
        api.clear(pk, by=request.user, note=note)
        messages.success(request, _("Cleared. It goes to the tablets by itself."))
    return redirect("content_publication", pk)


def retry_publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    api.retry(pk, by=request.user)
    messages.success(request, _("It is being built again."))
    return redirect("content_publication", pk)


def undo_publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    before = api.undo(pk, by=request.user)
    messages.success(request, _("The version before is live again."))
    return redirect("content_publication", before.pk)
