"""The staff screens of assessments on Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .bank.choosers import ItemChooserViewSet, item_chooser_viewset
from .bank.viewsets import ItemViewSet


@hooks.register("register_admin_viewset")
def item_chooser() -> ItemChooserViewSet:
    return item_chooser_viewset


register_snippet(ItemViewSet)
