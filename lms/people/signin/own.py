"""An officer's own keys, list and password: pages inside the admin."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lms.audit import api as audit
from lms.lib.errors import Conflict, NotAllowed, NotFoundHere, Refused
from lms.people import access

from . import codes, flow, keys, tokens
from .forms import ChangePasswordForm, CodeForm


@access.officers()
@never_cache
def my_sign_in(request: access.OfficerRequest) -> HttpResponse:
    officer = request.user
    context = {
        "keys": officer.security_keys.all(),
        "tokens": officer.oath_tokens.all(),
        "codes_left": codes.codes_left(officer),
        "recent": flow.signed_in_recently(request),
        "apps_allowed": settings.AUTHENTICATOR_APPS_ALLOWED,
    }
    return TemplateResponse(request, "people/signin/my_sign_in.html", context | _page(_("My sign-in"), "key"))


@access.officers()
@never_cache
@require_POST
def my_key_options(request: access.OfficerRequest) -> JsonResponse:
    try:
        _check_recent(request)
        return JsonResponse(keys.registration_options(request, request.user))
    except Refused as error:
        return JsonResponse({"title": str(error)}, status=error.status)


@access.officers()
@never_cache
@require_POST
def my_key_register(request: access.OfficerRequest) -> JsonResponse:
    try:
        _check_recent(request)
        keys.register(request, request.user, request.body, request.GET.get("name", ""))
    except Refused as error:
        return JsonResponse({"title": str(error)}, status=error.status)
    messages.success(request, _("The key is registered. Use it the next time you sign in."))
    return JsonResponse({"next": reverse("my_sign_in")})


@access.officers()
@require_POST
def my_key_remove(request: access.OfficerRequest, key_id: UUID) -> HttpResponse:
    _check_recent(request)
    remove_key(request.user, key_id)
    messages.success(request, _("The key was removed."))
    return redirect("my_sign_in")


@transaction.atomic
def remove_key(officer: Any, key_id: UUID) -> None:
    """Raises NotFoundHere; Conflict when nothing would be left to sign in with."""
    key = officer.security_keys.filter(pk=key_id).first()
    if key is None:
        raise NotFoundHere
    key.delete()
    if settings.SECOND_FACTOR_REQUIRED and not flow.has_factor(officer):
        raise Conflict(_("This is your only second factor. Add another one first."))
    audit.log(by=officer, verb="people.officer.key_removed", target=officer, detail={"key": key.name})


@access.officers()
@never_cache
@require_POST
def my_codes(request: access.OfficerRequest) -> HttpResponse:
    """A new printed list; the reply is the only place where its codes ever stand."""
    _check_recent(request)
    officer = request.user
    with transaction.atomic():
        made = codes.new_list(officer)
        audit.log(by=officer, verb="people.officer.codes_printed", target=officer)
    return codes_sheet(request, officer, made, back_url=reverse("my_sign_in"))


def codes_sheet(
    request: access.OfficerRequest, officer: Any, made: list[str], *, back_url: str, password: str = ""
) -> HttpResponse:
    context = {"officer": officer, "codes": made, "back_url": back_url, "password": password}
    return TemplateResponse(request, "people/signin/codes_sheet.html", context, headers={"Cache-Control": "no-store"})


@access.officers()
@never_cache
def my_app(request: access.OfficerRequest) -> HttpResponse:
    """An authenticator app, where the prison allows one."""
    if not settings.AUTHENTICATOR_APPS_ALLOWED:
        raise NotAllowed(_("Authenticator apps are not allowed here."))
    _check_recent(request)
    seed = request.session.setdefault("app_seed", tokens.new_app_seed())
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if tokens.add_app(request.user, seed, form.cleaned_data["code"]):
            del request.session["app_seed"]
            messages.success(request, _("The app is registered."))
            return redirect("my_sign_in")
        form.add_error("code", _("This is not the code that the app shows now."))
    qr = segno.make(tokens.app_uri(request.user, seed)).svg_inline(scale=5)
    context = {"form": form, "qr": qr, "seed": seed, "submit_label": _("Register the app")}
    intro = _("Scan this square with the app, then type the code that it shows.")
    return TemplateResponse(
        request, "people/signin/form_page.html", context | {"intro": intro} | _page(_("Authenticator app"), "key")
    )


@access.officers()
@never_cache
@sensitive_post_parameters()
def my_password(request: access.OfficerRequest) -> HttpResponse:
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            officer = form.save()
            audit.log(by=officer, verb="people.officer.password_changed", target=officer)
        update_session_auth_hash(request, officer)
        messages.success(request, _("Your password is changed. All your other sessions have ended."))
        return redirect("my_sign_in")
    context = {"form": form, "submit_label": _("Change my password")}
    return TemplateResponse(request, "people/signin/form_page.html", context | _page(_("Change my password"), "key"))


def _check_recent(request: access.OfficerRequest) -> None:
    if not flow.signed_in_recently(request):
        raise NotAllowed(_("To add or remove a second factor, sign out and sign in again first."))


def _page(title: str, icon: str) -> dict[str, Any]:
    """What Wagtail's page frame asks for."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": title}]
    return {"page_title": title, "header_title": title, "header_icon": icon, "breadcrumbs_items": crumbs}


def admin_urls() -> list[URLPattern]:
    return [
        path("my-sign-in/", my_sign_in, name="my_sign_in"),
        path("my-sign-in/key/options/", my_key_options, name="my_key_options"),
        path("my-sign-in/key/register/", my_key_register, name="my_key_register"),
        path("my-sign-in/key/<uuid:key_id>/remove/", my_key_remove, name="my_key_remove"),
        path("my-sign-in/codes/", my_codes, name="my_codes"),
        path("my-sign-in/app/", my_app, name="my_app"),
        path("my-sign-in/password/", my_password, name="my_password"),
    ]
