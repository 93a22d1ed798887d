"""The list of candidates: search, filters, pages, Excel."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.lib.tables import table_response
from lms.people import access
from lms.people.models import Prison
from lms.people.names import search_form
from lms.people.pages import page_frame

from ...models import Candidacy
from ...permissions import VIEWERS, can_register, candidacies_for, schemes_for
from ..eligibility import sentences
from ..states import OPEN, CandidacyState
from .frame import ICON, is_uuid, officer_of

PER_PAGE = 50
FILTERS = ("q", "scheme", "state", "prison", "year")


@access.officers(*VIEWERS)
def candidacies(request: HttpRequest) -> HttpResponseBase:
    """`q`: name, pinyin, numbers; `scheme`, `state` (one, `open`, or `doubted`), `prison`, `year` narrow it; `export` gives a table."""
    officer = officer_of(request)
    mine = candidacies_for(officer)
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in FILTERS}
    found = narrowed(mine, asked).select_related("learner__ward", "scheme", "prison")
    if request.GET.get("export") in ("xlsx", "csv"):
        return _export(request.GET["export"], found)
    page = Paginator(found.order_by("-registered_on", "number"), PER_PAGE).get_page(request.GET.get("p"))
    this_year = timezone.localdate().year
    prisons = list(Prison.objects.filter(pk__in=mine.order_by().values("prison").distinct()).order_by("code"))
    context: dict[str, Any] = {
        "page": page,
        "asked": asked,
        "narrowed": any(asked.values()),
        "paging": urlencode({key: value for key, value in asked.items() if value}),
        "schemes": schemes_for(officer).order_by("title"),
        "states": [("open", _("On the way")), *((one.value, one.label) for one in CandidacyState)],
        "prisons": prisons if len(prisons) > 1 else [],
        "years": range(this_year, this_year - 12, -1),
        "may_register": can_register(officer),
    }
    return TemplateResponse(request, "assessments/candidacies/list.html", context | page_frame(_("Candidates"), ICON))


def narrowed(mine: QuerySet[Candidacy], asked: dict[str, str]) -> QuerySet[Candidacy]:
    if is_uuid(asked["scheme"]):
        mine = mine.filter(scheme=UUID(asked["scheme"]))
    if asked["state"] == "open":
        mine = mine.filter(state__in=OPEN)
    elif asked["state"] == "doubted":
        mine = mine.filter(doubted_at__isnull=False)
    elif asked["state"] in CandidacyState.values:
        mine = mine.filter(state=asked["state"])
    if is_uuid(asked["prison"]):
        mine = mine.filter(prison=UUID(asked["prison"]))
    if asked["year"].isascii() and asked["year"].isdigit() and len(asked["year"]) == 4:
        mine = mine.filter(registered_on__year=int(asked["year"]) or 1)
    for word in asked["q"].split()[:6]:
        plain = search_form(word)
        mine = mine.filter(
            Q(holder_name__icontains=word)
            | Q(holder_latin__icontains=word)
            | Q(number__startswith=word)
            | Q(learner__number__istartswith=plain)
            | Q(learner__pinyin__contains=plain)
        )
    return mine


def _export(kind: str, found: QuerySet[Candidacy]) -> HttpResponseBase:
    headers = [
        _("Candidate number"),
        pgettext("person", "Name"),
        _("Name in Latin letters"),
        _("Number of the learner"),
        _("Prison"),
        _("Ward"),
        _("Scheme"),
        _("State"),
        _("Why not eligible"),
        _("Registered on"),
        _("In this state since"),
    ]
    rows = (
        (
            one.number,
            one.holder_name,
            one.holder_latin,
            one.learner.number,
            one.prison.name,
            one.learner.ward.name,
            str(one.scheme),
            one.get_state_display(),
            " ".join(sentences(one.reasons)),
            one.registered_on,
            one.moved_at,
        )
        for one in found.order_by("-registered_on", "number").iterator(chunk_size=1000)
    )
    return table_response(kind, _("candidates"), headers, rows)
