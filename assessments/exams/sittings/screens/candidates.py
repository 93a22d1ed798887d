"""Who sits: candidates chosen by ward and search, or from a pasted list of numbers; what each of them needs."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lms.lib.errors import Refused
from lms.people import access
from lms.people import api as people
from lms.people.models import Learner, Ward

from ...models import Sitting
from .. import api
from ..permissions import PLANNERS, check_can_plan, seat_for, sitting_for
from ..states import SittingState
from .forms import NeedsForm
from .frame import frame, officer_of, refusals_told

PER_PAGE = 100
MOST_NUMBERS = 1_000


@access.officers(*PLANNERS)
def candidates(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Seats so far; below, learners of the prison by `ward` and `q`."""
    sitting = _planned_by(request, sitting_id)
    text, ward = request.GET.get("q", "").strip()[:100], request.GET.get("ward", "")
    learners = people.search_learners(_learners(sitting), text).exclude(seats__sitting=sitting)
    if _is_uuid(ward):
        learners = learners.filter(ward_id=ward)
    page = Paginator(learners.order_by("ward__code", "number"), PER_PAGE).get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        "seats": sitting.seats.select_related("learner__ward").order_by("number"),
        "page": page,
        "q": text,
        "ward": ward,
        "wards": Ward.objects.filter(prison=sitting.prison_id).order_by("code"),
        "may_change": sitting.state == SittingState.PLANNED,
    }
    made = frame(_("Candidates"), sitting)
    return TemplateResponse(request, "assessments/sittings/candidates.html", context | made)


@access.officers(*PLANNERS)
@require_POST
def add(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """The ticked learners, or with `all` everybody whom ward and search found."""
    sitting = _planned_by(request, sitting_id)
    chosen = [UUID(key) for key in request.POST.getlist("learner") if _is_uuid(key)]
    if not chosen:
        messages.warning(request, _("Tick at least one person first."))
        return _back(request, sitting)
    with refusals_told(request):
        _tell_added(request, api.add_candidates(sitting.pk, chosen, by=officer_of(request)))
    return _back(request, sitting)


@access.officers(*PLANNERS)
def paste(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """A list of numbers, with a report of what was not found before anything is added."""
    sitting = _planned_by(request, sitting_id)
    text = request.POST.get("numbers", "")
    context: dict[str, Any] = {"text": text[:40_000], "too_many": False}
    numbers = numbers_in(text)
    if request.method == "POST" and len(numbers) > MOST_NUMBERS:
        context["too_many"] = MOST_NUMBERS
    elif request.method == "POST":
        found = {one.number: one for one in _learners(sitting).filter(number__in=numbers)}
        seated = set(sitting.seats.filter(learner__number__in=numbers).values_list("learner__number", flat=True))
        missing = [number for number in numbers if number not in found]
        new = [found[number] for number in numbers if number in found and number not in seated]
        if "add" in request.POST and new:
            with refusals_told(request):
                _tell_added(request, api.add_candidates(sitting.pk, [one.pk for one in new], by=officer_of(request)))
            return redirect("sitting_candidates", sitting.pk)
        context |= {"checked": True, "missing": missing, "seated": sorted(seated), "new": new, "numbers": numbers}
    made = frame(_("Paste a list of numbers"), sitting)
    return TemplateResponse(request, "assessments/sittings/paste.html", context | made)


@access.officers(*PLANNERS)
@require_POST
def remove(request: HttpRequest, sitting_id: UUID, seat_id: UUID) -> HttpResponse:
    with refusals_told(request):
        api.remove_candidate(sitting_id, seat_id, by=officer_of(request))
        messages.success(request, _("The candidate has been taken out."))
    return redirect("sitting_candidates", sitting_id)


@access.officers(*PLANNERS)
def needs(request: HttpRequest, sitting_id: UUID, seat_id: UUID) -> HttpResponse:
    """Extra time, reading aloud, language."""
    sitting = _planned_by(request, sitting_id)
    seat = seat_for(officer_of(request), sitting, seat_id)
    form = NeedsForm(request.POST or None, seat=seat)
    if request.method == "POST" and form.is_valid():
        try:
            api.grant_accommodation(sitting.pk, seat.pk, by=officer_of(request), **form.said())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved for %(name)s.") % {"name": seat.learner.name})
            return redirect("sitting_candidates", sitting.pk)
    context = {"form": form, "submit_label": _("Save"), "cancel_url": "../../"}
    title = _("What %(name)s needs") % {"name": seat.learner.name}
    status = 422 if form.is_bound else 200
    made = frame(title, sitting)
    return TemplateResponse(request, "assessments/sittings/form.html", context | made, status=status)


def numbers_in(text: str) -> list[str]:
    """The numbers of a pasted list, each once, in order: between spaces, commas, tabs or lines."""
    return list(dict.fromkeys(part for part in re.split(r"[\s,;，；、]+", text.replace("\x00", " ")) if part))


def _planned_by(request: HttpRequest, sitting_id: UUID) -> Sitting:
    officer = officer_of(request)
    sitting = sitting_for(officer, sitting_id)
    check_can_plan(officer, sitting.prison_id)
    return sitting


def _learners(sitting: Sitting) -> Any:
    here = Learner.objects.filter(prison=sitting.prison_id, state=Learner.State.ACTIVE)
    return here.select_related("ward")


def _tell_added(request: HttpRequest, count: int) -> None:
    words = ngettext("%(n)s candidate has been added.", "%(n)s candidates have been added.", count)
    messages.success(request, words % {"n": count})


def _back(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    response = redirect("sitting_candidates", sitting.pk)
    kept = request.POST.get("kept", "")[:300]
    if kept:
        response["Location"] += f"?{kept}"
    return response


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
