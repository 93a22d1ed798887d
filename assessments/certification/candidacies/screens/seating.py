"""From a planned sitting: all candidates who may sit it now, ticked already. The most frequent task takes two clicks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.permissions import PLANNERS, check_can_plan, sitting_for
from assessments.exams.sittings.screens.frame import frame
from assessments.exams.sittings.states import SittingState
from lms.people import access

from ..seating import eligible_for
from .frame import is_uuid, officer_of, refusals_told


@access.officers(*PLANNERS)
def eligible(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    sitting = sitting_for(officer, sitting_id)
    check_can_plan(officer, sitting.prison_id)
    if request.method == "POST":
        chosen = [UUID(key) for key in request.POST.getlist("learner") if is_uuid(key)]
        if not chosen:
            messages.warning(request, _("Tick at least one person first."))
            return redirect("sitting_eligible", sitting.pk)
        with refusals_told(request):
            count = sittings.add_candidates(sitting.pk, chosen, by=officer)
            words = ngettext("%(n)s candidate has been added.", "%(n)s candidates have been added.", count)
            messages.success(request, words % {"n": count})
        return redirect("sitting_candidates", sitting.pk)
    context: dict[str, Any] = {
        "groups": eligible_for(sitting),
        "may_change": sitting.state == SittingState.PLANNED,
    }
    made = frame(_("Candidates who may sit"), sitting)
    return TemplateResponse(request, "assessments/candidacies/eligible.html", context | made)
