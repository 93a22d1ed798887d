"""Pages of a prison and of a ward."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access

from ..models import Prison, Ward
from ..pages import page_frame
from ..places import KEEPERS, delete_ward, prisons_for, save_prison, save_ward, wards_for
from ..roles import Role
from .forms import PrisonForm, WardForm


@access.officers(Role.ADMINISTRATOR)
def prison_new(request: access.OfficerRequest) -> HttpResponse:
    return _form_page(
        request, PrisonForm(request.POST or None), save_prison, _("Add a prison"), (_("Prisons"), "prisons")
    )


@access.officers(*KEEPERS)
def prison(request: access.OfficerRequest, prison_id: UUID) -> HttpResponse:
    found = prisons_for(request.user, *KEEPERS).filter(pk=prison_id).first()
    if found is None:
        raise NotFoundHere
    return _form_page(
        request, PrisonForm(request.POST or None, instance=found), save_prison, found.name, (_("Prisons"), "prisons")
    )


@access.officers(*KEEPERS)
def ward_new(request: access.OfficerRequest) -> HttpResponse:
    form = WardForm(request.POST or None, by=request.user, initial={"prison": request.user.prison_id})
    return _form_page(request, form, save_ward, _("Add a ward"), (_("Wards"), "wards"))


@access.officers(*KEEPERS)
def ward(request: access.OfficerRequest, ward_id: UUID) -> HttpResponse:
    found = _ward(request, ward_id)
    form = WardForm(request.POST or None, instance=found, by=request.user)
    return _form_page(request, form, save_ward, found.name, (_("Wards"), "wards"))


@access.officers(*KEEPERS)
@require_POST
def ward_delete(request: access.OfficerRequest, ward_id: UUID) -> HttpResponse:
    delete_ward(_ward(request, ward_id), by=request.user)
    messages.success(request, _("The ward is gone."))
    return redirect("wards")


def _ward(request: access.OfficerRequest, ward_id: UUID) -> Ward:
    found = wards_for(request.user, *KEEPERS).filter(pk=ward_id).first()
    if found is None:
        raise NotFoundHere
    return found


def _form_page(
    request: access.OfficerRequest, form: Any, save: Any, title: str, above: tuple[str, str]
) -> HttpResponse:
    """Show the form; a valid one goes through the verb, whose refusal is shown above the fields."""
    if request.method == "POST" and form.is_valid():
        row: Prison | Ward = form.save(commit=False)
        try:
            save(row, by=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(above[1])
    context = {"form": form, "submit_label": _("Save")}
    return TemplateResponse(request, "people/signin/form_page.html", context | page_frame(title, "site", above))
