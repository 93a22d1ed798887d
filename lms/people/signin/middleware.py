"""What is done for a signed-in officer on every request of the staff origin: the language, and that the account is in use."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from lms.origins import STAFF

from ..models import Officer
from . import dormancy


class OfficerSessionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "origin", None) is not STAFF or not isinstance(request.user, Officer):
            return self.get_response(request)
        officer = request.user
        if not request.path.startswith("/static/"):
            dormancy.seen(officer)
        if officer.language:
            translation.activate(officer.language)
            request.LANGUAGE_CODE = officer.language  # type: ignore[attr-defined]
        return self.get_response(request)
