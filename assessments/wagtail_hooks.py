"""The staff screens of assessments on Wagtail's admin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import register_snippet

from lms.people import access
from lms.people.roles import Role
from lms.people.start import register_tasks

from .bank.choosers import ItemChooserViewSet, item_chooser_viewset
from .bank.exchange import screens as exchange
from .bank.models import Item
from .bank.permissions import READERS, can_write_items
from .bank.pictures.choosers import PictureChooserViewSet, picture_chooser_viewset
from .bank.screens import bulk, duplicates
from .bank.screens.occupations import OccupationViewSet
from .bank.viewsets import ItemViewSet
from .certification import hooks as certification_hooks  # noqa: F401  (registers its own)
from .certification.bodies import hooks as body_hooks  # noqa: F401  (registers its own)
from .certification.certificates import hooks as certificate_hooks  # noqa: F401  (registers its own)
from .certification.desk import hooks as desk_hooks  # noqa: F401  (registers its own)
from .exams.marking import hooks as marking_hooks  # noqa: F401  (registers its own)
from .exams.papers.choosers import PaperChooserViewSet, paper_chooser_viewset
from .exams.papers.viewsets import PaperViewSet
from .exams.practical import hooks as practical_hooks  # noqa: F401  (registers its own)
from .exams.sittings import hooks as sitting_hooks  # noqa: F401  (registers its own)
from .placement import hooks as placement_hooks  # noqa: F401  (registers its own)

NO_PICTURE = "00000000-0000-0000-0000-000000000000"  # stands in an address for the one that a script puts there


@hooks.register("register_admin_viewset")
def item_chooser() -> ItemChooserViewSet:
    return item_chooser_viewset


@hooks.register("register_admin_viewset")
def picture_chooser() -> PictureChooserViewSet:
    return picture_chooser_viewset


@hooks.register("register_admin_viewset")
def paper_chooser() -> PaperChooserViewSet:
    return paper_chooser_viewset


@hooks.register("insert_global_admin_js")
def rich_text_labels() -> str:
    return format_html('<script src="{}"></script>', static("assessments/rich_text_labels.js"))


@hooks.register("insert_global_admin_js")
def area_editor() -> str:
    return format_html(
        '<script src="{}" data-pictures="{}" data-help="{}" data-rectangle="{}" data-circle="{}" data-place="{}"></script>',
        static("assessments/area_editor.js"),
        reverse("item_picture_chooser:file", args=[NO_PICTURE], urlconf="lms.urls.staff"),
        _("Drag on the picture to draw a place. Without a mouse, write its numbers below: they show here at once."),
        _("rectangle"),
        _("circle"),
        _("Places on the picture"),
    )


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


@hooks.register("register_admin_urls")
def exchange_urls() -> list[URLResolver]:
    return [path("item-exchange/", include((exchange.urlpatterns, "item_exchange")))]


@hooks.register("register_bulk_action")
class ExportItems(SnippetBulkAction):
    """The ticked questions, or all of the list's, go to the export page."""

    display_name = _("Export")
    action_type = "export_items"
    aria_label = _("Export the chosen questions")
    template_name = "assessments/exchange/export.html"
    action_priority = 50
    models = [Item]

    def check_perm(self, obj: Item) -> bool:
        return can_write_items(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(f"{reverse('item_exchange:export')}?{self._chosen(request)}")

    def _chosen(self, request: HttpRequest) -> str:
        ids = request.GET.getlist("id")
        return "" if "all" in ids else urlencode([("id", key) for key in ids])


for _action in bulk.ACTIONS:
    hooks.register("register_bulk_action", _action)

register_snippet(ItemViewSet)
register_snippet(PaperViewSet)

for _role in (Role.EVALUATOR, Role.CHIEF_EVALUATOR):
    register_tasks(
        _role, 40, _("Item bank"), "item_bank:list", "help", _("The questions that there are, by kind and topic")
    )
    register_tasks(_role, 30, _("Papers"), "papers:list", "form", _("What exams and tests are made of"))
