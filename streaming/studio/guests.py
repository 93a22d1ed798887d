"""Guest teachers: an officer invites one for one broadcast; the guest's own page needs no account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lms.lib.errors import NotFoundHere, Refused
from lms.people import access
from lms.people.models import Officer

from .. import api
from ..errors import BadGuestCode
from ..models import Guest
from ..permissions import PLANNERS, broadcast_for
from ..states import OVER
from .page import facts, keep_once, studio_config
from .replies import state_of

COOKIE = "newleaf_guest"
_SALT = "streaming.guest"


class InviteForm(forms.Form):
    name = forms.CharField(max_length=100)
    organisation = forms.CharField(max_length=100, required=False)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=pgettext_lazy("guest", "Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


@access.officers(*PLANNERS)
@require_POST
def invite(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id, *PLANNERS)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            guest, code = api.invite_guest(broadcast.pk, by=officer, **form.cleaned_data)
        except Refused as error:
            messages.error(request, str(error))
        else:
            link = settings.ORIGIN_URLS["staff"] + reverse("streaming_guest", args=[broadcast.pk])
            keep_once(request, broadcast, "invitation", {"name": guest.name, "code": code, "link": link})
    else:
        messages.error(request, _("Write the guest's name."))
    return redirect("streaming_studio", broadcast.pk)


@access.officers(*PLANNERS)
@require_POST
def remove(request: HttpRequest, broadcast_id: UUID, guest_id: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    broadcast = broadcast_for(officer, broadcast_id, *PLANNERS)
    guest = broadcast.guests.filter(pk=guest_id).first()
    if guest is None:
        raise NotFoundHere
    api.revoke_guest(guest.pk, by=officer)
    messages.success(request, _("The invitation of %(name)s is taken back.") % {"name": guest.name})
    return redirect("streaming_studio", broadcast.pk)


@access.public("a guest teacher gives the code of the invitation here")
def enter(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    """The address of the invitation: asks for the code, then leads to the studio."""
    if _guest(request, broadcast_id):
        return redirect("streaming_guest_studio", broadcast_id)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            guest = api.enter_as_guest(form.cleaned_data["code"])
            if guest.broadcast_id != broadcast_id:
                raise BadGuestCode
        except Refused as error:
            form.add_error("code", str(error))
        else:
            response = redirect("streaming_guest_studio", broadcast_id)
            response.set_signed_cookie(
                COOKIE,
                str(guest.pk),
                salt=_SALT,
                max_age=max(0, int((guest.expires_at - timezone.now()).total_seconds())),
                path="/guest/",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
            return response
    return TemplateResponse(request, "streaming/studio/guest_enter.html", {"form": form})


@access.guest
def studio(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    guest = _guest(request, broadcast_id)
    if guest is None:
        return redirect("streaming_guest", broadcast_id)
    urls = {
        key: reverse(f"streaming_guest_{name}", args=[broadcast_id])
        for key, name in (("state", "state"), ("token", "token"), ("end", "end"))
    }
    context: dict[str, Any] = {
        **facts(guest.broadcast),
        "guest": guest,
        "is_guest": True,
        "sends": True,
        "page_config": studio_config(request, guest.broadcast, owner=f"guest:{guest.pk}", urls=urls, sends=True),
    }
    response = TemplateResponse(request, "streaming/studio/guest_studio.html", context)
    response["Cache-Control"] = "no-store"
    return response


@access.guest
@require_GET
def state(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    guest = _must(request, broadcast_id)
    return JsonResponse(state_of(guest.broadcast, me=f"guest:{guest.pk}"))


@access.guest
@require_POST
def token(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    guest = _must(request, broadcast_id)
    return JsonResponse({"token": api.sender_token(guest.broadcast, guest), "url": settings.INGEST_URL})


@access.guest
@require_POST
def end(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    guest = _must(request, broadcast_id)
    if guest.broadcast.state not in OVER:
        api.end_broadcast(guest.broadcast.pk, by=guest)
    return JsonResponse({})


def _must(request: HttpRequest, broadcast_id: UUID) -> Guest:
    guest = _guest(request, broadcast_id)
    if guest is None:
        raise NotFoundHere
    return guest


def _guest(request: HttpRequest, broadcast_id: UUID) -> Guest | None:
    """Who came in with a code for this broadcast, while it and the invitation last."""
    key = request.get_signed_cookie(COOKIE, default="", salt=_SALT)
    try:
        guest = api.guest_by_id(key) if key else None
    except NotFoundHere:
        return None
    return guest if guest and guest.broadcast_id == broadcast_id else None
