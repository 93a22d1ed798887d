"""The language of the staff pages: one click, kept on the officer and in this browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.users.models import UserProfile

from lms.lib.errors import NotFoundHere

from ..models import Officer


def choose_language(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Raises NotFoundHere for a language that the staff pages do not have."""
    if code not in dict(settings.INTERFACE_LANGUAGES):
        raise NotFoundHere
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Strict", httponly=True)
    if isinstance(request.user, Officer):
        remember_language(request.user, code)


def remember_language(officer: Officer, code: str) -> None:
    """On the officer, and on Wagtail's profile, which Wagtail's admin looks at."""
    Officer.objects.filter(pk=officer.pk).update(language=code)
    UserProfile.objects.update_or_create(user=officer, defaults={"preferred_language": code})
