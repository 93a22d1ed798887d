"""Choosing a picture for an item, or uploading a new one on the spot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView, CreateView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from lms.lib.errors import NotFoundHere
from lms.lib.uuid_choosers import UuidChooserBlock
from lms.packages import api as packages
from lms.people import access

from .models import ItemPicture


def picture_url(picture: Any) -> str:
    """Where staff pages show it."""
    return reverse("item_picture_chooser:file", args=[picture.pk], urlconf="lms.urls.staff")


def _thumbnail(picture: Any) -> str:
    return format_html('<img src="{}" alt="" style="max-height:5rem;max-width:10rem">', picture_url(picture))


class _Listing:
    """Newest first, each as it looks."""

    ordering = ["-created_at"]

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("picture", label=_("Picture"), accessor=_thumbnail),
            Column("size", label=_("Size"), accessor="size"),
        ]


class PictureChooseView(_Listing, ChooseView):
    pass


class PictureResultsView(_Listing, ChooseResultsView):
    pass


class PictureChosenView(ChosenView):
    def get_object(self, pk: str) -> Any:
        try:
            return super().get_object(UUID(pk))
        except ValueError as error:
            raise ObjectDoesNotExist from error


class PictureCreateView(CreateView):
    def get_creation_form(self) -> Any:
        form = super().get_creation_form()
        form.by = self.request.user
        return form


def picture_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picture for the staff pages."""
    picture = ItemPicture.objects.filter(pk=pk).first()
    if picture is None:
        raise NotFoundHere
    try:
        with packages.open_blob(picture.sha256) as source:
            response = HttpResponse(source.read(), content_type=picture.media_type)
    except packages.BlobMissing as error:
        raise NotFoundHere from error
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class PictureChooserViewSet(ChooserViewSet):
    model = "assessments.ItemPicture"
    base_block_class = UuidChooserBlock
    search_tab_label = _("Search")
    icon = "image"
    choose_one_text = _("Choose a picture")
    choose_another_text = _("Choose another picture")
    edit_item_text = _("Edit this picture")
    creation_tab_label = _("Upload")
    create_action_label = _("Upload and use")
    choose_view_class = PictureChooseView
    choose_results_view_class = PictureResultsView
    chosen_view_class = PictureChosenView
    create_view_class = PictureCreateView
    creation_form_class = "assessments.bank.pictures.forms.PictureForm"

    def get_urlpatterns(self) -> Iterable[Any]:
        from ..permissions import READERS

        return access.guard([*super().get_urlpatterns(), path("file/<uuid:pk>/", picture_file, name="file")], *READERS)


picture_chooser_viewset = PictureChooserViewSet("item_picture_chooser")
PictureChooserBlock = picture_chooser_viewset.get_block_class(
    name="PictureChooserBlock", module_path="assessments.bank.pictures.choosers"
)
