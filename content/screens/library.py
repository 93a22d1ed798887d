"""The library as a list: every course and lesson of the officer's libraries, with search and filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.models import CoursePage, LessonPage, Publication
from content.models.courses import CourseKind
from content.permissions import libraries_for
from content.states import PublicationState

from .base import DESK_TRAIL, Screen
from .titles import key_of

PER_PAGE = 30


class LibraryFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    what = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("All")), ("course", _("Courses")), ("lesson", _("Lessons"))]
    )
    kind = forms.ChoiceField(label=_("Kind of course"), required=False, choices=[("", _("All")), *CourseKind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All")), *settings.LANGUAGES])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("draft", _("Draft")), ("review", _("Under review")), *PublicationState.choices],
    )


class LibraryView(Screen):
    template_name = "content/library.html"
    page_title = _("Library")
    header_icon = "list-ul"
    trail = DESK_TRAIL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = LibraryFilter(self.request.GET or None)
        wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
        page = Paginator(find_pages(self.request.user, **wanted), PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        shut = not libraries_for(self.request.user).exists()
        return super().get_context_data(
            form=form, rows=rows_of(page), page_obj=page, query=query.urlencode(), shut=shut, **kwargs
        )


def find_pages(
    officer: Any, *, q: str = "", what: str = "", kind: str = "", language: str = "", state: str = ""
) -> QuerySet[Page]:
    """Courses and lessons that the officer may see, by path: a course stands before its lessons."""
    pages = Page.objects.none()
    for library in libraries_for(officer):
        pages |= Page.objects.descendant_of(library)
    models = {"course": [CoursePage], "lesson": [LessonPage]}.get(what, [CoursePage, LessonPage])
    pages = pages.type(*models).filter(alias_of=None)
    if q:
        pages = pages.filter(Q(title__icontains=q) | Q(draft_title__icontains=q))
    if language:
        pages = pages.filter(locale__language_code=language)
    if kind:
        inside = Q(pk__in=[])
        for course in CoursePage.objects.filter(kind=kind):
            inside |= Q(path__startswith=course.path)
        pages = pages.filter(inside)
    return _in_state(pages, state).select_related("locale", "content_type").order_by("path")


def _in_state(pages: QuerySet[Page], state: str) -> QuerySet[Page]:
    if state == "draft":
        return pages.filter(live=False)
    if state == "review":
        return pages.filter(_workflow_states__status="in_progress")
    if state:
        iris = Publication.objects.filter(state=state).values_list("iri", flat=True)
        return pages.filter(translation_key__in=[key_of(iri) for iri in iris])
    return pages


def rows_of(pages: Any) -> list[dict[str, Any]]:
    """Each page with the state of its latest publication, which all its language versions share."""
    specific = [page.specific for page in pages]
    found = Publication.objects.filter(iri__in={page.iri for page in specific}).exclude(state="superseded")
    latest = {publication.iri: publication for publication in found.order_by("created_at")}
    return [
        {"page": page, "specific": own, "publication": latest.get(own.iri)}
        for page, own in zip(pages, specific, strict=True)
    ]
