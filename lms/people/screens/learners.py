"""Learners: the listing, one learner's page, entering and changing, leaving and coming back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from lms.lib.errors import Refused

from .. import access
from ..learners import (
    EDITORS,
    READERS,
    create_learner,
    learner_for,
    learners_for,
    move_learner,
    restore_learner,
    retire_learner,
    search_learners,
    update_learner,
)
from ..models import Learner
from ..panels import panels_of
from ..permissions import has_role
from ..secrets import secret_profile
from ..signins import SETTERS
from ..tablets import KEEPERS, devices_for
from . import signins
from .learner_forms import LearnerFilters, LearnerForm
from .page import StaffListing, officer_of, page

INDEX = reverse_lazy("people_learners:index")
TRAIL = ((gettext_lazy("Learners"), INDEX),)


class LearnerListing(StaffListing):
    model = Learner
    page_title = gettext_lazy("Learners")
    header_icon = "group"
    export_name = gettext_lazy("learners")
    index_url_name, index_results_url_name = "people_learners:index", "people_learners:index_results"
    default_ordering = "number"
    filterset_class = LearnerFilters
    verbose_name, verbose_name_plural = gettext_lazy("learner"), gettext_lazy("learners")
    columns = [
        TitleColumn(
            "name",
            label=pgettext_lazy("person", "Name"),
            sort_key="pinyin",
            get_url=lambda learner: reverse("people_learners:detail", args=[learner.pk]),
        ),
        Column("number", label=pgettext_lazy("person", "Number"), sort_key="number"),
        Column("ward", label=gettext_lazy("Ward"), sort_key="ward__code"),
        Column(
            "language", label=gettext_lazy("Language"), accessor=lambda learner: signins.language_name(learner.language)
        ),
        Column(
            "literacy_help",
            label=gettext_lazy("Help with reading"),
            accessor=lambda learner: _("yes") if learner.literacy_help else "—",
        ),
        Column(
            "secret",
            label=gettext_lazy("Sign-in"),
            accessor=lambda learner: learner.secret.get_kind_display() if hasattr(learner, "secret") else "—",
        ),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
    ]

    def get_base_queryset(self) -> QuerySet[Learner]:
        return learners_for(self.officer).select_related("secret")

    def search_queryset(self, queryset: QuerySet[Learner]) -> QuerySet[Learner]:
        return search_learners(queryset, self.search_query)

    def filter_queryset(self, queryset: QuerySet[Learner]) -> QuerySet[Learner]:
        """Those who have left are shown only when asked for."""
        if not self.request.GET.get("state"):
            queryset = queryset.filter(state=Learner.State.ACTIVE)
        return super().filter_queryset(queryset)

    @property
    def header_buttons(self) -> list[HeaderButton]:  # type: ignore[override]
        made = []
        if has_role(self.request.user, *EDITORS):
            made.append(
                HeaderButton(_("Import a roster"), url=reverse("people_roster:index"), icon_name="upload", priority=10)
            )
            made.append(
                HeaderButton(_("Add a learner"), url=reverse("people_learners:add"), icon_name="plus", priority=30)
            )
        if has_role(self.request.user, *SETTERS):
            query = self.request.GET.copy()
            query.pop("p", None)
            made.append(
                HeaderButton(
                    _("Print sign-in slips"),
                    url=f"{reverse('people_slips:new')}?{query.urlencode()}",
                    icon_name="key",
                    priority=20,
                )
            )
        return made

    def export_headers(self) -> list[str]:
        base = [
            pgettext("person", "number"),
            pgettext("person", "name"),
            _("ward"),
            _("language"),
            _("education level"),
            _("needs help with reading"),
            _("sign-in"),
            _("state"),
        ]
        return [*base, _("admitted on"), _("release expected on")] if self.sees_dates else base

    def export_row(self, row: Learner) -> list[object]:
        secret = row.secret.get_kind_display() if hasattr(row, "secret") else ""
        base: list[object] = [
            row.number,
            row.name,
            row.ward.name,
            row.language,
            row.education_level,
            _("yes") if row.literacy_help else _("no"),
            secret,
            row.get_state_display(),
        ]
        return [*base, row.admitted_on, row.release_expected_on] if self.sees_dates else base

    @property
    def sees_dates(self) -> bool:
        """Dates of admission and release are the education office's; nobody else needs them."""
        return has_role(self.request.user, *EDITORS)


