"""The author's desk: what I write, what waits for somebody, what is live; and starting a new lesson."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormMixin
from wagtail.models import Page, WorkflowState

from content import api
from content.models import CoursePage, LessonPage
from content.permissions import REVIEWERS, WRITERS, libraries_for, publications_for
from content.states import UNDERWAY, PublicationState
from lms.people.permissions import has_role

from .base import DESK_TRAIL, Screen
from .titles import with_titles

_ROWS = 8


class DeskView(Screen):
    template_name = "content/desk.html"
    page_title = _("My desk")
    header_icon = "edit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        officer = self.request.user
        mine = publications_for(officer).filter(Q(writers=officer) | Q(requested_by=officer)).distinct()
        reviews = has_role(officer, *REVIEWERS)
        return super().get_context_data(
            writes=has_role(officer, *WRITERS),
            reviews=reviews,
            drafts=drafts_of(officer)[:_ROWS],
            to_review=waiting_for_review(officer)[:_ROWS],
            to_clear=with_titles(publications_for(officer, *REVIEWERS).filter(state=PublicationState.WAITING)[:_ROWS])
            if reviews
            else [],
            handed_in=handed_in_by(officer)[:_ROWS],
            under_way=with_titles(mine.filter(state__in=UNDERWAY)[:_ROWS]),
            trouble=with_titles(mine.filter(state__in=["failed", "refused"])[:_ROWS]),
            live=with_titles(mine.filter(state=PublicationState.LIVE)[:_ROWS]),
            **kwargs,
        )


def drafts_of(officer: Any) -> list[Any]:
    """Lessons and courses that the officer wrote last and that are not handed in yet, newest first."""
    found: list[Any] = []
    for model in (LessonPage, CoursePage):
        pages = model.objects.filter(Q(owner=officer) | Q(latest_revision__user=officer), has_unpublished_changes=True)
        found += [
            page for page in pages.select_related("locale", "latest_revision")[:50] if not page.workflow_in_progress
        ]
    return sorted(found, key=lambda page: page.latest_revision_created_at or page.pk, reverse=True)


def handed_in_by(officer: Any) -> QuerySet[Page]:
    """Pages that the officer wrote or handed in and that wait for a reviewer, newest first."""
    return _in_review(officer, WorkflowState.STATUS_IN_PROGRESS)


def sent_back_to(officer: Any) -> QuerySet[Page]:
    """Pages that the officer wrote or handed in and that a reviewer wants changed, newest first."""
    return _in_review(officer, WorkflowState.STATUS_NEEDS_CHANGES)


def _in_review(officer: Any, status: str) -> QuerySet[Page]:
    mine = Q(_workflow_states__requested_by=officer) | Q(owner=officer) | Q(latest_revision__user=officer)
    pages = Page.objects.type(LessonPage, CoursePage).filter(mine, _workflow_states__status=status)
    return pages.select_related("locale").order_by("-latest_revision_created_at").distinct()


def waiting_for_review(officer: Any) -> list[Any]:
    """Pages under review that this officer may approve."""
    return [state.revision.content_object for state in _open_reviews(officer) if _may_approve(state, officer)]


def _open_reviews(officer: Any) -> QuerySet:
    from wagtail.models import TaskState

    return TaskState.objects.reviewable_by(officer).select_related("revision", "task").order_by("started_at")[:50]


def _may_approve(state: Any, officer: Any) -> bool:
    return bool(state.task.specific.get_actions(state.revision.content_object, officer))


class NewLessonForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=255)
    course = forms.ModelChoiceField(CoursePage.objects.none(), label=_("Course"), empty_label=None)

    def __init__(self, *args: Any, officer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses_for(officer)  # type: ignore[attr-defined]


def courses_for(officer: Any) -> QuerySet[CoursePage]:
    """The courses that the officer may write lessons in."""
    courses = CoursePage.objects.none()
    for library in libraries_for(officer, *WRITERS, *REVIEWERS):
        courses |= CoursePage.objects.descendant_of(library)
    return courses.filter(alias_of=None).order_by("title")


class NewLessonView(FormMixin, Screen):
    """Title and course; the next page is the editor."""

    template_name = "content/new_lesson.html"
    page_title = _("New lesson")
    header_icon = "plus"
    form_class = NewLessonForm
    trail = DESK_TRAIL

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "officer": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        libraries = libraries_for(self.request.user, *WRITERS, *REVIEWERS)
        return super().get_context_data(courses=courses_for(self.request.user).exists(), libraries=libraries, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        lesson = api.new_lesson(form.cleaned_data["course"], form.cleaned_data["title"], by=request.user)
        return redirect("wagtailadmin_pages:edit", lesson.pk)
