"""The item bank's screens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import CopyView, CreateView, DeleteView, EditView, IndexView, SnippetViewSet

from lms.people import access
from lms.people.menu import RoleMenuItem

from .models import LANGUAGES, Item
from .permissions import READERS, check_can_change_item, items_to_change, prison_of_new_item


class ItemFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Item.Kind.choices)
    language = django_filters.ChoiceFilter(label=_("Language"), choices=LANGUAGES)
    tags = django_filters.CharFilter(
        label=_("Topic tag"), field_name="tags__name", lookup_expr="icontains", distinct=True
    )

    class Meta:
        model = Item
        fields = ["kind", "language"]


class ItemIndexView(IndexView):
    """A question of another prison is listed, to be used in a lesson or copied, but not opened for change."""

    @cached_property
    def _own(self) -> set[Any]:
        return set(items_to_change(self.request.user).values_list("pk", flat=True))

    def get_edit_url(self, instance: Item) -> str | None:
        return super().get_edit_url(instance) if instance.pk in self._own else None

    def get_delete_url(self, instance: Item) -> str | None:
        return super().get_delete_url(instance) if instance.pk in self._own else None


class _IsNew:
    """What is written here, or copied from another prison, belongs to the writer's."""

    def save_instance(self) -> Any:
        self.form.instance.prison = prison_of_new_item(self.request.user)  # type: ignore[attr-defined]
        return super().save_instance()  # type: ignore[misc]


class ItemCreateView(_IsNew, CreateView):
    pass


class ItemCopyView(_IsNew, CopyView):
    """Only fills in the form, which goes to the address for new ones: sent back here, it would be written over the original."""

    http_method_names = ["get", "head", "options"]


class _IsMine:
    def get_object(self, *args: Any, **kwargs: Any) -> Item:
        item: Item = super().get_object(*args, **kwargs)  # type: ignore[misc]
        check_can_change_item(self.request.user, item)  # type: ignore[attr-defined]
        return item


class ItemEditView(_IsMine, EditView):
    pass


class ItemDeleteView(_IsMine, DeleteView):
    pass


def whose(item: Item) -> str:
    return str(item.prison or _("All prisons"))


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    url_prefix = "item-bank"
    url_namespace = "item_bank"
    menu_label = _("Item bank")
    menu_name = "item-bank"
    menu_order = 260
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
        Column("prison", label=_("Prison"), accessor=whose),
        UpdatedAtColumn(label=_("Updated")),  # its own is in the language in which the server started
    ]
    index_view_class = ItemIndexView
    add_view_class = ItemCreateView
    copy_view_class = ItemCopyView
    edit_view_class = ItemEditView
    delete_view_class = ItemDeleteView
    filterset_class = ItemFilters
    search_fields = ["prompt"]
    search_backend_name = None  # pieces of text: Chinese has no words to index
    copy_view_enabled = True
    list_per_page = 30
    panels = [
        FieldPanel("prompt"),
        FieldPanel("pictures"),
        FieldPanel("interaction", heading=_("Kind and answers")),
        MultiFieldPanel(
            [FieldPanel("feedback_correct"), FieldPanel("feedback_incorrect")],
            heading=_("What the learner reads at once"),
        ),
        MultiFieldPanel([FieldPanel("language"), FieldPanel("tags")], heading=_("To find it again")),
    ]

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """As Wagtail's, whose label is in the language in which the server started."""
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}]

    def get_queryset(self, request: Any) -> QuerySet[Item]:
        return Item.objects.select_related("prison")

    def get_urlpatterns(self) -> Iterable[Any]:
        return access.guard(super().get_urlpatterns(), *READERS)

    def get_menu_item(self, order: int | None = None) -> RoleMenuItem:
        return RoleMenuItem(
            self.menu_label,
            self.menu_url,
            roles=READERS,
            name=self.menu_name,
            icon_name=self.icon,
            order=order or self.menu_order,
        )
