"""Sign-in slips: choose learners, wait while their sign-ins are set, print."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lms.lib.errors import Refused
from lms.lib.leases import JobState

from .. import access
from ..learners import learners_for, search_learners, wards_for
from ..models import Learner, LearnerSecret, Officer, Ward
from ..permissions import ward_and_below
from ..signins import SETTERS
from ..slips import MAX_SLIPS, make_slips, read_slips, slip_batch_for, slip_batches_for
from .learner_forms import LearnerFilters
from .page import officer_of, page
from .signins import named
from .slip_texts import texts_for


class SlipForm(forms.Form):
    """Whose slips. The learners come from a ward, from a selection, or from the listing's filters."""

    ward = forms.ModelChoiceField(
        Ward.objects.none(), required=False, label=gettext_lazy("Ward"), empty_label=gettext_lazy("Choose a ward")
    )
    kind = forms.ChoiceField(
        choices=LearnerSecret.Kind.choices, label=gettext_lazy("Sign-in by"), widget=forms.RadioSelect, initial="pin"
    )
    only_new = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Only learners who have no sign-in yet")
    )

    def __init__(self, *args: Any, officer: Officer, chosen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ward = self.fields["ward"]
        ward.queryset = wards_for(officer, *SETTERS)  # type: ignore[attr-defined]
        ward.required = not chosen
        if chosen:
            ward.empty_label = _("The learners chosen")  # type: ignore[attr-defined]


@access.officers(*SETTERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    chosen, is_choice = _chosen(officer, request.GET)
    form = SlipForm(request.POST or None, officer=officer, chosen=is_choice)
    if request.method == "POST" and form.is_valid():
        ward = form.cleaned_data["ward"]
        learners = _of_ward(officer, ward) if ward else chosen
        if form.cleaned_data["only_new"]:
            learners = learners.filter(secret=None)
        try:
            ids = list(learners.values_list("pk", flat=True)[: MAX_SLIPS + 1])
            batch = make_slips(ids, by=officer, kind=form.cleaned_data["kind"], title=str(ward or _("Chosen learners")))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("people_slips:batch", batch.pk)
    context = {
        "form": form,
        "is_choice": is_choice,
        "count": chosen.count(),
        "with_secret": chosen.exclude(secret=None).count(),
        "submit_label": _("Set and prepare for printing"),
        "cancel_url": reverse("people_learners:index"),
        "recent": slip_batches_for(officer),
    }
    trail = ((_("Learners"), reverse("people_learners:index")),)
    return page(
        request,
        "people/screens/slips_new.html",
        _("Print sign-in slips"),
        context,
        trail=trail,
        icon="key",
        status=200 if request.method == "GET" else 422,
    )


def _of_ward(officer: Officer, ward: Ward) -> QuerySet[Learner]:
    return learners_for(officer, *SETTERS).filter(state=Learner.State.ACTIVE, ward__in=ward_and_below(ward))


def _chosen(officer: Officer, query: QueryDict) -> tuple[QuerySet[Learner], bool]:
    """`?learner=<id>&learner=…` (any app may link here with a group's members), or the filters of the listing."""
    learners = learners_for(officer, *SETTERS).filter(state=Learner.State.ACTIVE)
    if ids := query.getlist("learner"):
        return learners.filter(pk__in=[one for one in ids if _is_uuid(one)]), True
    filters = LearnerFilters(query, learners, request=_Asker(officer))
    if any(query.get(name) for name in ("q", *filters.filters)):
        found = filters.qs if filters.is_valid() else learners.none()
        return search_learners(found, query.get("q", "")), True
    return learners.none(), False


class _Asker:
    """django-filter asks its request for the user only."""

    def __init__(self, officer: Officer) -> None:
        self.user = officer


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@access.officers(*SETTERS)
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The page updates itself until all are set."""
    found = slip_batch_for(officer_of(request), batch_id)
    context = {
        "batch": found,
        "ready": found.job_state == JobState.DONE,
        "count": found.slips.count(),
        "set_count": found.slips.exclude(sealed=None).count(),
    }
    if "fragment" in request.GET:
        return render(request, "people/screens/slips_state.html", context)
    trail = ((_("Learners"), reverse("people_learners:index")), (_("Print sign-in slips"), reverse("people_slips:new")))
    return page(request, "people/screens/slips_batch.html", found.title, context, trail=trail, icon="key")


@access.officers(*SETTERS)
def sheet(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The slips themselves, for paper."""
    slips = read_slips(batch_id, by=officer_of(request))
    context = {
        "slips": [(slip, texts_for(slip.learner.language), named(slip.pictures)) for slip in slips],
        "back": reverse("people_slips:batch", args=[batch_id]),
    }
    response = render(request, "people/screens/slips_sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("", new, name="new"),
    path("<uuid:batch_id>/", batch, name="batch"),
    path("<uuid:batch_id>/sheet/", sheet, name="sheet"),
]
