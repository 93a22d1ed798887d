"""The roster import: upload, watch it being read, look at the verdicts, apply."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.widgets.button import HeaderButton

from lms.lib.errors import Refused

from .. import access
from ..learners import EDITORS, wards_for
from ..models import Officer, Prison, RosterImport, RosterRow
from ..roster.findings import is_error, sentence
from ..roster.template import template_response, verdict_response
from ..roster.verbs import apply_roster, preview_roster, roster_for, rosters_for
from .page import officer_of, page

PAGE = 100
Verdict = RosterRow.Verdict


def prisons_of(officer: Officer) -> Any:
    return Prison.objects.filter(pk__in=wards_for(officer, *EDITORS).values("prison"))


class UploadForm(forms.Form):
    prison = forms.ModelChoiceField(Prison.objects.none(), label=gettext_lazy("Prison"), empty_label=None)
    file = forms.FileField(
        label=gettext_lazy("Roster (Excel or CSV)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prisons = prisons_of(officer)
        self.fields["prison"].queryset = prisons  # type: ignore[attr-defined]
        if prisons.count() == 1:
            self.fields["prison"].widget = forms.HiddenInput()
            self.fields["prison"].initial = prisons.first()


@access.officers(*EDITORS)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            roster = preview_roster(upload, upload.name or "", by=officer, prison=form.cleaned_data["prison"])
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("people_roster:import", roster.pk)
    context = {"form": form, "recent": rosters_for(officer)[:10], "submit_label": _("Check the file")}
    template = HeaderButton(_("Download the template"), url=reverse("people_roster:template"), icon_name="download")
    status = 200 if request.method == "GET" else 422
    return page(
        request,
        "people/screens/roster_index.html",
        _("Import a roster"),
        context,
        trail=_trail(),
        icon="upload",
        buttons=[template],
        status=status,
    )


@access.officers(*EDITORS)
def template(request: HttpRequest) -> HttpResponseBase:
    return template_response(prisons_of(officer_of(request)).first())


@access.officers(*EDITORS)
def one(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Progress while a job is at work (the page updates itself), the verdicts afterwards."""
    roster = roster_for(officer_of(request), roster_id)
    busy = roster.phase in (RosterImport.Phase.READING, RosterImport.Phase.APPLYING)
    if "fragment" in request.GET:
        return render(request, "people/screens/roster_state.html", {"roster": roster, "busy": busy})
    context = {"roster": roster, "busy": busy, **({} if busy else _verdicts(request, roster))}
    trail = (*_trail(), (_("Import a roster"), reverse("people_roster:index")))
    return page(request, "people/screens/roster.html", roster.filename, context, trail=trail, icon="upload")


def _verdicts(request: HttpRequest, roster: RosterImport) -> dict[str, Any]:
    counted = dict(roster.rows.order_by().values_list("verdict").annotate(n=Count("pk")))
    counts = [(value, label, counted.get(value, 0)) for value, label in Verdict.choices]
    errors = counted.get(Verdict.ERROR, 0)
    shown = request.GET.get("verdict", Verdict.ERROR if errors else "")
    rows = roster.rows.filter(verdict=shown) if shown in Verdict.values else roster.rows.all()
    paged = Paginator(rows, PAGE).get_page(request.GET.get("p"))
    for row in paged:
        row.sentences = [(is_error(found), sentence(found)) for found in row.findings]  # type: ignore[attr-defined]
    changes = sum(counted.get(verdict, 0) for verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.MOVED))
    return {
        "counts": counts,
        "errors": errors,
        "shown": shown,
        "rows": paged,
        "total": sum(counted.values()),
        "changes": changes,
    }


@access.officers(*EDITORS)
@require_POST
def apply(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    apply_roster(roster_id, by=officer_of(request), retire_missing=request.POST.get("retire_missing") == "yes")
    return redirect("people_roster:import", roster_id)


@access.officers(*EDITORS)
def verdicts(request: HttpRequest, roster_id: UUID) -> HttpResponseBase:
    return verdict_response(roster_for(officer_of(request), roster_id))


def _trail() -> tuple[tuple[str, str], ...]:
    return ((_("Learners"), reverse("people_learners:index")),)


urlpatterns = [
    path("", index, name="index"),
    path("template/", template, name="template"),
    path("<uuid:roster_id>/", one, name="import"),
    path("<uuid:roster_id>/apply/", apply, name="apply"),
    path("<uuid:roster_id>/verdicts/", verdicts, name="verdicts"),
]
