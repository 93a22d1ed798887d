"""The funnel, the comparison, the waiting times and what ends soon; on a screen, on paper, or as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.lib.tables import XLSX, Sheet, write_book
from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from ...permissions import VIEWERS
from .. import charts
from ..figures import (
    Step,
    Tally,
    Waited,
    by_period,
    expiring_counts,
    steps,
    tallies,
    total,
    waits,
)
from ..stages import STAGES
from .filters import Filters, filters_of, periods


@dataclass(frozen=True)
class Group:
    """One row of the comparison; `query`: the address of its people without `what`."""

    label: str
    tally: Tally
    query: str


@dataclass(frozen=True)
class Figures:
    all: Tally
    steps: list[Step]
    groups: list[Group]
    waits: list[Waited]
    expiring: dict[int, int]


def read(officer: Officer, filters: Filters) -> Figures:
    found = filters.selection.of(officer)
    by_key = tallies(found, filters.by)
    whole = total(by_key.values())
    today = timezone.localdate()
    return Figures(
        whole,
        steps(whole),
        list(_groups(by_key, filters)),
        waits(found, whole),
        expiring_counts(officer, filters.selection, today),
    )


def _groups(by_key: dict[Any, Tally], filters: Filters) -> Iterator[Group]:
    if filters.by == "period":
        for (since, until), tally in by_period(by_key, filters.selection).items():
            query = filters.query(**{"from": since, "to": until})
            yield Group(_period_label(since, until), tally, query)
        return
    there = {one.pk: str(one) for one in (filters.schemes if filters.by == "scheme" else filters.prisons)}
    named = [(there.get(key, "–"), key, tally) for key, tally in by_key.items()]
    for label, key, tally in sorted(named, key=lambda one: (-one[2].registered, one[0])):
        yield Group(label, tally, filters.query(**{filters.by: key}))


def _period_label(since: date, until: date) -> str:
    return f"{since:%Y-%m}" if (since.year, since.month) == (until.year, until.month) else f"{since:%Y}"


def _officer(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    return request.user


@access.officers(*VIEWERS)
def figures(request: HttpRequest) -> HttpResponse:
    """`scheme`, `prison`, `from`, `to` narrow; `by` says what is compared; `export=xlsx` gives every table of the page."""
    officer = _officer(request)
    filters = filters_of(request, officer, default_year=True)
    made = read(officer, filters)
    if request.GET.get("export") == "xlsx":
        return _workbook(made, filters)
    today = timezone.localdate()
    context = page_frame(_("Figures of certification"), "order", (_("Desk"), "evaluator_desk")) | {
        "filters": filters,
        "figures": made,
        "people": reverse("desk_people"),
        "query": filters.figures_query(),
        "query_anytime": filters.query(**{"from": None, "to": None}),
        "stages": STAGES,
        "by_choices": [("scheme", _("Schemes")), ("period", _("Months or years"))]
        + ([("prison", _("Prisons"))] if len(filters.prisons) > 1 else []),
        "periods": [
            (
                label,
                filters.figures_query(**{"from": since, "to": until}),
                (filters.selection.since, filters.selection.until) == (since, until),
            )
            for label, since, until in periods(today)
        ],
        "funnel": charts.funnel(made.steps),
        "rates": charts.pass_rates([(one.label, one.tally.rate) for one in made.groups]),
        "waiting": charts.waiting(made.waits),
        "cohort": cohort_in_words(),
        "rates_in_words": rate_in_words(),
        "now": timezone.localtime(),
    }
    return TemplateResponse(request, "assessments/certification/desk/figures.html", context)


# ── Excel ────────────────────────────────────────────────────────────────────────────────────────


def _workbook(made: Figures, filters: Filters) -> HttpResponse:
    file = io.BytesIO()
    write_book(
        file,
        [_funnel_sheet(made), _group_sheet(made, filters), _wait_sheet(made), _ending_sheet(made)],
        _notes(filters),
    )
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    name = quote(f"{_('Figures of certification')} {timezone.localdate():%Y-%m-%d}", safe="")
    response["Content-Disposition"] = f"attachment; filename=\"figures.xlsx\"; filename*=UTF-8''{name}.xlsx"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _notes(filters: Filters) -> list[str]:
    return [
        filters.in_words(),
        _("Counted on %(day)s.") % {"day": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
        cohort_in_words(),
        rate_in_words(),
        *(f"{one.label}: {one.meaning}." for one in STAGES),
    ]


def cohort_in_words() -> str:
    return _(
        "Counted are all candidates who were registered within the period. A stage counts everybody who has reached it, whenever that was. Who is still on the way is no failure and stands in a column of its own."
    )


def rate_in_words() -> str:
    return _(
        "Pass rate: of those about whom it is decided, the share that was awarded, with the interval in which the true rate lies in 95 of 100 cases (Wilson). Under 5 decided candidates no rate is shown."
    )


def _funnel_sheet(made: Figures) -> Sheet:
    headers = [
        _("Stage"),
        _("Reached"),
        _("Still here"),
        _("Ended here"),
        _("Of all registered"),
        _("Of the stage before"),
    ]
    rows = [[str(one.stage.label), one.reached, one.here, one.ended, one.of_all, one.of_before] for one in made.steps]
    return Sheet(_("Funnel"), headers, rows)


def _group_sheet(made: Figures, filters: Filters) -> Sheet:
    first = {"scheme": _("Scheme"), "prison": _("Prison"), "period": _("Registered in")}[filters.by]
    headers = [
        first,
        *(str(one.label) for one in STAGES),
        _("Decided"),
        _("Passed"),
        _("Pass rate"),
        _("From"),
        _("To"),
    ]
    rows = [
        [
            one.label,
            *(one.tally.counts[f"reached-{stage.key}"] for stage in STAGES),
            one.tally.rate.of,
            one.tally.rate.passed,
            *_shares(one.tally),
        ]
        for one in [*made.groups, Group(_("Together"), made.all, "")]
    ]
    return Sheet(_("Comparison"), headers, rows)


def _shares(tally: Tally) -> list[object]:
    rate = tally.rate
    return [_("too few"), None, None] if rate.share is None else [rate.share, rate.low, rate.high]


def _wait_sheet(made: Figures) -> Sheet:
    headers = [
        _("Wait"),
        _("Candidates"),
        _("Median, days"),
        _("Nine of ten within, days"),
        _("Waiting now"),
        _("Since"),
    ]
    rows = [
        [str(one.wait.label), one.spread.n, one.spread.median, one.spread.ninety, one.now, one.oldest]
        for one in made.waits
    ]
    return Sheet(_("Waiting times"), headers, rows)


def _ending_sheet(made: Figures) -> Sheet:
    rows = [[_("within %(n)s days") % {"n": days}, count] for days, count in made.expiring.items()]
    return Sheet(_("Certificates that end"), [_("Ends"), _("Certificates")], rows)
