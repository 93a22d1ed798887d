"""Addresses of the exchange with awarding bodies."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.people.menu import RoleMenuItem

from .permissions import SENDERS
from .screens import exchange, lists, mapping, results

_ROOT = "body-exchange/"
_BODY = _ROOT + "<uuid:body_id>/"
_FILE = "body-results/<uuid:file_id>/"


@hooks.register("register_certification_menu_item")
def exchange_item() -> RoleMenuItem:
    label, name = _("Lists and results"), "body-exchange"
    return RoleMenuItem(label, reverse_lazy("body_exchange"), roles=SENDERS, icon_name="mail", order=220, name=name)


@hooks.register("register_admin_urls")
def exchange_urls() -> list[URLPattern]:
    return [
        path(_ROOT, exchange.index, name="body_exchange"),
        path(_BODY, exchange.one, name="body_exchange_of"),
        path(_BODY + "columns/<slug:kind>/", mapping.begin, name="body_mapping_begin"),
        path(_BODY + "columns/<slug:kind>/earlier/", mapping.history, name="body_mapping_history"),
        path("body-columns/<uuid:mapping_id>/", mapping.edit, name="body_mapping"),
        path(_BODY + "list/", lists.new, name="body_list_new"),
        path("body-lists/<uuid:list_id>/", lists.one, name="body_list"),
        path("body-lists/<uuid:list_id>/download/", lists.download, name="body_list_download"),
        path(_BODY + "results/", exchange.upload, name="body_results_upload"),
        path(_FILE, results.one, name="body_results_file"),
        path(_FILE + "lines/<int:line>/", results.decide, name="body_results_decide"),
        path(_FILE + "take/", results.take, name="body_results_take"),
        path(_FILE + "discard/", results.discard, name="body_results_discard"),
        path(_FILE + "report/", results.report, name="body_results_report"),
    ]
