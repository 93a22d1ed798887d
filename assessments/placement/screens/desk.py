"""The learner's page at the desk: one question at a time, without scripts, by finger or keyboard, in the learner's language.

Nobody is signed in here; the signed address is all that there is.
"""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.people import access

from .. import api
from ..errors import NoLongerPossible, NotThisItem
from ..holding import open_question, placement_at_desk
from ..models import Placement
from .questions import moved, response_in, shown


@access.signed
@never_cache
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, token: str) -> HttpResponse:
    placement = placement_at_desk(token)
    with translation.override(_language(placement)):
        return _answered(request, token, placement) if request.method == "POST" else _asked(request, placement)


def _asked(
    request: HttpRequest, placement: Placement, order: list[str] | None = None, *, unanswered: bool = False
) -> HttpResponse:
    question = open_question(placement)
    context = {
        "placement": placement,
        "language": translation.get_language(),
        "question": shown(question, order) if question else None,
        "unanswered": unanswered,
        "moved": request.POST.get("move", ""),
        "most": placement.test.most_items,
    }
    return TemplateResponse(request, "assessments/placement/desk.html", context).render()


def _answered(request: HttpRequest, token: str, placement: Placement) -> HttpResponse:
    """Takes the answer to the question that the form names; sent twice or late, it only shows what is next."""
    waiting = open_question(placement)
    if waiting is not None and request.POST.get("number") == str(waiting.number):
        question = shown(waiting)
        if "move" in request.POST:
            return _asked(request, placement, moved(request.POST.getlist("entry"), request.POST["move"]))
        response = "" if "unknown" in request.POST else response_in(question, request.POST)
        if not response and "unknown" not in request.POST:
            return _asked(request, placement, unanswered=True)
        with suppress(NotThisItem, NoLongerPossible):  # it was sent twice: what is next is shown
            api.give_answer(placement.pk, waiting.number, response)
    return redirect("placement_desk", token)


def _language(placement: Placement) -> str:
    known = [code for code, _name in settings.INTERFACE_LANGUAGES]
    return next((code for code in (placement.learner.language, placement.test.language) if code in known), known[0])
