"""Planning a lesson, changing the plan, cancelling it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from lms.lib.errors import Refused
from lms.people import access
from lms.people.models import Officer, Prison
from lms.people.pages import page_frame

from .. import api
from ..models import Broadcast
from ..permissions import PLANNERS, broadcast_for, check_can_change
from ..states import BroadcastState
from .conflicts import conflicts_of
from .forms import PlanForm, next_full_hour, planning_prisons

ABOVE = (_("Live lessons"), "streaming_schedule")


@access.officers(*PLANNERS)
def plan(request: HttpRequest) -> HttpResponse:
    """A new lesson. With `?prison=` in a prison other than the officer's own."""
    officer: Officer = request.user  # type: ignore[assignment]
    prison = _prison(officer, request.GET.get("prison", ""))
    start = {"teacher": officer.pk, "planned_start": next_full_hour()}
    form = PlanForm(request.POST or None, initial=start, prison=prison, officer=officer)
    if request.method == "POST" and form.is_valid():
        conflicts = _conflicts(form, prison)
        if not conflicts or "all_the_same" in request.POST:
            try:
                broadcast = api.plan_broadcast(by=officer, prison=prison, **_said(form))
            except (Refused, PermissionDenied) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("“%(title)s” is planned.") % {"title": broadcast.title})
                return redirect("streaming_schedule")
        return _form(request, form, _("Plan a lesson"), conflicts=conflicts)
    return _form(request, form, _("Plan a lesson"))


@access.officers(*PLANNERS)
def change(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id, *PLANNERS)
    check_can_change(officer, broadcast)
    form = PlanForm(request.POST or None, instance=broadcast, prison=broadcast.prison, officer=officer)
    conflicts: list[str] = []
    if request.method == "POST" and form.is_valid():
        conflicts = _conflicts(form, broadcast.prison)
        if not conflicts or "all_the_same" in request.POST:
            try:
                api.change_broadcast(broadcast.pk, by=officer, **_said(form))
            except (Refused, PermissionDenied) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The plan is changed."))
                return redirect("streaming_schedule")
    planned = Broadcast.objects.filter(pk=broadcast.pk, state=BroadcastState.SCHEDULED).exists()
    return _form(request, form, _("Change the plan"), conflicts=conflicts, broadcast=broadcast, can_cancel=planned)


@access.officers(*PLANNERS)
def cancel(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id, *PLANNERS)
    check_can_change(officer, broadcast)
    if request.method == "POST":
        try:
            api.cancel_broadcast(broadcast.pk, by=officer)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(title)s” is cancelled.") % {"title": broadcast.title})
        return redirect("streaming_schedule")
    frame = page_frame(_("Cancel the lesson"), "media", ABOVE)
    return TemplateResponse(request, "streaming/studio/cancel.html", {"broadcast": broadcast} | frame)


def _prison(officer: Officer, asked: str) -> Prison:
    prisons = planning_prisons(officer)
    if not prisons:
        raise PermissionDenied(_("Your account may not do this here."))
    return next((prison for prison in prisons if str(prison.pk) == asked), prisons[0])


def _said(form: PlanForm) -> dict[str, Any]:
    """The form's fields as the verbs take them."""
    return {**form.cleaned_data, "wards": list(form.cleaned_data["wards"])}


def _conflicts(form: PlanForm, prison: Prison) -> list[str]:
    said = _said(form)
    wards = said.pop("wards")
    return conflicts_of(Broadcast(pk=form.instance.pk, prison=prison, **said), wards)


def _form(request: HttpRequest, form: PlanForm, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "submit_label": _("Save the plan"), **more}
    return TemplateResponse(request, "streaming/studio/plan.html", context | page_frame(title, "calendar-alt", ABOVE))
