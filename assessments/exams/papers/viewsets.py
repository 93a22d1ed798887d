"""The screens of papers: list, editor, and the page where a paper is checked, looked at and approved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Max, QuerySet
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import CopyView, CreateView, DeleteView, EditView, IndexView, SnippetViewSet

from assessments.bank.models import LANGUAGES, Occupation
from lms.people import access
from lms.people.menu import RoleMenuItem

from ..api import note_saved
from ..models import Paper
from ..permissions import (
    WRITERS,
    can_change_paper,
    check_can_change_paper,
    check_can_write,
    papers_for,
    prison_of_new_paper,
)
from . import views
from .words import state_of


class PaperFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Paper.Kind.choices)
    occupation = django_filters.ModelChoiceFilter(label=_("Occupation or subject"), queryset=Occupation.objects.all())
    language = django_filters.ChoiceFilter(label=_("Language"), choices=LANGUAGES)
    retired = django_filters.BooleanFilter(
        label=_("Taken out of use"), field_name="retired_at", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Paper
        fields = ["kind", "occupation", "language"]


class PaperIndexView(IndexView):
    def get_edit_url(self, instance: Paper) -> str:
        """The paper's own page: from there it is changed."""
        return reverse("papers:look", args=[instance.pk])

    def get_delete_url(self, instance: Paper) -> str | None:
        return super().get_delete_url(instance) if can_change_paper(self.request.user, instance) else None


class _Saves:
    """Through the same door as `api`: history, audit; then to the page that checks."""

    new = True

    def save_instance(self) -> Any:
        form, officer = self.form, self.request.user  # type: ignore[attr-defined]
        check_can_write(officer, form.instance.kind)
        if self.new:
            form.instance.prison = prison_of_new_paper(officer, form.instance.kind)
        paper = form.save()
        note_saved(paper, by=officer, new=self.new)
        return paper

    def get_success_url(self) -> str:
        return reverse("papers:look", args=[self.object.pk])  # type: ignore[attr-defined]


class PaperCreateView(_Saves, CreateView):
    pass


class PaperCopyView(CopyView):
    """Only fills in the form, which goes to the address for new ones."""

    http_method_names = ["get", "head", "options"]


class _IsMine:
    def get_object(self, *args: Any, **kwargs: Any) -> Paper:
        paper: Paper = super().get_object(*args, **kwargs)  # type: ignore[misc]
        check_can_change_paper(self.request.user, paper)  # type: ignore[attr-defined]
        return paper


class PaperEditView(_IsMine, _Saves, EditView):
    new = False


class PaperDeleteView(_IsMine, DeleteView):
    def get_object(self, *args: Any, **kwargs: Any) -> Paper:
        paper: Paper = super().get_object(*args, **kwargs)
        if paper.versions.exists():
            views.refuse_deleting()
        return paper


class PaperViewSet(SnippetViewSet):
    model = Paper
    icon = "form"
    url_prefix = "papers"
    url_namespace = "papers"
    menu_label = _("Papers")
    menu_name = "papers"
    menu_order = 262
    add_to_admin_menu = True
    list_display = [
        "title",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("occupation", label=_("Occupation or subject"), accessor="occupation"),
        Column("state", label=_("State"), accessor=state_of),
        Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
        UpdatedAtColumn(label=_("Updated")),
    ]
    index_view_class = PaperIndexView
    add_view_class = PaperCreateView
    copy_view_class = PaperCopyView
    edit_view_class = PaperEditView
    delete_view_class = PaperDeleteView
    filterset_class = PaperFilters
    search_fields = ["title"]
    search_backend_name = None
    copy_view_enabled = True
    list_per_page = 30
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("occupation"), FieldPanel("language")]),
        FieldPanel("sections"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("points"), FieldPanel("pass_mark"), FieldPanel("minutes")]),
                FieldRowPanel([FieldPanel("mixed"), FieldPanel("options_mixed")]),
            ],
            heading=_("Points and time"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("attempts"), FieldPanel("feedback")]), FieldPanel("variant_of")],
            heading=_("How it is used"),
        ),
    ]

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """As Wagtail's, whose label is in the language in which the server started."""
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}]

    def get_queryset(self, request: Any) -> QuerySet[Paper]:
        return papers_for(request.user).annotate(approved=Max("versions__approved_at"), number=Max("versions__number"))

    def get_urlpatterns(self) -> Iterable[Any]:
        own = [
            path("look/<uuid:paper_id>/", views.look, name="look"),
            path("form/<uuid:paper_id>/", views.trial, name="form"),
            path("approve/<uuid:paper_id>/", views.approve, name="approve"),
            path("retire/<uuid:paper_id>/", views.retire, name="retire"),
        ]
        return [*access.guard(super().get_urlpatterns(), *WRITERS), *own]

    def get_menu_item(self, order: int | None = None) -> RoleMenuItem:
        return RoleMenuItem(
            self.menu_label,
            self.menu_url,
            roles=WRITERS,
            name=self.menu_name,
            icon_name=self.icon,
            order=order or self.menu_order,
        )
