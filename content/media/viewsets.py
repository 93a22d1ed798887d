"""Wagtail's wiring of the media library: one viewset for videos, one for sound recordings."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.viewsets.model import ModelViewSet

from lms.people import access

from . import views
from .models import Audio, Video
from .permissions import UPLOADERS, VIEWERS


class MediaViewSet(ModelViewSet):
    icon = "media"
    index_view_class = views.MediaIndexView
    form_fields = ["title"]
    copy_view_enabled = False
    add_to_reference_index = True

    @property
    def namespace(self) -> str:
        return self.url_namespace

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"namespace": self.url_namespace, "index_url_name": self.get_url_name("index"), **kwargs}
        )

    def get_urlpatterns(self) -> list:
        def view(view_class: type) -> Any:
            return self.construct_view(
                view_class, edit_url_name=self.get_url_name("edit"), add_url_name=self.get_url_name("add")
            )

        open_to_viewers = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", view(views.AssetView), name="edit"),
            path("<uuid:pk>/status/", view(views.StatusView), name="status"),
            path("<uuid:pk>/file/", view(views.FileView), name="file"),
            path("<uuid:pk>/usage/", self.usage_view, name="usage"),
        ]
        open_to_uploaders = [
            path("new/", view(views.UploadView), name="add"),
            path("<uuid:pk>/delete/", view(views.DeleteView), name="delete"),
        ]
        if self.model is Video:
            open_to_viewers.append(
                path("<uuid:pk>/captions/<str:language>/", views.CaptionsView.as_view(), name="captions")
            )
            open_to_uploaders.append(
                path("<uuid:pk>/captions/", views.CaptionsChangeView.as_view(), name="change_captions")
            )
        return [*access.guard(open_to_viewers, *VIEWERS), *access.guard(open_to_uploaders, *UPLOADERS)]


videos = MediaViewSet("videos", model=Video, url_prefix="media/videos")
sounds = MediaViewSet("sounds", model=Audio, url_prefix="media/sounds")
