"""Choosing a practice paper for a lesson."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from assessments.bank.permissions import READERS
from lms.lib.uuid_choosers import UuidChooserBlock
from lms.people import access

from .practising import PRACTISED


def _choosable(papers: Any) -> Any:
    return papers.filter(kind__in=PRACTISED, versions__isnull=False, retired_at=None).distinct()


class _Listing:
    """Approved, in use, for practice: an exam never stands here."""

    def get_object_list(self) -> Any:
        return _choosable(super().get_object_list())  # type: ignore[misc]

    @property
    def columns(self) -> list[Any]:
        return [*super().columns, Column("kind", label=_("Kind"), accessor="get_kind_display")]  # type: ignore[misc]


class PaperChooseView(_Listing, ChooseView):
    pass


class PaperResultsView(_Listing, ChooseResultsView):
    pass


class PaperChosenView(ChosenView):
    def get_object(self, pk: str) -> Any:
        try:
            return _choosable(self.model_class.objects.all()).get(pk=UUID(pk))
        except ValueError as error:
            raise ObjectDoesNotExist from error


class PaperChooserViewSet(ChooserViewSet):
    model = "assessments.Paper"
    base_block_class = UuidChooserBlock
    search_tab_label = _("Search")
    icon = "form"
    choose_one_text = _("Choose a practice paper")
    choose_another_text = _("Choose another practice paper")
    edit_item_text = _("Edit this paper")
    choose_view_class = PaperChooseView
    choose_results_view_class = PaperResultsView
    chosen_view_class = PaperChosenView

    def get_urlpatterns(self) -> Iterable[Any]:
        return access.guard(super().get_urlpatterns(), *READERS)


paper_chooser_viewset = PaperChooserViewSet("paper_chooser")
PaperChooserBlock = paper_chooser_viewset.get_block_class(
    name="PaperChooserBlock", module_path="assessments.exams.papers.choosers"
)
