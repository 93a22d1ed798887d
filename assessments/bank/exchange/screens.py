"""The screens: upload, watch it being read, look at the report, take; and the export of what a list shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.lib.errors import Refused
from lms.lib.tables import XLSX, table_response
from lms.people import access
from lms.people.models import Officer
from lms.people.pages import page_frame

from ..models import Item
from ..permissions import WRITERS
from . import api
from .models import ImportedItem, ItemImport

PAGE = 100
Outcome = ImportedItem.Outcome
Phase = ItemImport.Phase
BUSY = (Phase.READING, Phase.APPLYING)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File with questions"),
        help_text=gettext_lazy(
            "Excel (the template), GIFT, Moodle XML, or QTI 2.1, 2.2 or 3.0: a package or a single item. At most 40 MB."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.txt,.gift,.xml,.zip"}),
    )


def _officer(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    return request.user


@access.officers(*WRITERS)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    officer = _officer(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            found = api.preview_import(upload, upload.name or "", by=officer)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("item_exchange:import", found.pk)
    frame = page_frame(_("Import questions"), "upload", (_("Item bank"), "item_bank:list"))
    context = {**frame, "form": form, "recent": api.imports_for(officer)[:10], "submit_label": _("Check the file")}
    return render(request, "assessments/exchange/index.html", context, status=200 if request.method == "GET" else 422)


@access.officers(*WRITERS)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    return _download(api.write_template(), _("questions template"), "xlsx", XLSX)


@access.officers(*WRITERS)
@require_GET
def one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Progress while a job is at work (the page updates itself), the report afterwards."""
    found = api.import_for(_officer(request), import_id)
    busy = found.phase in BUSY
    if "fragment" in request.GET:
        return render(request, "assessments/exchange/state.html", {"import": found, "busy": busy})
    frame = page_frame(
        found.filename, "upload", (_("Item bank"), "item_bank:list"), (_("Import questions"), "item_exchange:index")
    )
    return render(
        request,
        "assessments/exchange/import.html",
        {**frame, "import": found, "busy": busy, **({} if busy else _report(request, found))},
    )


def _report(request: HttpRequest, found: ItemImport) -> dict[str, Any]:
    counted = dict(found.rows.order_by().values_list("outcome").annotate(n=Count("pk")))
    shown = request.GET.get("outcome", "")
    rows = found.rows.filter(outcome=shown) if shown in Outcome.values else found.rows.all()
    return {
        "counts": [(value, label, counted.get(value, 0)) for value, label in Outcome.choices],
        "shown": shown if shown in Outcome.values else "",
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("p")),
        "total": sum(counted.values()),
        "takeable": counted.get(Outcome.TAKEN, 0) + counted.get(Outcome.WITH_LOSS, 0),
        "refused": counted.get(Outcome.REFUSED, 0),
        "taken": found.rows.filter(item__isnull=False).count(),
    }


@access.officers(*WRITERS)
@require_POST
def apply(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """`which`: all, complete (without a loss), or chosen (the ticked numbers)."""
    which = request.POST.get("which", "")
    chosen: list[int] | None = None
    if which == "complete":
        found = api.import_for(_officer(request), import_id)
        chosen = list(found.rows.filter(outcome=Outcome.TAKEN).values_list("number", flat=True))
    elif which != "all":
        chosen = [int(number) for number in request.POST.getlist("number") if number.isdecimal() and len(number) < 9]
    api.apply_import(import_id, by=_officer(request), chosen=chosen)
    return redirect("item_exchange:import", import_id)


@access.officers(*WRITERS)
@require_POST
def discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    api.discard_import(import_id, by=_officer(request))
    return redirect("item_exchange:index")


@access.officers(*WRITERS)
@require_GET
def report(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """Every item with what becomes of it, to correct the file by."""
    found = api.import_for(_officer(request), import_id)
    headers = [_("No."), _("place"), _("kind"), _("question"), _("outcome"), _("what was found")]
    rows = (
        [
            row.number,
            row.place,
            str(row.kind_label),
            row.title,
            row.get_outcome_display(),
            " ".join(s for _b, s in row.sentences),
        ]
        for row in found.rows.iterator(chunk_size=1000)
    )
    return table_response("xlsx", _("report on an import"), headers, rows, title=_("report on an import"))


# ── Out ──────────────────────────────────────────────────────────────────────────────────────────


@access.officers(*WRITERS)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The questions that the list shows by its filters, or those with the given `id`s."""
    items = _wanted(request)
    if request.method == "POST":
        kind = "excel" if request.POST.get("format") == "excel" else "qti"
        content = api.export_items(items, kind, by=_officer(request))  # type: ignore[arg-type]
        name = f"{_('questions')} {timezone.localdate():%Y-%m-%d}"
        if kind == "excel":
            return _download(content, name, "xlsx", XLSX)
        return _download(content, name, "zip", "application/zip")
    frame = page_frame(_("Export questions"), "download", (_("Item bank"), "item_bank:list"))
    context = {**frame, "count": items.count(), "most": api.MOST_EXPORTED, "query": request.GET.urlencode()}
    return render(request, "assessments/exchange/export.html", context)


def _wanted(request: HttpRequest) -> QuerySet[Item]:
    from ..viewsets import ItemViewSet

    items = Item.objects.prefetch_related("tagged__tag").order_by("-changed_at")
    if ids := request.GET.getlist("id"):
        return items.filter(pk__in=[key for key in map(_uuid, ids) if key])
    chosen = ItemViewSet.filterset_class(request.GET, queryset=items, request=request)
    found: QuerySet[Item] = chosen.qs if chosen.form.is_valid() else items
    if words := request.GET.get("q", "").strip():
        found = found.filter(prompt__icontains=words)
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _download(content: bytes, name: str, suffix: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"questions.{suffix}\"; filename*=UTF-8''{quote(name, safe='')}.{suffix}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("", index, name="index"),
    path("template/", template, name="template"),
    path("export/", export, name="export"),
    path("<uuid:import_id>/", one, name="import"),
    path("<uuid:import_id>/apply/", apply, name="apply"),
    path("<uuid:import_id>/discard/", discard, name="discard"),
    path("<uuid:import_id>/report/", report, name="report"),
]
