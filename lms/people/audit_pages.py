"""Pages to read the audit log, to check it, and to print an anchor of it. Auditors and administrators, each in their part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import django_filters
import segno
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from lms.audit import api as audit
from lms.audit.models import AuditAnchor, AuditEvent
from lms.lib.errors import NotFoundHere
from lms.lib.tables import SafeExport

from . import access
from .events import words
from .events.telling import events_about, tell
from .models import Officer
from .pages import page_frame
from .permissions import holds_server_wide
from .places import prisons_for
from .roles import Role
from .roster.jobs import batches

READERS = (Role.AUDITOR, Role.ADMINISTRATOR)


def events_for(officer: Officer) -> QuerySet[AuditEvent]:
    """All events for readers of the whole server; otherwise those of their prisons."""
    if holds_server_wide(officer, *READERS):
        return audit.list_events()
    return audit.list_events(prisons=[str(prison.pk) for prison in prisons_for(officer, *READERS)])


def verb_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kind of event, under the heading of its area, as its sentence with gaps for who and what."""
    gaps = {"who": "…", "what": "…"}
    return [
        (str(label), [(verb, str(sentence) % gaps) for verb, sentence in sentences.items()])
        for label, sentences in words.areas()
    ]


class EventFilters(WagtailFilterSet):
    actor = django_filters.CharFilter(method="by_label", label=gettext_lazy("Who"))
    verb = django_filters.ChoiceFilter(choices=verb_choices, label=gettext_lazy("What"))
    target = django_filters.CharFilter(method="by_label", label=gettext_lazy("To whom or what"))
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields = ["actor", "verb", "target", "at"]

    def by_label(self, events: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        """A name, or the key of one thing (`officer:3`): then everything about it and nothing about `officer:31`."""
        return events.filter(events_about(name, value))


class EventColumn(Column):
    """The sentence, and below it what else was noted."""

    cell_template_name = "people/audit/cell.html"


def time_in_full(event: AuditEvent) -> str:
    """To the second: "just now" is no record."""
    return timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S")


class AuditIndexView(SafeExport, generic.IndexView):
    model = AuditEvent
    permission_policy = None  # the access rule on the route decides
    any_permission_required = None
    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    paginate_by = 50
    filterset_class = EventFilters
    search_fields = ["actor", "verb", "target", "detail"]
    is_searchable = True
    default_ordering = "-seq"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    list_export = ["seq", "at", "sentence", "notes", "actor", "verb", "target", "detail", "hash"]
    export_filename = "audit-log"
    show_export_buttons = True
    _show_breadcrumbs = True
    columns = [
        TitleColumn(
            "seq",
            label=gettext_lazy("Number"),
            sort_key="seq",
            width="6rem",
            get_url=lambda event: reverse("audit_event", args=[event.seq]),
        ),
        Column("at", label=gettext_lazy("Time"), sort_key="at", accessor=time_in_full, classname="newleaf-nowrap"),
        EventColumn("told", label=gettext_lazy("What happened")),
    ]

    def get_base_queryset(self) -> QuerySet[AuditEvent]:
        return events_for(self.request.user)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The sentences of this page's events, told together: a few queries for fifty of them."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if not self.is_export:
            context["table"].data = list(self._told(context["object_list"]))
        return context

    def _told(self, events: Iterable[AuditEvent]) -> Iterator[AuditEvent]:
        """The same events with what is said of them; an export of years goes by in portions."""
        for portion in batches(events, 500):
            for event, told in zip(portion, tell(portion, self.request.user), strict=True):
                event.told = told  # type: ignore[attr-defined]
                yield event

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        return super().as_spreadsheet(self._told(queryset.iterator()), spreadsheet_format)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row: dict[str, Any] = {name: getattr(item, name, "") for name in self.list_export}
        notes = "; ".join(f"{line.label}: {line.value}" for line in item.told.details)
        return row | {"sentence": item.told.text, "notes": notes}

    def get_heading(self, queryset: Any, field: str) -> str:
        return {
            "seq": _("Number"),
            "at": _("Time"),
            "sentence": _("What happened"),
            "notes": _("Details"),
            "actor": _("Who"),
            "verb": _("What"),
            "target": _("To whom or what"),
            "detail": _("Details as the log holds them"),
            "hash": _("Fingerprint"),
        }[field]

    @cached_property
    def header_buttons(self) -> list[Button]:
        return [HeaderButton(_("Check and anchor"), url=reverse("audit_check"), icon_name="check")]


audit_log = access.officers(*READERS)(AuditIndexView.as_view())
audit_log_results = access.officers(*READERS)(AuditIndexView.as_view(results_only=True))


@access.officers(*READERS)
def audit_event(request: access.OfficerRequest, seq: int) -> HttpResponse:
    """One event with everything that the log holds of it, and the ways to its neighbours."""
    event = events_for(request.user).filter(seq=seq).first()
    if event is None:
        raise NotFoundHere
    told = tell([event], request.user)[0]
    frame = page_frame(_("Event %(number)s") % {"number": seq}, "history", (_("Audit log"), "audit_log"))
    return TemplateResponse(request, "people/audit/event.html", {"event": event, "told": told} | frame)


class AnchorsForm(forms.Form):
    anchors = forms.CharField(
        label=gettext_lazy("Anchors from printed sheets or tablets, one a line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("Number, colon, 64 digits and letters, as on the sheet."),
    )

    def clean_anchors(self) -> list[audit.Anchor]:
        try:
            return [audit.Anchor.parse(line) for line in self.cleaned_data["anchors"].split()]
        except ValueError:
            raise ValidationError(_("One of the lines is not an anchor.")) from None


@access.officers(*READERS)
def audit_check(request: access.OfficerRequest) -> HttpResponse:
    """Read the whole log and hold it against anchors from outside."""
    form = AnchorsForm(request.POST or None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = audit.verify(form.cleaned_data["anchors"])
    context = {"form": form, "report": report, "server_wide": holds_server_wide(request.user, *READERS)}
    return TemplateResponse(
        request,
        "people/audit/check.html",
        context | page_frame(_("Check and anchor"), "check", (_("Audit log"), "audit_log")),
    )


@access.officers(*READERS)
@require_POST
def audit_anchor(request: access.OfficerRequest) -> HttpResponse:
    """A sheet to print and lock away: what it says can be held against the log years later."""
    seq, head = audit.note_anchor(AuditAnchor.Carrier.SHEET, reference=str(request.user))
    context = {
        "seq": seq,
        "hash": head,
        "groups": [head[start : start + 8] for start in range(0, 64, 8)],
        "qr": segno.make(f"{seq}:{head}", error="m").svg_inline(scale=4),
        "at": timezone.now(),
        "by": request.user,
    }
    return TemplateResponse(request, "people/audit/anchor_sheet.html", context)


def admin_urls() -> list[URLPattern]:
    return [
        path("audit/", audit_log, name="audit_log"),
        path("audit/results/", audit_log_results, name="audit_log_results"),
        path("audit/<int:seq>/", audit_event, name="audit_event"),
        path("audit/check/", audit_check, name="audit_check"),
        path("audit/anchor/", audit_anchor, name="audit_anchor"),
    ]
