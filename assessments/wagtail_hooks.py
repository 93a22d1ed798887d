"""The staff screens of assessments on Wagtail's admin."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from lms.people import access
from lms.people.roles import Role
from lms.people.start import register_tasks

from .bank.choosers import ItemChooserViewSet, item_chooser_viewset
from .bank.permissions import READERS
from .bank.screens import bulk, duplicates
from .bank.screens.occupations import OccupationViewSet
from .bank.viewsets import ItemViewSet
from .exams.papers.viewsets import PaperViewSet


@hooks.register("register_admin_viewset")
def item_chooser() -> ItemChooserViewSet:
    return item_chooser_viewset


@hooks.register("insert_global_admin_js")
def rich_text_labels() -> str:
    return format_html('<script src="{}"></script>', static("assessments/rich_text_labels.js"))


@hooks.register("insert_global_admin_css")
def bank_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("assessments/bank.css"))


@hooks.register("register_admin_viewset")
def occupations() -> OccupationViewSet:
    return OccupationViewSet()


@hooks.register("register_admin_urls")
def bank_urls() -> list[URLPattern]:
    patterns = [
        path("item-bank-duplicates/", duplicates.DuplicatesView.as_view(), name="item_duplicates"),
        path("item-bank-duplicates/state/", duplicates.state, name="item_duplicates_state"),
        path("item-bank-duplicates/start/", require_POST(duplicates.start), name="item_duplicates_start"),
    ]
    return access.guard(patterns, *READERS)  # type: ignore[return-value]


for _action in bulk.ACTIONS:
    hooks.register("register_bulk_action", _action)

register_snippet(ItemViewSet)
register_snippet(PaperViewSet)

for _role in (Role.EVALUATOR, Role.CHIEF_EVALUATOR):
    register_tasks(
        _role, 40, _("Item bank"), "item_bank:list", "help", _("The questions that there are, by kind and topic")
    )
    register_tasks(_role, 30, _("Papers"), "papers:list", "form", _("What exams and tests are made of"))
