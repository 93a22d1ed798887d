"""Tablets: listing, one tablet's page, and the screen that shows a ward's tablets by their trouble."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from lms.lib.errors import Refused

from .. import access
from ..devices import learners_of_device
from ..health import health_list, health_of
from ..learners import wards_for
from ..models import Device, Ward
from ..names import search_form
from ..permissions import ward_and_below
from ..tablets import KEEPERS, assign_device, device_for, devices_for, rename_device, revoke_device
from . import pairing
from .device_forms import DeviceFilters, PlaceForm, RenameForm
from .page import StaffListing, officer_of, page

INDEX = reverse_lazy("people_devices:index")
TRAIL = ((gettext_lazy("Tablets"), INDEX),)


class DeviceListing(StaffListing):
    model = Device
    page_title = gettext_lazy("Tablets")
    header_icon = "mobile-alt"
    export_name = gettext_lazy("tablets")
    index_url_name, index_results_url_name = "people_devices:index", "people_devices:index_results"
    default_ordering = "name"
    filterset_class = DeviceFilters
    verbose_name, verbose_name_plural = gettext_lazy("tablet"), gettext_lazy("tablets")
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Tablet"),
            sort_key="name",
            get_url=lambda device: reverse("people_devices:detail", args=[device.pk]),
        ),
        Column("ward", label=gettext_lazy("Ward"), sort_key="ward__code"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column(
            "learner",
            label=gettext_lazy("Learner"),
            accessor=lambda device: device.learner.name if device.learner else "—",
        ),
        DateColumn("last_sync_at", label=gettext_lazy("Last contact"), sort_key="last_sync_at"),
        Column("waiting_count", label=gettext_lazy("Work waiting"), sort_key="waiting_count"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
    ]

    def get_base_queryset(self) -> QuerySet[Device]:
        return devices_for(self.officer)

    def search_queryset(self, queryset: QuerySet[Device]) -> QuerySet[Device]:
        for word in self.search_query.replace("\x00", "").split()[:8]:
            found = Q(name__icontains=word) | Q(learner__name__icontains=word) | Q(learner__number__istartswith=word)
            queryset = queryset.filter(found | Q(learner__pinyin__contains=search_form(word) or word))
        return queryset

    @property
    def header_buttons(self) -> list[HeaderButton]:  # type: ignore[override]
        return [
            HeaderButton(_("Pair a tablet"), url=reverse("people_devices:pair"), icon_name="plus", priority=10),
            HeaderButton(
                _("Tablets of a ward"), url=reverse("people_devices:health"), icon_name="warning", priority=20
            ),
        ]

    def export_headers(self) -> list[str]:
        return [
            _("tablet"),
            _("ward"),
            _("kind"),
            _("learner"),
            _("state"),
            _("last contact"),
            _("work waiting"),
            _("version"),
            _("free MB"),
            _("paired at"),
        ]

    def export_row(self, row: Device) -> list[object]:
        free = row.free_bytes // 1024**2 if row.free_bytes is not None else None
        learner = row.learner.number if row.learner else ""
        return [
            row.name,
            row.ward.name if row.ward else "",
            row.get_kind_display(),
            learner,
            row.get_state_display(),
            row.last_sync_at,
            row.waiting_count,
            row.app_version,
            free,
            row.paired_at,
        ]


# ── One tablet ───────────────────────────────────────────────────────────────────────────────────


@access.officers(*KEEPERS)
def detail(request: HttpRequest, device_id: UUID) -> HttpResponse:
    device = device_for(officer_of(request), device_id)
    learners = learners_of_device(device).select_related("ward").order_by("number")
    context = {
        "device": device,
        "health": health_of(device, newest_version="", newest_serial=0),
        "learners": learners[:50],
        "learner_count": learners.count(),
        "signed_in": set(device.users.exclude(signed_in_at=None).values_list("learner_id", flat=True)),
    }
    return page(request, "people/screens/device.html", device.name, context, trail=TRAIL, icon="mobile-alt")


@access.officers(*KEEPERS)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, device_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    device = device_for(officer, device_id)
    initial = {
        "use": "learner" if device.learner else "ward",
        "ward": device.ward_id,
        "number": device.learner.number if device.learner else "",
    }
    form = PlaceForm(request.POST or None, officer=officer, prison=device.prison, with_name=False, initial=initial)
    back = reverse("people_devices:detail", args=[device.pk])
    if request.method == "POST" and form.is_valid():
        try:
            assign_device(device.pk, by=officer, **form.place())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The tablet gets its new learners at its next contact."))
            return redirect(back)
    context = {
        "form": form,
        "submit_label": _("Assign the tablet"),
        "cancel_url": back,
        "intro": _("Work that is already on the tablet is kept and still arrives."),
    }
    return page(
        request,
        "people/screens/form.html",
        _("Assign the tablet"),
        context,
        trail=(*TRAIL, (device.name, back)),
        icon="mobile-alt",
        status=200 if request.method == "GET" else 422,
    )


@access.officers(*KEEPERS)
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, device_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    device = device_for(officer, device_id)
    form = RenameForm(request.POST or None, initial={"name": device.name})
    back = reverse("people_devices:detail", args=[device.pk])
    if request.method == "POST" and form.is_valid():
        try:
            rename_device(device.pk, form.cleaned_data["name"], by=officer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(back)
    context = {"form": form, "submit_label": _("Save"), "cancel_url": back}
    return page(
        request,
        "people/screens/form.html",
        _("Rename the tablet"),
        context,
        trail=(*TRAIL, (device.name, back)),
        icon="mobile-alt",
        status=200 if request.method == "GET" else 422,
    )


@access.officers(*KEEPERS)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, device_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    device = device_for(officer, device_id)
    back = reverse("people_devices:detail", args=[device.pk])
    if request.method == "POST":
        revoke_device(device.pk, by=officer)
        messages.success(request, _("%(name)s is revoked.") % {"name": device.name})
        return redirect(back)
    days = device.prison.offline_lease_days
    context = {
        "question": _("Revoke %(name)s?") % {"name": device.name},
        "sentences": [
            _(
                "At its next contact the tablet learns that it is revoked: it sends what still waits, then it opens no lesson any more."
            ),
            _("Without contact, sign-in on it ends after %(days)s days.") % {"days": days},
            _(
                "Work that has not arrived yet is still taken when the tablet comes back. To use the tablet again, pair it again."
            ),
        ],
        "confirm": _("Revoke the tablet"),
        "cancel_url": back,
    }
    return page(
        request,
        "people/screens/confirm.html",
        _("Revoke"),
        context,
        trail=(*TRAIL, (device.name, back)),
        icon="mobile-alt",
    )


# ── A ward's tablets by their trouble ────────────────────────────────────────────────────────────


@access.officers(*KEEPERS)
def health(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    wards = wards_for(officer, *KEEPERS).order_by("prison__code", "code")
    ward = _ward_of(request.GET.get("ward", ""), wards)
    devices = devices_for(officer).filter(Q(state=Device.State.PAIRED) | Q(waiting_count__gt=0))
    if ward:
        devices = devices.filter(ward__in=ward_and_below(ward))
    rows = health_list(devices)
    context = {
        "wards": wards,
        "ward": ward,
        "rows": rows[:500],
        "count": len(rows),
        "in_trouble": sum(bool(row.trouble) for row in rows),
        "waiting": sum(row.device.waiting_count for row in rows),
    }
    return page(request, "people/screens/health.html", _("Tablets of a ward"), context, trail=TRAIL, icon="mobile-alt")


def _ward_of(text: str, wards: QuerySet[Ward]) -> Ward | None:
    try:
        return wards.filter(pk=UUID(text)).first() if text else None
    except ValueError:
        return None


_listing = access.officers(*KEEPERS)
urlpatterns = [
    path("", _listing(DeviceListing.as_view()), name="index"),
    path("results/", _listing(DeviceListing.as_view(results_only=True)), name="index_results"),
    path("pair/", pairing.pair, name="pair"),
    path("pair/<uuid:pairing_id>/", pairing.pairing_state, name="pairing_state"),
    path("ward/", health, name="health"),
    path("<uuid:device_id>/", detail, name="detail"),
    path("<uuid:device_id>/assign/", assign, name="assign"),
    path("<uuid:device_id>/rename/", rename, name="rename"),
    path("<uuid:device_id>/revoke/", revoke, name="revoke"),
]
