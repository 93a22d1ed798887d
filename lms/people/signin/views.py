"""The pages between the password and the session. To all other views the officer is nobody yet."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LoginView

from lms.audit import api as audit
from lms.lib.errors import Refused
from lms.people import access
from lms.people.errors import TooManyTries

from ..models import Officer
from . import codes, flow, keys, throttle, tokens
from .forms import CodeForm, NewPasswordForm


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class OfficerLoginView(LoginView):
    """Wagtail's sign-in page; the password alone makes no session."""

    def form_valid(self, form: Any) -> HttpResponse:
        return flow.after_password(self.request, form.get_user(), self.get_redirect_url())


sign_in = access.public("the sign-in page")(never_cache(OfficerLoginView.as_view()))


@access.half_signed_in
@never_cache
@sensitive_post_parameters("code")
def second_factor(request: HttpRequest) -> HttpResponse:
    """The page that asks for a key, a token's code or a code of the list."""
    officer = flow.pending_officer(request)
    if officer is None:
        return redirect_to_login("", login_url="wagtailadmin_login", redirect_field_name=None)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factor = _check_code(request, officer, form.cleaned_data["code"])
        except TooManyTries as error:
            form.add_error("code", str(error))
        else:
            if factor:
                return flow.accept_factor(request, officer, factor)
            form.add_error("code", _("This code is not right or was used already. Each code works once."))
    return render(request, "people/signin/second_factor.html", {"form": form, "officer": officer, **_ways(officer)})


def _ways(officer: Officer) -> dict[str, Any]:
    return {
        "has_key": officer.security_keys.exists(),
        "has_token": officer.oath_tokens.exists(),
        "codes_left": codes.codes_left(officer),
        "has_any": flow.has_factor(officer),
    }


def _check_code(request: HttpRequest, officer: Officer, typed: str) -> str:
    """token, list, or "" when the code is wrong. Raises TooManyTries."""
    tried = throttle.begin_try("factor", officer.username, throttle.client_of(request, officer.username))
    factor = "token" if tokens.use_token(officer, typed) else "list" if codes.use_code(officer, typed) else ""
    if factor:
        throttle.succeed(tried)
    else:
        audit.log(by=None, verb="people.officer.second_factor_failed", target=officer, detail={"from": tried.client})
    return factor


@access.half_signed_in
@never_cache
@require_POST
def key_options(request: HttpRequest) -> JsonResponse:
    """The challenge for the officer's keys."""
    officer = flow.pending_officer(request)
    if officer is None or not officer.security_keys.exists():
        return JsonResponse({"title": _("Sign in again from the start.")}, status=403)
    return JsonResponse(keys.sign_in_options(request, officer))


@access.half_signed_in
@never_cache
@require_POST
def key_check(request: HttpRequest) -> JsonResponse:
    """The key's answer; `next` says where to go."""
    officer = flow.pending_officer(request)
    if officer is None:
        return JsonResponse({"title": _("Sign in again from the start.")}, status=403)
    try:
        tried = throttle.begin_try("factor", officer.username, throttle.client_of(request, officer.username))
        key = keys.check(request, officer, request.body)
    except Refused as error:
        return JsonResponse({"title": str(error)}, status=error.status)
    if key is None:
        audit.log(by=None, verb="people.officer.second_factor_failed", target=officer, detail={"from": tried.client})
        return JsonResponse(
            {"title": _("This key is not one of yours, or it did not answer as it should.")}, status=422
        )
    throttle.succeed(tried)
    response = flow.accept_factor(request, officer, "key")
    answer = JsonResponse({"next": response["Location"]})
    answer.cookies.update(response.cookies)
    return answer


@access.half_signed_in
@never_cache
@sensitive_post_parameters()
def first_password(request: HttpRequest) -> HttpResponse:
    """Whoever got a password from somebody else chooses one of their own before going in."""
    officer = flow.pending_officer(request)
    if officer is None or not flow.factor_given(request) or not officer.must_change_password:
        return redirect("wagtailadmin_login")
    form = NewPasswordForm(officer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            officer.must_change_password = False
            form.save()
            audit.log(by=officer, verb="people.officer.password_changed", target=officer)
        return flow.finish(request, officer)
    return render(request, "people/signin/first_password.html", {"form": form})


@access.public("the language of the sign-in page is chosen before signing in")
@require_POST
def set_language(request: HttpRequest, code: str) -> HttpResponse:
    """Show the staff pages in this language from now on, and remember it for the officer."""
    from .language import choose_language

    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    choose_language(request, response, code)
    return response
