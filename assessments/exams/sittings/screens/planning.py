"""Planning a sitting, changing the plan, cancelling it, sealing its paper and taking that back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people.models import Officer, Prison
from lms.people.places import prisons_for

from .. import api
from ..permissions import PLANNERS, can_plan, check_can_plan, sitting_for
from .forms import ChangeForm, PlanForm, ReasonForm, next_full_hour
from .frame import frame, officer_of, refusals_told


@access.officers(*PLANNERS)
def plan(request: HttpRequest) -> HttpResponse:
    """A new sitting. With `?prison=` in a prison other than the officer's own."""
    officer = officer_of(request)
    prisons = planning_prisons(officer)
    if not prisons:
        raise PermissionDenied(_("Examinations are planned by evaluators of the prison."))
    prison = next((one for one in prisons if str(one.pk) == request.GET.get("prison", "")), prisons[0])
    form = PlanForm(request.POST or None, initial={"planned_start": next_full_hour()}, prison=prison, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            sitting = api.plan_sitting(by=officer, prison=prison, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The sitting is planned. Now choose the candidates."))
            return redirect("sitting_candidates", sitting.pk)
    context = {
        "prison": prison,
        "prisons": prisons,
        "no_paper": not form.fields["version"].queryset.exists(),  # type: ignore[attr-defined]
    }
    return _form(request, form, _("Plan a sitting"), frame(_("Plan a sitting")), "sittings", **context)


@access.officers(*PLANNERS)
def change(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    sitting = sitting_for(officer, sitting_id)
    check_can_plan(officer, sitting.prison_id)
    form = ChangeForm(request.POST or None, sitting=sitting, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            api.revise_sitting(sitting.pk, by=officer, **form.cleaned_data)
        except NotFoundHere:
            raise
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("sitting", sitting.pk)
    return _form(request, form, _("Save"), frame(_("Change the plan"), sitting), "sitting", sitting.pk)


@access.officers(*PLANNERS)
def cancel(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    sitting = sitting_for(officer, sitting_id)
    check_can_plan(officer, sitting.prison_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            api.cancel_sitting(sitting.pk, by=officer, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(title)s” is cancelled.") % {"title": sitting.title})
            return redirect("sittings")
    intro = _("The candidates see on their tablets that it does not take place. This cannot be undone.")
    made = frame(_("Cancel the sitting"), sitting)
    return _form(request, form, _("Cancel the sitting"), made, "sitting", sitting.pk, intro=intro, serious=True)


@access.officers(*PLANNERS)
@require_POST
def seal(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    with refusals_told(request):
        api.seal_sitting(sitting_id, by=officer_of(request))
        messages.success(
            request,
            _("The paper is sealed. The tablets fetch it, and nobody can read it before the sitting is opened."),
        )
    return redirect("sitting", sitting_id)


@access.officers(*PLANNERS)
@require_POST
def unseal(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    with refusals_told(request):
        api.unseal_sitting(sitting_id, by=officer_of(request))
        messages.success(
            request,
            _("The sealed paper is thrown away. Change what you need, then seal it again: new forms are drawn."),
        )
    return redirect("sitting", sitting_id)


def planning_prisons(officer: Officer) -> list[Prison]:
    """Where the officer may plan, the own prison first."""
    found = [one for one in prisons_for(officer, *PLANNERS) if can_plan(officer, one)]
    return sorted(found, key=lambda one: (one.pk != officer.prison_id, one.code))


def _form(
    request: HttpRequest, form: Form, label: str, made: dict[str, Any], back: str, *back_args: Any, **more: Any
) -> HttpResponse:
    context = {"form": form, "submit_label": label, "cancel_url": reverse(back, args=back_args), **more}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "assessments/sittings/form.html", context | made, status=status)
