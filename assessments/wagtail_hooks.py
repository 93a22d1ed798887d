"""The staff screens of assessments on Wagtail's admin."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from lms.people.roles import Role
from lms.people.start import register_tasks

from .bank.choosers import ItemChooserViewSet, item_chooser_viewset
from .bank.viewsets import ItemViewSet
from .placement import hooks as placement_hooks  # noqa: F401  (registers its own)


@hooks.register("register_admin_viewset")
def item_chooser() -> ItemChooserViewSet:
    return item_chooser_viewset


@hooks.register("insert_global_admin_js")
def rich_text_labels() -> str:
    return format_html('<script src="{}"></script>', static("assessments/rich_text_labels.js"))


@hooks.register("insert_global_admin_css")
def bank_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("assessments/bank.css"))


register_snippet(ItemViewSet)

for _role in (Role.EVALUATOR, Role.CHIEF_EVALUATOR):
    register_tasks(
        _role, 40, _("Item bank"), "item_bank:list", "help", _("The questions that there are, by kind and topic")
    )
