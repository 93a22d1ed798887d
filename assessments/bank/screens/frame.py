"""The frame of the bank's own screens: Wagtail's, with the way back to the list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lms.lib.errors import NotFoundHere

from ..models import Item


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """One page below the list of questions."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("item_bank:list"), "label": _("Item bank")},
            {"url": "", "label": self.get_page_title()},
        ]


class ItemScreen(Screen):
    """One page about one question, for everybody who may use questions: the bank is open to all who write."""

    item: Item

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item = item_of(kwargs["pk"])

    def get_page_title(self) -> str:
        return f"{self.page_title}: {self.item.listed()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, **kwargs)


def item_of(key: UUID) -> Item:
    """Raises NotFoundHere."""
    found = Item.objects.select_related("prison", "occupation", "statistics").filter(pk=key).first()
    if found is None:
        raise NotFoundHere
    return found
