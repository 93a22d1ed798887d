"""The report on a results file: what fits, what is doubtful, both sides side by side, and the taking of it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from assessments.exams.sittings.screens.frame import refusals_told
from lms.lib.tables import table_response
from lms.people import access
from lms.people.access import OfficerRequest

from ...models import ResultFile, ResultRow
from ...permissions import candidacies_for
from ..fields import fields_for
from ..findings import sentences
from ..permissions import SENDERS, file_for
from ..results import apply_results, decide_row, discard_results
from .frame import frame, uuids

PAGE = 50
Verdict = ResultRow.Verdict


@access.officers(*SENDERS)
@require_GET
def one(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    """`verdict` narrows; without it what needs a person comes first."""
    found = file_for(request.user, file_id)
    counted = dict(found.rows.order_by().values_list("verdict").annotate(n=Count("pk")))
    undecided = found.rows.filter(verdict=Verdict.DOUBTFUL, decision="").count()
    default = next((one for one in Verdict.values if one != Verdict.MATCHED and counted.get(one)), Verdict.MATCHED)
    shown = request.GET.get("verdict", default)
    shown = shown if shown in Verdict.values else default
    page = Paginator(found.rows.filter(verdict=shown).select_related("candidacy"), PAGE).get_page(request.GET.get("p"))
    labels = _labels(found)
    context = frame(found.filename, found.body) | {
        "file": found,
        "counts": [(value, label, counted.get(value, 0)) for value, label in Verdict.choices],
        "total": sum(counted.values()),
        "takeable": counted.get(Verdict.MATCHED, 0) + found.rows.filter(decision=ResultRow.Decision.TAKE).count(),
        "undecided": undecided,
        "shown": shown,
        "page": page,
        "query": f"verdict={shown}",
        "rows": [_row(row, labels, request.user) for row in page],
        "open": found.phase == ResultFile.Phase.REPORT,
        "doubtful": shown == Verdict.DOUBTFUL,
    }
    return TemplateResponse(request, "assessments/certification/bodies/results.html", context)


def _labels(found: ResultFile) -> dict[str, str]:
    return {one.name: str(one.label) for one in fields_for(found.body, found.mapping.kind)}


def _row(row: ResultRow, labels: dict[str, str], officer: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "row": row,
        "cells": [(labels.get(name, name), text) for name, text in row.cells.items() if text],
        "sentences": sentences(row.findings),
    }
    if row.verdict == Verdict.DOUBTFUL:
        mine = candidacies_for(officer)
        rows = row.candidates.filter(candidacy__in=mine).select_related("candidacy__scheme", "candidacy__learner__ward")
        made["candidates"] = [_side(row.cells, one) for one in rows]
    return made


def _side(cells: dict[str, str], one: Any) -> dict[str, Any]:
    """Ours beside theirs: signs that differ are marked."""
    ours = one.candidacy
    pairs = [
        (pgettext("person", "Name"), cells.get("name", ""), ours.holder_name),
        (_("Candidate number"), cells.get("number", ""), ours.number),
        (_("Identity card number"), cells.get("identity_number", ""), ours.identity_number),
        (_("Scheme"), cells.get("scheme", ""), str(ours.scheme)),
    ]
    return {
        "candidacy": ours,
        "pairs": [(label, _marked(theirs, mine), _marked(mine, theirs)) for label, theirs, mine in pairs],
        "sentences": sentences(one.findings),
    }


def _marked(text: str, other: str) -> Any:
    """The text with <mark> around what the other does not have at that place."""
    if not text or not other:
        return text or "–"
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    parts = [(text[a:b], op != "equal") for op, a, b, _c, _d in matcher.get_opcodes() if a < b]
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if differs else part,) for part, differs in parts)
    )


@access.officers(*SENDERS)
@require_POST
def decide(request: OfficerRequest, file_id: UUID, line: int) -> HttpResponse:
    """`candidacy`: whom the line means; empty: it is left out."""
    file_for(request.user, file_id)
    with refusals_told(request):
        chosen = uuids([request.POST["candidacy"]])[0] if request.POST.get("candidacy") else None
        decide_row(file_id, line, by=request.user, candidacy_id=chosen)
    return redirect(f"{reverse('body_results_file', args=[file_id])}?verdict=doubtful#line-{line}")


@access.officers(*SENDERS)
@require_POST
def take(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    file_for(request.user, file_id)
    with refusals_told(request):
        counts = apply_results(file_id, by=request.user)
        told = {"results": counts["results"], "certificates": counts["certificates"]}
        messages.success(request, _("Taken: %(results)s results, %(certificates)s certificate numbers.") % told)
    return redirect("body_results_file", file_id)


@access.officers(*SENDERS)
@require_POST
def discard(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    found = file_for(request.user, file_id)
    with refusals_told(request):
        discard_results(file_id, by=request.user)
        messages.success(request, _("Discarded. Nothing was taken."))
    return redirect("body_exchange_of", found.body_id)


@access.officers(*SENDERS)
@require_GET
def report(request: OfficerRequest, file_id: UUID) -> HttpResponseBase:
    """Every line with what becomes of it, to be corrected by the body."""
    found = file_for(request.user, file_id)
    labels = _labels(found)
    names = list(found.mapping.columns)
    headers = [_("Line"), *(labels.get(name, name) for name in names), _("Outcome"), _("What was found")]
    rows = (
        [
            row.line,
            *(row.cells.get(name, "") for name in names),
            row.get_verdict_display(),
            " ".join(sentences(row.findings)),
        ]
        for row in found.rows.iterator(chunk_size=1000)
    )
    return table_response("xlsx", _("Report on results"), headers, rows, title=_("Report on results"))
