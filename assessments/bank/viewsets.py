"""The item bank's screens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.people import access
from lms.people.menu import RoleMenuItem

from .models import LANGUAGES, Item
from .permissions import READERS


class ItemFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Item.Kind.choices)
    language = django_filters.ChoiceFilter(label=_("Language"), choices=LANGUAGES)
    tags = django_filters.CharFilter(
        label=_("Topic tag"), field_name="tags__name", lookup_expr="icontains", distinct=True
    )

    class Meta:
        model = Item
        fields = ["kind", "language"]


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
        UpdatedAtColumn(),
    ]
    filterset_class = ItemFilters
    search_fields = ["prompt"]
    search_backend_name = None  # pieces of text: Chinese has no words to index
    copy_view_enabled = True
    list_per_page = 30
    panels = [
        FieldPanel("prompt"),
        FieldPanel("interaction", heading=_("Kind and answers")),
        MultiFieldPanel(
            [FieldPanel("feedback_correct"), FieldPanel("feedback_incorrect")],
            heading=_("What the learner reads at once"),
        ),
        MultiFieldPanel([FieldPanel("language"), FieldPanel("tags")], heading=_("To find it again")),
    ]

    def get_queryset(self, request: Any) -> QuerySet[Item]:
        return Item.objects.all()

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
