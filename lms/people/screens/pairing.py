"""Pairing a tablet: the page that shows the code and notices when the tablet is there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lms.lib.errors import NotFoundHere, Refused

from .. import access
from ..devices import CODE_MINUTES
from ..models import PairingCode
from ..tablets import KEEPERS, create_pairing_code
from .device_forms import PlaceForm
from .page import officer_of, page

INDEX = reverse_lazy("people_devices:index")
TRAIL = ((gettext_lazy("Tablets"), INDEX),)


@access.officers(*KEEPERS)
@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest) -> HttpResponse:
    """The answer to the POST shows the code; it counts down and notices by itself when the tablet is there."""
    officer = officer_of(request)
    form = PlaceForm(
        request.POST or None,
        officer=officer,
        initial={"ward": request.GET.get("ward"), "number": request.GET.get("number")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            code = create_pairing_code(
                by=officer, prison=form.place_prison(), device_name=form.cleaned_data["name"], **form.place()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            pairing = PairingCode.objects.filter(created_by=officer).latest("created_at")
            context = {"code": code, "pairing": pairing, "seconds": CODE_MINUTES * 60, "minutes": CODE_MINUTES}
            return page(
                request,
                "people/screens/pair_code.html",
                _("Pairing code"),
                context,
                trail=TRAIL,
                icon="mobile-alt",
                secret=True,
            )
    context = {
        "form": form,
        "submit_label": _("Show the code"),
        "cancel_url": INDEX,
        "intro": _("The tablet asks for a code when the app is opened for the first time."),
    }
    return page(
        request,
        "people/screens/form.html",
        _("Pair a tablet"),
        context,
        trail=TRAIL,
        icon="mobile-alt",
        status=200 if request.method == "GET" else 422,
    )


@access.officers(*KEEPERS)
def pairing_state(request: HttpRequest, pairing_id: UUID) -> HttpResponse:
    """The part of the page that updates itself. Only the officer who made the code sees it."""
    pairing = PairingCode.objects.select_related("device").filter(pk=pairing_id, created_by=officer_of(request)).first()
    if pairing is None:
        raise NotFoundHere
    return render(request, "people/screens/pair_state.html", {"pairing": pairing})