@access.officers(*READERS)
def detail(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    learner = learner_for(officer, learner_id)
    may_edit = has_role(officer, *EDITORS, ward=learner.ward)
    context = {
        "learner": learner,
        "language": signins.language_name(learner.language),
        "may_edit": may_edit,
        "may_set": has_role(officer, *SETTERS, ward=learner.ward) and learner.state == Learner.State.ACTIVE,
        "secret": secret_profile(learner),
        "secret_row": getattr(learner, "secret", None),
        "devices": devices_for(officer).filter(users__learner=learner).distinct()
        | devices_for(officer).filter(learner=learner).distinct()
        if has_role(officer, *KEEPERS)
        else [],
        "panels": panels_of(request, learner),
    }
    edit = HeaderButton(_("Edit"), url=reverse("people_learners:edit", args=[learner.pk]), icon_name="edit")
    return page(
        request, "people/screens/learner.html", learner.name, context, trail=TRAIL, buttons=[edit] if may_edit else []
    )


@access.officers(*EDITORS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    form = LearnerForm(request.POST or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            learner = create_learner(form.cleaned_data["ward"], by=officer, **form.profile())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s has been entered.") % {"name": learner.name})
            return redirect("people_learners:detail", learner.pk)
    context = {"form": form, "submit_label": _("Save"), "cancel_url": INDEX}
    return page(
        request,
        "people/screens/form.html",
        _("Add a learner"),
        context,
        trail=TRAIL,
        status=200 if request.method == "GET" else 422,
    )


@access.officers(*EDITORS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    learner = learner_for(officer, learner_id, *EDITORS)
    form = LearnerForm(request.POST or None, instance=learner, officer=officer)
    back = reverse("people_learners:detail", args=[learner.pk])
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                update_learner(learner.pk, by=officer, **form.profile())
                if form.cleaned_data["ward"].pk != learner.ward_id:
                    move_learner(learner.pk, form.cleaned_data["ward"], by=officer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"form": form, "submit_label": _("Save"), "cancel_url": back}
    trail = (*TRAIL, (learner.name, back))
    return page(
        request,
        "people/screens/form.html",
        _("Edit"),
        context,
        trail=trail,
        status=200 if request.method == "GET" else 422,
    )


@access.officers(*EDITORS)
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    learner = learner_for(officer, learner_id, *EDITORS)
    back = reverse("people_learners:detail", args=[learner.pk])
    if request.method == "POST":
        retire_learner(learner.pk, by=officer)
        messages.success(request, _("%(name)s is marked as having left.") % {"name": learner.name})
        return redirect(back)
    context: dict[str, Any] = {
        "question": _("Mark %(name)s as having left?") % {"name": learner.name},
        "sentences": [
            _(
                "The learner can no longer sign in: at once on tablets that are connected, at their next contact on others."
            ),
            _("All work and records are kept. You can take the learner back at any time."),
        ],
        "confirm": _("Yes, has left"),
        "cancel_url": back,
    }
    return page(request, "people/screens/confirm.html", _("Has left"), context, trail=(*TRAIL, (learner.name, back)))


@access.officers(*EDITORS)
@require_POST
def restore(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    learner = restore_learner(learner_id, by=officer_of(request))
    messages.success(request, _("%(name)s has been taken back.") % {"name": learner.name})
    return redirect("people_learners:detail", learner.pk)


_listing = access.officers(*READERS)
urlpatterns = [
    path("", _listing(LearnerListing.as_view()), name="index"),
    path("results/", _listing(LearnerListing.as_view(results_only=True)), name="index_results"),
    path("add/", add, name="add"),
    path("<uuid:learner_id>/", detail, name="detail"),
    path("<uuid:learner_id>/edit/", edit, name="edit"),
    path("<uuid:learner_id>/left/", retire, name="retire"),
    path("<uuid:learner_id>/back/", restore, name="restore"),
    path("<uuid:learner_id>/pin/", signins.new_pin, name="new_pin"),
    path("<uuid:learner_id>/pictures/", signins.new_pictures, name="new_pictures"),
]
