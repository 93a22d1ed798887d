"""The exceptions that a person may see, and the one middleware that turns them into a page or a Problem (RFC 9457).

Each carries a sentence in the user's language that says what to do. An app derives its own from these.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Base: the request is understood and refused; nothing has changed."""

    status = 400
    code = "refused"
    sentence = _("This could not be done. Nothing has changed.")

    def __init__(self, sentence: object = None, *, code: str = "", retry_after_seconds: int | None = None) -> None:
        self.sentence = sentence or self.sentence  # type: ignore[assignment]
        self.code = code or self.code
        self.retry_after_seconds = retry_after_seconds
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refused):
    status, code, sentence = 403, "not_allowed", _("Your account may not do this here.")


class NotFoundHere(Refused):
    status, code, sentence = 404, "not_found", _("This was not found. It may have been moved or taken back.")


class Conflict(Refused):
    status, code, sentence = 409, "conflict", _("Somebody else has changed this in the meantime. Load the page again.")


class Invalid(Refused):
    status, code, sentence = 422, "invalid", _("Something in this form is not right.")


class TooMany(Refused):
    status, code, sentence = 429, "too_many", _("Too many tries. Wait a little, then try again.")


class NoSpace(Refused):
    status, code, sentence = (
        507,
        "no_space",
        _("The server's disk is full. Nothing has been saved. Tell the person who looks after the server."),
    )


def problem(error: Refused) -> JsonResponse:
    """The error as JSON in the shape of lms.sync.protocol.Problem."""
    body = {"code": error.code, "title": str(error), "retry_after_seconds": error.retry_after_seconds}
    response = JsonResponse(body, status=error.status)
    if error.retry_after_seconds:
        response["Retry-After"] = str(error.retry_after_seconds)
    return response


class ErrorMiddleware:
    """Refusals become a page for people and a Problem for programs, with the right status; never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, PermissionDenied):
            error = NotAllowed(str(error) or None)
        if isinstance(error, MultiValueDictKeyError):  # a form without its fields: sent by hand, or cut off
            error = Invalid()
        if not isinstance(error, Refused):
            return None
        if request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", ""):
            return problem(error)
        return render(request, "refused.html", {"error": error}, status=error.status)
