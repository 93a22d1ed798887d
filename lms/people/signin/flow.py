"""The steps from a right password to a session.

Between the two the browser holds a session that names the officer as *pending*; to every view it is nobody. So no page can
forget to ask whether the second factor was given.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lms.audit import api as audit

from ..models import Officer
from . import dormancy, throttle

_PENDING = "pending_sign_in"
PENDING_SECONDS = 600
RECENT_SECONDS = 1800
BACKEND = "lms.people.backends.OfficerBackend"


def has_factor(officer: Officer) -> bool:
    return (
        officer.security_keys.exists()
        or officer.oath_tokens.exists()
        or officer.one_time_codes.filter(used_at=None).exists()
    )


def has_lasting_factor(officer: Officer) -> bool:
    """Something that does not run out, as a list of codes does."""
    return officer.security_keys.exists() or officer.oath_tokens.exists()


def after_password(request: HttpRequest, officer: Officer, next_url: str) -> HttpResponse:
    """Straight in where nothing more is asked; otherwise to the next step."""
    needed = settings.SECOND_FACTOR_REQUIRED or has_factor(officer)
    request.session.cycle_key()
    request.session[_PENDING] = {
        "officer": officer.pk,
        "serial": officer.sign_in_serial,
        "at": time.time(),
        "next": next_url,
        "factor": "" if needed else "none",
    }
    return HttpResponseRedirect(reverse("second_factor")) if needed else proceed(request, officer)


def pending_officer(request: HttpRequest) -> Officer | None:
    """Who has given the password in this browser within the last ten minutes."""
    state = _state(request)
    if not state or time.time() - state["at"] > PENDING_SECONDS:
        return None
    return Officer.objects.filter(
        pk=state["officer"], sign_in_serial=state["serial"], is_active=True, locked_at=None
    ).first()


def factor_given(request: HttpRequest) -> str:
    """How the second factor was given by the pending officer; empty when it was not."""
    return str(_state(request).get("factor", ""))


def accept_factor(request: HttpRequest, officer: Officer, factor: str) -> HttpResponse:
    """The second factor was right. `factor`: key, token or list."""
    request.session[_PENDING] = {**_state(request), "factor": factor, "at": time.time()}
    return proceed(request, officer)


def proceed(request: HttpRequest, officer: Officer) -> HttpResponse:
    """To the new password where one is due, else into a session."""
    if officer.must_change_password:
        return HttpResponseRedirect(reverse("first_password"))
    return finish(request, officer)


def finish(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A session, a known desk, and the page that was asked for."""
    state = _state(request)
    request.session.flush()
    login(request, officer, backend=BACKEND)
    request.session["signed_in_at"] = time.time()
    request.session["factor"] = state.get("factor", "")
    dormancy.seen(officer)
    audit.log(
        by=officer,
        verb="people.officer.signed_in",
        target=officer,
        detail={"factor": state.get("factor", "")},
        prison=officer.prison_id,
    )
    response = HttpResponseRedirect(_next(request, officer, state))
    throttle.know_desk(request, response, officer)
    return response


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether the whole sign-in was within the last half hour: asked before a factor is added or removed."""
    return time.time() - float(request.session.get("signed_in_at", 0)) < RECENT_SECONDS


def _state(request: HttpRequest) -> dict[str, Any]:
    return request.session.get(_PENDING) or {}


def _next(request: HttpRequest, officer: Officer, state: dict[str, Any]) -> str:
    if state.get("factor") == "list" and not has_lasting_factor(officer):
        return reverse("my_sign_in")  # a list runs out: time to add a key
    wanted = state.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return str(wanted)
    return reverse("wagtailadmin_home")
