"""Setting one learner's sign-in: it is shown once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.lib.errors import Refused

from .. import access, secrets
from ..learners import learner_for
from ..models import Learner
from ..signins import SETTERS, set_pictures, set_pin
from ..slips import PrintedSlip
from .labels import PICTURE_NAMES
from .learner_forms import PicturesForm
from .page import Crumb, officer_of, page
from .slip_texts import texts_for


def language_name(tag: str) -> str:
    """In the language's own words; the tag itself where nobody knows them."""
    known = dict(settings.LANGUAGES).get(tag)
    try:
        return known or get_language_info(tag)["name_local"]
    except KeyError:
        return tag


@access.officers(*SETTERS)
@require_POST
def new_pin(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    """The answer to the POST is the only place where the PIN ever stands; loading it again makes another one."""
    officer = officer_of(request)
    pin = set_pin(learner_id, by=officer)
    learner = learner_for(officer, learner_id, *SETTERS)
    return _shown_once(request, PrintedSlip(learner, "pin", pin, ()))


@access.officers(*SETTERS)
@require_http_methods(["GET", "POST"])
def new_pictures(request: HttpRequest, learner_id: UUID) -> HttpResponse:
    officer = officer_of(request)
    learner = learner_for(officer, learner_id, *SETTERS)
    form = PicturesForm(request.POST if "first" in request.POST else None)
    if request.method == "POST":
        chosen = secrets.new_pictures() if "random" in request.POST else form.chosen() if form.is_valid() else []
        if chosen:
            try:
                set_pictures(learner.pk, chosen, by=officer)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return _shown_once(request, PrintedSlip(learner, "pictures", "", tuple(chosen)))
    pictures = named(secrets.PICTURES)
    context = {"form": form, "learner": learner, "pictures": pictures, "back": _back(learner)[-1][1]}
    status = 200 if request.method == "GET" else 422
    return page(
        request,
        "people/screens/pictures.html",
        _("Picture sign-in"),
        context,
        trail=_back(learner),
        icon="key",
        status=status,
    )


def named(pictures: Iterable[str]) -> list[tuple[str, object]]:
    return [(name, PICTURE_NAMES[name]) for name in pictures]


def _shown_once(request: HttpRequest, slip: PrintedSlip) -> HttpResponse:
    context = {
        "slip": slip,
        "pictures": named(slip.pictures),
        "texts": texts_for(slip.learner.language),
        "learner": slip.learner,
        "back": _back(slip.learner)[-1][1],
    }
    return page(
        request,
        "people/screens/shown_once.html",
        _("New sign-in"),
        context,
        trail=_back(slip.learner),
        icon="key",
        secret=True,
    )


def _back(learner: Learner) -> list[Crumb]:
    return [
        (_("Learners"), reverse("people_learners:index")),
        (learner.name, reverse("people_learners:detail", args=[learner.pk])),
    ]
