"""Choosing a practice question in a lesson, or writing a new one on the spot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView, CreateView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from lms.lib.errors import Invalid
from lms.lib.uuid_choosers import UuidChooserBlock
from lms.people import access

from .kinds import MARKED, PRACTICE, WHY_NOT_IN_A_LESSON
from .permissions import READERS, prison_of_new_item


class _Listing:
    """Newest first, with kind and language; none that a person marks."""

    ordering = ["-changed_at"]

    def get_object_list(self) -> Any:
        return super().get_object_list().filter(kind__in=PRACTICE)  # type: ignore[misc]

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("language", label=_("Language"), accessor="get_language_display"),
        ]

    def get_filter_form_class(self) -> Any:
        from .forms import ItemFilterForm

        return ItemFilterForm


class ItemChooseView(_Listing, ChooseView):
    pass


class ItemResultsView(_Listing, ChooseResultsView):
    pass


class ItemCreateView(CreateView):
    def save_form(self, form: Any) -> Any:
        form.instance.prison = prison_of_new_item(self.request.user)
        return super().save_form(form)


class ItemChosenView(ChosenView):
    def get_object(self, pk: str) -> Any:
        try:
            item = super().get_object(UUID(pk))
        except ValueError as error:
            raise ObjectDoesNotExist from error
        if item.kind in MARKED:
            raise Invalid(WHY_NOT_IN_A_LESSON)
        return item


class ItemChooserViewSet(ChooserViewSet):
    model = "assessments.Item"
    base_block_class = UuidChooserBlock
    search_tab_label = _("Search")  # Wagtail's own is translated once, at start
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    edit_item_text = _("Edit this question")
    creation_tab_label = _("Write a new one")
    create_action_label = _("Save and use")
    choose_view_class = ItemChooseView
    choose_results_view_class = ItemResultsView
    chosen_view_class = ItemChosenView
    create_view_class = ItemCreateView
    creation_form_class = "assessments.bank.forms.NewItemForm"

    def get_urlpatterns(self) -> Iterable[Any]:
        return access.guard(super().get_urlpatterns(), *READERS)


item_chooser_viewset = ItemChooserViewSet("item_chooser")
ItemChooserBlock = item_chooser_viewset.get_block_class(
    name="ItemChooserBlock", module_path="assessments.bank.choosers"
)
