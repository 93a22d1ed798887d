"""The evaluators' app itself: one page and one service worker. Neither holds anything of a person: a tablet keeps both."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from lms.people import access

from ..permissions import EXAMINERS
from .words import words_of

APP = Path(__file__).resolve().parents[2]
FOLDER = APP / "static" / "assessments" / "practical"
TEMPLATE = APP / "templates" / "assessments" / "practical" / "app.html"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def address_of(name: str) -> str:
    """Never the hashed name that production gives static files: the scripts import each other by their plain names."""
    return f"{settings.STATIC_URL}assessments/practical/{name}"


@access.officers(*EXAMINERS)
@require_GET
def app(request: HttpRequest) -> HttpResponse:
    context = {
        "words": {code: words_of(code) for code, _name in settings.INTERFACE_LANGUAGES},
        "language": get_language() or settings.LANGUAGE_CODE,
        "style": address_of("app.css"),
        "script": address_of("app.js"),
        "staff": reverse("practicals"),
        "sign_in": f"{reverse('wagtailadmin_login')}?next={reverse('practical_app')}",
    }
    response = render(request, "assessments/practical/app.html", context)
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-cache"
    return response


@access.officers(*EXAMINERS)
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Its text changes with each file of the app, so a tablet notices a new one."""
    files = sorted(path for path in FOLDER.iterdir() if path.suffix in (".js", ".css") and path.name != "worker.js")
    words = json.dumps([words_of(code) for code, _name in settings.INTERFACE_LANGUAGES]).encode()
    parts = [words, TEMPLATE.read_bytes(), *(path.read_bytes() for path in files)]
    version = hashlib.sha256(b"".join(parts)).hexdigest()[:16]
    listed = [reverse("practical_app"), *(address_of(path.name) for path in files)]
    head = f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(listed)};\n"
    response = HttpResponse(head + (FOLDER / "worker.js").read_text(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
