"""Dropping a PowerPoint or Word file, and the list of what was lost."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from content.media.incoming import received
from lms.lib.errors import NotFoundHere, Refused
from lms.people import access

from . import api
from .opening import MAX_BYTES


class UploadView(WagtailAdminTemplateMixin, TemplateView):
    """GET: the form. POST: the file as the body; the answer is the address of the editor."""

    template_name = "content/imports/upload.html"
    page_title = gettext_lazy("New lesson from a file")
    header_icon = "doc-full-inverse"
    request: access.OfficerRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            courses=api.courses_for(self.request.user),
            limit=MAX_BYTES,
            limit_mib=MAX_BYTES >> 20,
            chosen=self.request.GET.get("course", ""),
            **kwargs,
        )

    def post(self, request: access.OfficerRequest) -> HttpResponse:
        name = unquote(request.GET.get("name", ""))[:255]
        try:
            with received(request, limit=MAX_BYTES) as path:
                made = api.import_lesson(path, name, request.GET.get("course"), by=request.user)
        except Refused as error:
            return JsonResponse({"error": str(error)}, status=error.status)
        self._report(request, made)
        return JsonResponse({"url": reverse("wagtailadmin_pages:edit", args=[made.lesson.pk])}, status=201)

    def _report(self, request: HttpRequest, made: api.Imported) -> None:
        messages.success(request, _("The draft is ready. Read it through, then hand it in for review."))
        if made.lost:
            request.session[f"import-{made.lesson.pk}"] = made.lost[:500]
            words = ngettext(
                "%(count)d thing did not come along.", "%(count)d things did not come along.", len(made.lost)
            ) % {"count": len(made.lost)}
            link = reverse("imports_report", args=[made.lesson.pk])
            messages.warning(request, format_html('{} <a href="{}">{}</a>', words, link, _("See the list")))


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """What did not come along: for the officer who imported the file, while they are signed in."""

    template_name = "content/imports/report.html"
    page_title = gettext_lazy("What did not come along")
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("imports_upload"), "label": UploadView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lost = self.request.session.get(f"import-{self.kwargs['pk']}")
        if lost is None:
            raise NotFoundHere
        return super().get_context_data(
            lost=lost, editor=reverse("wagtailadmin_pages:edit", args=[self.kwargs["pk"]]), **kwargs
        )
