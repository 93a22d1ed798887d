"""The staff screens of assessments on Wagtail's admin."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from lms.people.roles import Role
from lms.people.start import register_tasks

from .bank.choosers import ItemChooserViewSet, item_chooser_viewset
from .bank.pictures.choosers import PictureChooserViewSet, picture_chooser_viewset
from .bank.viewsets import ItemViewSet

NO_PICTURE = "00000000-0000-0000-0000-000000000000"  # stands in an address for the one that a script puts there


@hooks.register("register_admin_viewset")
def item_chooser() -> ItemChooserViewSet:
    return item_chooser_viewset


@hooks.register("register_admin_viewset")
def picture_chooser() -> PictureChooserViewSet:
    return picture_chooser_viewset


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


register_snippet(ItemViewSet)

for _role in (Role.EVALUATOR, Role.CHIEF_EVALUATOR):
    register_tasks(
        _role, 40, _("Item bank"), "item_bank:list", "help", _("The questions that there are, by kind and topic")
    )
