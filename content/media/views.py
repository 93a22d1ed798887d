"""The media library's screens: upload, look, captions, delete. Rules stand in api.py."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lms.lib.errors import NotFoundHere, Refused
from lms.packages.api import BlobRef
from lms.people import access

from . import api
from .captions import MAX_BYTES as CAPTION_BYTES
from .errors import CaptionsRefused
from .incoming import received
from .models import Audio, Video
from .permissions import can_change, check_can_change, check_can_upload
from .probing import MAX_BYTES, MAX_SECONDS
from .serving import serve_blob
from .work import is_waiting


class MediaIndexView(generic.IndexView):
    """The library: those that this officer may see, with search."""

    default_ordering = "-uploaded_at"
    add_item_label = gettext_lazy("Upload")

    def get_base_queryset(self) -> QuerySet:
        return api.list_assets(self.model, self.request.user)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), sort_key="title", url_name=self.edit_url_name),
            Column("state", label=_("State"), accessor="state_label", sort_key="job_state"),
            Column("length", label=_("Length"), accessor=length_of, sort_key="seconds"),
            Column("prison", label=_("Prison"), accessor=lambda asset: asset.prison or _("All prisons")),
            DateColumn("uploaded_at", label=_("Uploaded"), sort_key="uploaded_at", width="15%"),
        ]


def length_of(asset: Video | Audio) -> str:
    """Minutes and seconds: 3:07."""
    seconds = round(asset.seconds or 0)
    return f"{seconds // 60}:{seconds % 60:02d}"


class MediaView(WagtailAdminTemplateMixin, TemplateView):
    """Base of the screens for one kind of media; the viewset fills in the names."""

    model: type[Video] | type[Audio] | None = None
    index_url_name = add_url_name = edit_url_name = ""
    namespace = ""
    header_icon = "media"
    request: access.OfficerRequest

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name) if self.model else ""

    @property
    def library(self) -> str:
        return str(self.model._meta.verbose_name_plural).capitalize() if self.model else ""

    @cached_property
    def asset(self) -> Any:
        find = api.video_for if self.model is Video else api.audio_for
        return find(self.request.user, self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": self.library},
            {"url": "", "label": self.get_page_title()},
        ]


class UploadView(MediaView):
    """GET: the form. POST: the file itself as the body, its name in the address, so that nothing of it is held in memory."""

    template_name = "content/media/upload.html"
    page_title = gettext_lazy("Upload")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        limit = MAX_BYTES[self.kind]
        return super().get_context_data(
            kind=self.kind, limit=limit, limit_gib=limit >> 30, hours=MAX_SECONDS // 3600, **kwargs
        )

    def post(self, request: access.OfficerRequest) -> HttpResponse:
        check_can_upload(request.user)
        name = unquote(request.GET.get("name", ""))[:255]
        add = api.add_video if self.model is Video else api.add_audio
        try:
            with received(request, limit=MAX_BYTES[self.kind]) as path:
                asset = add(path, name, by=request.user, title=request.GET.get("title", ""))
        except Refused as error:
            return JsonResponse({"error": str(error)}, status=error.status)
        messages.success(request, _("“%(title)s” has arrived and is being prepared.") % {"title": asset.title})
        return JsonResponse({"url": reverse(self.edit_url_name, args=[asset.pk])}, status=201)


class AssetView(MediaView):
    """One asset: its state, the player, its captions. POST renames it or tries again."""

    template_name = "content/media/asset.html"

    def get_page_title(self) -> str:
        return str(self.asset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asset = self.asset
        return super().get_context_data(
            asset=asset,
            kind=self.kind,
            waiting=is_waiting(asset),
            failure=_(asset.error) if asset.error else "",
            length=length_of(asset),
            mine=can_change(self.request.user, asset),
            captions=list(asset.captions.all()) if self.kind == "video" else [],
            languages=settings.LANGUAGES,
            namespace=self.namespace,
            **{name: reverse(f"{self.namespace}:{name}", args=[asset.pk]) for name in ("file", "status", "delete")},
            **kwargs,
        )

    def post(self, request: access.OfficerRequest, pk: UUID) -> HttpResponse:
        if "again" in request.POST:
            api.try_again(self.asset, by=request.user)
        else:
            api.rename_asset(self.asset, request.POST.get("title", ""), by=request.user)
            messages.success(request, _("Saved."))
        return redirect(self.edit_url_name, pk)


class StatusView(MediaView):
    """How far the job is, for the page that waits."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        asset = self.asset
        return JsonResponse({"waiting": is_waiting(asset), "label": asset.state_label, "progress": asset.progress})


class FileView(MediaView):
    """The rendition or the poster, with byte ranges."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:  # type: ignore[override]
        asset = self.asset
        if not asset.is_ready:
            raise NotFoundHere
        if "poster" in request.GET:
            if not getattr(asset, "poster", None):
                raise NotFoundHere
            return serve_blob(request, asset.poster)
        ref: BlobRef = asset.mp4 if isinstance(asset, Video) else asset.m4a
        return serve_blob(request, ref)


class DeleteView(MediaView):
    template_name = "content/media/delete.html"
    page_title = gettext_lazy("Delete")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        check_can_change(self.request.user, self.asset)
        return super().get_context_data(
            asset=self.asset, back=reverse(self.edit_url_name, args=[self.asset.pk]), **kwargs
        )

    def post(self, request: access.OfficerRequest, pk: UUID) -> HttpResponse:
        title = str(self.asset)
        try:
            api.delete_asset(self.asset, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
            return redirect(self.edit_url_name, pk)
        messages.success(request, _("“%(title)s” has been deleted.") % {"title": title})
        return redirect(self.index_url_name)


class CaptionsView(View):
    """GET: one track for the player. POST: put or remove one."""

    def get(self, request: access.OfficerRequest, pk: UUID, language: str) -> HttpResponse:
        caption = api.video_for(request.user, pk).captions.filter(language=language).first()
        if caption is None:
            raise NotFoundHere
        return HttpResponse(caption.vtt, content_type="text/vtt; charset=utf-8")


class CaptionsChangeView(View):
    def post(self, request: access.OfficerRequest, pk: UUID) -> HttpResponse:
        language = request.POST.get("language", "")
        back = redirect("videos:edit", pk)
        if "remove" in request.POST:
            api.remove_captions(pk, language, by=request.user)
            return back
        try:
            self._put(request, pk, language)
        except Refused as error:
            messages.error(request, str(error))
        return back

    def _put(self, request: access.OfficerRequest, pk: UUID, language: str) -> None:
        file = request.FILES.get("file")
        if file is None:
            raise CaptionsRefused(_("Choose a file first."))
        made = api.set_captions(pk, language, file.read(CAPTION_BYTES + 1), str(file.name), by=request.user)
        messages.success(
            request, " ".join([_("%(count)d captions have been saved.") % {"count": made.cues}, *made.notes])
        )
