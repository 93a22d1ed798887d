"""The people behind a number: the same filters, the same question, a name on each line."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.lib.errors import NotFoundHere
from lms.lib.tables import table_response
from lms.people import access
from lms.people.pages import page_frame

from ...permissions import VIEWERS, candidacies_for
from ..stages import group_of
from .figures import _officer
from .filters import filters_of

PER_PAGE = 50
MOST_EXPORTED = 50_000


@access.officers(*VIEWERS)
def people(request: HttpRequest) -> HttpResponseBase:
    """`what`: name of the number (desk.stages.group_of); scheme, prison, from and to as on the page of figures."""
    officer = _officer(request)
    filters = filters_of(request, officer)
    what = request.GET.get("what", "reached-registered")
    group = group_of(what, timezone.localdate())
    if group is None:
        raise NotFoundHere
    label, asked = group
    found = filters.selection.of(officer).filter(asked if asked else Q())
    if request.GET.get("export") in ("xlsx", "csv"):
        return _export(request.GET["export"], found, str(label))
    pages = Paginator(found.only("pk").order_by("-registered_on", "number"), PER_PAGE)
    page = pages.get_page(request.GET.get("p"))
    rows = candidacies_for(officer).filter(pk__in=[one.pk for one in page])
    rows = rows.select_related("learner__ward", "scheme", "prison").order_by("-registered_on", "number")
    frame = page_frame(label, "group", (_("Desk"), "evaluator_desk"), (_("Figures of certification"), "desk_figures"))
    context = frame | {
        "filters": filters,
        "what": what,
        "page": page,
        "rows": [(one, _page_of(one)) for one in rows],
        "count": pages.count,
        "query": filters.query(what=what),
        "back": filters.figures_query(),
        "several": len(filters.prisons) > 1,
    }
    return TemplateResponse(request, "assessments/certification/desk/people.html", context)


def _page_of(candidacy: Any) -> str:
    try:
        return reverse("candidacy", args=[candidacy.pk])
    except NoReverseMatch:
        return ""


def _export(kind: str, found: Any, label: str) -> HttpResponseBase:
    headers = [
        _("Candidate number"),
        pgettext("person", "Name"),
        _("Scheme"),
        _("Prison"),
        _("Ward"),
        _("State"),
        _("Registered on"),
        _("Since"),
    ]
    rows = (
        [
            one.number,
            one.holder_name,
            str(one.scheme),
            str(one.prison),
            str(one.learner.ward),
            one.get_state_display(),
            one.registered_on,
            one.moved_at,
        ]
        for one in found.select_related("learner__ward", "scheme", "prison").order_by("-registered_on", "number")[
            :MOST_EXPORTED
        ]
    )
    return table_response(kind, f"{label} {timezone.localdate():%Y-%m-%d}", headers, rows, title=label)
