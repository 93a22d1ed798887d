"""The shell of the learner app: its built files and nothing else. What is shown in them, the app knows."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lms.people import access

from .build import BuiltFile, app_version, built_file

IMMUTABLE = "public, max-age=31536000, immutable"


@access.public("the app itself holds nothing of anybody; who uses it proves that to the API")
@require_safe
def app_page(request: HttpRequest) -> HttpResponse:
    """Every address of the app opens the same page; the app looks at the address."""
    page = built_file("index.html")
    if page is None:
        return render(request, "tablet/not_built.html", status=503)
    return _respond(request, page, cache="no-cache")


@access.public("part of the app itself")
@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """A file with a hash in its name."""
    return _respond(request, _found(f"assets/{name}"), cache=IMMUTABLE)


@access.public("part of the app itself")
@require_safe
def plain_file(request: HttpRequest, name: str) -> HttpResponse:
    """A file that keeps its name: the service worker, the manifest, icons, sign-in pictures."""
    return _respond(request, _found(name), cache="no-cache")


@access.public("says only whether this is the demo, and which build of the app is current")
@require_safe
def config(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"demo": settings.DEMO, "version": app_version()}, headers={"Cache-Control": "no-store"})


def _found(name: str) -> BuiltFile:
    file = built_file(name)
    if file is None:
        raise Http404
    return file


def _respond(request: HttpRequest, file: BuiltFile, *, cache: str) -> HttpResponse:
    headers = {"Cache-Control": cache, "ETag": f'W/"{file.etag}"', "X-Content-Type-Options": "nosniff"}
    response: HttpResponse
    if request.headers.get("If-None-Match") == headers["ETag"]:
        response = HttpResponseNotModified(headers=headers)
    elif file.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(
            file.packed, content_type=file.media_type, headers={**headers, "Content-Encoding": "gzip"}
        )
    else:
        response = HttpResponse(file.content, content_type=file.media_type, headers=headers)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
