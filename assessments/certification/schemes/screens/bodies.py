"""Awarding bodies: the list, and the basic form of each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.exams.permissions import EXAMINERS
from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people.pages import page_frame
from lms.people.permissions import has_role

from ...candidacies.screens.frame import officer_of, refusals_told
from ...models import AwardingBody
from ...permissions import VIEWERS, bodies_for, body_for, can_change, check_can_change
from .. import api
from .forms import BodyForm

ICON = "site"


@access.officers(*VIEWERS)
def awarding_bodies(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    rows = [(one, can_change(officer, one)) for one in bodies_for(officer).order_by("retired_at", "name")]
    context = {"rows": rows, "may_add": has_role(officer, *EXAMINERS)}
    return TemplateResponse(
        request, "assessments/schemes/bodies.html", context | page_frame(_("Awarding bodies"), ICON)
    )


@access.officers(*EXAMINERS)
def body_add(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@access.officers(*EXAMINERS)
def body_change(request: HttpRequest, body_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    one = body_for(officer, body_id)
    check_can_change(officer, one)
    return _form(request, one)


@access.officers(*EXAMINERS)
@require_POST
def body_act(request: HttpRequest, body_id: UUID, action: str) -> HttpResponse:
    """`retire`, `unretire`."""
    if action not in ("retire", "unretire"):
        raise NotFoundHere
    with refusals_told(request):
        api.retire_body(body_id, by=officer_of(request), back=action == "unretire")
        messages.success(request, _("Saved."))
    return redirect("awarding_bodies")


def _form(request: HttpRequest, one: AwardingBody | None) -> HttpResponse:
    officer = officer_of(request)
    form = BodyForm(request.POST or None, instance=AwardingBody.objects.get(pk=one.pk) if one else None)
    if request.method == "POST" and form.is_valid():
        try:
            if one is None:
                api.create_body(by=officer, **form.cleaned_data)
            else:
                api.revise_body(one.pk, by=officer, **form.cleaned_data)
        except NotFoundHere:
            raise
        except (Refused, PermissionDenied) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("awarding_bodies")
    title = str(one) if one else _("Add an awarding body")
    context = {"form": form, "submit_label": _("Save"), "cancel_url": reverse("awarding_bodies")}
    made = page_frame(title, ICON, (_("Awarding bodies"), "awarding_bodies"))
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "assessments/candidacies/form.html", context | made, status=status)
