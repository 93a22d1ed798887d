"""One paper: what it asks for, what is wrong with it, a form to look at, its approved versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.bank.models import Item
from lms.lib.errors import Conflict
from lms.people import access
from lms.people.pages import page_frame

from .. import api as exams
from ..errors import PaperInUse
from ..permissions import WRITERS, can_change_paper, paper_for
from .blueprint import Blueprint, Fixed
from .forms import TooFewItems
from .words import parts_of, reading_of, state_of


@access.officers(*WRITERS)
def look(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    paper = paper_for(request.user, paper_id)
    report = exams.check_paper(paper)
    names = _names(report.blueprint)
    context: dict[str, Any] = {
        "paper": paper,
        "state": state_of(paper),
        "report": report,
        "reading": reading_of(paper, report.blueprint),
        "sections": [(section, parts_of(section, names)) for section in report.blueprint.sections],
        "versions": paper.versions.all()[:20],
        "may_change": can_change_paper(request.user, paper),
    }
    return TemplateResponse(request, "assessments/papers/look.html", context | _frame(paper))


@access.officers(*WRITERS)
def trial(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """A form to read through or to print. `seed` in the address: the same form again; `key`: with the right answers."""
    paper = paper_for(request.user, paper_id)
    seed = request.GET.get("seed", "")[:40] or get_random_string(8)
    try:
        form = exams.trial_form(paper, seed=seed)
    except TooFewItems:
        messages.error(request, _("No form can be drawn yet: there are too few questions. The page says where."))
        return redirect("papers:look", paper.pk)
    context = {"paper": paper, "form": form, "seed": seed, "key": request.GET.get("key") == "1"}
    above = ((_("Papers"), "papers:list"),)
    return TemplateResponse(request, "assessments/papers/form.html", context | page_frame(paper.title, "form", *above))


@require_POST
@access.officers(*WRITERS)
def approve(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    try:
        version = exams.approve_paper(paper_id, by=request.user)
    except Conflict as error:
        messages.error(request, str(error.sentence))
    else:
        words = _(
            "Version %(number)d is approved. Sittings can use it; later changes of the questions do not reach it."
        )
        messages.success(request, words % {"number": version.number})
    return redirect("papers:look", paper_id)


@require_POST
@access.officers(*WRITERS)
def retire(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Out of use, or back into it."""
    if paper_for(request.user, paper_id).retired_at:
        exams.unretire_paper(paper_id, by=request.user)
        messages.success(request, _("The paper is in use again."))
    else:
        exams.retire_paper(paper_id, by=request.user)
        messages.success(
            request, _("The paper is out of use. Nothing of it is lost, and it can be taken back into use.")
        )
    return redirect("papers:look", paper_id)


def refuse_deleting() -> None:
    """What was approved is evidence."""
    raise PaperInUse


def _names(blueprint: Blueprint) -> dict[str, str]:
    keys = [part.item for part in blueprint.parts if isinstance(part, Fixed) and part.item]
    return {str(item.pk): str(item) for item in Item.objects.filter(pk__in=keys)}


def _frame(paper: Any) -> dict[str, Any]:
    return page_frame(paper.title, "form", (_("Papers"), "papers:list"))
