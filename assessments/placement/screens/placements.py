"""Placements for teachers: begin one, hand the screen over, see what waits, decide."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people import api as people
from lms.people.models import Learner, Officer
from lms.people.pages import page_frame

from .. import api
from ..holding import desk_token, open_question
from ..models import Placement
from ..permissions import HOLDERS
from ..states import DECIDED, PlacementState
from . import reading
from .forms import OtherLevelForm
from .questions import told

SHOWN = 100


@access.officers(*HOLDERS)
def placements(request: HttpRequest) -> HttpResponse:
    """What waits for a teacher, what is under way, and what was decided last."""
    found = api.placements_for(_officer(request))
    waiting = found.filter(state=PlacementState.PROPOSED).prefetch_related("test__levels").order_by("ended_at")[:SHOWN]
    context = {
        "waiting": [
            (one, reading.how_sure(one), OtherLevelForm(placement=one, auto_id=f"{one.pk}-%s")) for one in waiting
        ],
        "under_way": found.filter(state=PlacementState.UNDER_WAY)[:SHOWN],
        "decided": found.filter(state__in=DECIDED).order_by("-confirmed_at")[:SHOWN],
    }
    frame = page_frame(_("Placement"), "order")
    return TemplateResponse(request, "assessments/placement/placements.html", context | frame)


@access.officers(*HOLDERS)
def placement(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """One placement: the proposal, how sure it is, each question with its answer, and the decision."""
    one = api.placement_for(_officer(request), placement_id)
    answers = one.answers.filter(answered_at__isnull=False)
    context: dict[str, Any] = {
        "one": one,
        "sure": reading.how_sure(one),
        "ability": reading.ability_in_words(one),
        "answers": [told(answer) for answer in answers],
        "form": OtherLevelForm(placement=one) if one.state == PlacementState.PROPOSED else None,
        "may_end": one.state == PlacementState.UNDER_WAY,
    }
    frame = page_frame(str(one.learner), "order", (_("Placement"), "placements"))
    return TemplateResponse(request, "assessments/placement/placement.html", context | frame)


@access.officers(*HOLDERS)
def placement_new(request: HttpRequest) -> HttpResponse:
    """Choose the learner and the test."""
    officer = _officer(request)
    if request.method == "POST":
        try:
            made = api.begin_placement(_id(request, "test"), _id(request, "learner"), by=officer)
        except NotFoundHere:
            messages.error(request, _("Choose a learner and a test."))
        except Refused as error:
            messages.error(request, str(error))
        else:
            return redirect("placement", made.pk)
    text = request.GET.get("q", "").strip()
    learners = people.learners_for(officer, *HOLDERS).filter(state=Learner.State.ACTIVE)
    learners = people.search_learners(learners, text).order_by("ward__code", "number")
    context = {
        "q": text,
        "learners": learners[:SHOWN],
        "chosen": request.POST.get("learner", ""),
        "tests": api.placement_tests_for(officer).filter(closed_at=None),
        "chosen_test": request.POST.get("test", ""),
    }
    frame = page_frame(_("Begin a placement"), "order", (_("Placement"), "placements"))
    return TemplateResponse(request, "assessments/placement/new.html", context | frame)


@access.officers(*HOLDERS)
@require_POST
def hand_over(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The learner's page on this screen. The officer is signed out first: nothing of the staff pages is left to a learner."""
    one = api.placement_for(_officer(request), placement_id)
    if open_question(one) is None:
        messages.error(request, _("This placement is over."))
        return redirect("placement", one.pk)
    logout(request)
    return redirect("placement_desk", desk_token(one))


@access.officers(*HOLDERS)
@require_POST
def placement_act(request: HttpRequest, placement_id: UUID, action: str) -> HttpResponse:
    """`confirm`, `change`, `propose` (end now) or `stop`."""
    officer = _officer(request)
    try:
        if action == "confirm":
            made = api.confirm_placement(placement_id, by=officer)
            messages.success(request, _("%(learner)s begins at level “%(level)s”.") % _names(made))
        elif action == "change":
            level, reason = request.POST.get("level", ""), request.POST.get("reason", "")
            made = api.change_placement(placement_id, level, reason=reason, by=officer)
            messages.success(request, _("%(learner)s begins at level “%(level)s”.") % _names(made))
        elif action == "propose":
            api.propose_placement(placement_id, by=officer)
        elif action == "stop":
            api.stop_placement(placement_id, by=officer)
            messages.success(request, _("Stopped. There is no proposal."))
        else:
            raise NotFoundHere
    except NotFoundHere:
        raise
    except Refused as error:
        messages.error(request, str(error))
        return redirect("placement", placement_id)
    return redirect("placement", placement_id) if action == "propose" else redirect("placements")


def _names(made: Placement) -> dict[str, str]:
    return {"learner": str(made.learner), "level": made.level}


def _officer(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    return request.user


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise NotFoundHere from error
