"""Preview: the lesson as it stands in the form, drawn by the tablet's own elements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from content.media.serving import serve_blob
from content.models import LessonPage
from content.permissions import publication_for
from content.publishing.documents import build_document
from content.publishing.files import Files
from lms.lib.errors import NotFoundHere, Refused
from lms.packages import api as packages
from lms.packages.shapes import LessonDocument, LessonManifest
from lms.tablet.preview import preview_page


def show_preview(request: HttpRequest, page: LessonPage, *, plain: bool = False) -> HttpResponse:
    """The preview bundle with the document inside. A block that cannot be shown yet says why."""
    files = Files()
    try:
        with translation.override(page.language):
            document = build_document(page, files, plain=plain, narrated=False)
    except Refused as refused:
        return render(request, "content/preview_refused.html", {"sentence": str(refused)})
    return show_document(request, document, {entry.path: entry.sha256 for entry in files.entries()})


def show_built(request: HttpRequest, pk: UUID, path: str) -> HttpResponse:
    """A document of a built package, read from its blob: what an officer clears is what is shown here, not the draft of today."""
    publication = publication_for(request.user, pk)
    built = LessonManifest.model_validate_json(publication.manifest).entries if publication.package else []
    files = {entry.path: entry.sha256 for entry in built}
    if path not in {entry.path for entry in built if entry.role == "document"}:
        raise NotFoundHere
    with packages.open_blob(files[path]) as source:
        document = LessonDocument.model_validate_json(source.read())
    return show_document(request, document, files)


def show_document(
    request: HttpRequest, document: LessonDocument, files: dict[str, str], start: dict[str, Any] | None = None
) -> HttpResponse:
    """The tablet's own elements with the document; `files`: path in the package → SHA-256; `start`: block and seconds to begin at."""
    media = {
        path: reverse("content_preview_file", args=[sha256], urlconf="lms.urls.staff") for path, sha256 in files.items()
    }
    page = preview_page(document, media, start=start)
    return page or render(request, "content/preview_refused.html", {"sentence": None})


def preview_file(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A file that a preview shows: whoever knows its hash has seen the document that names it."""
    try:
        ref = packages.blob(sha256)
    except packages.BlobMissing as error:
        raise NotFoundHere from error
    if not ref.media_type.startswith(("image/", "video/", "audio/", "text/vtt", "application/pdf", "application/json")):
        raise NotFoundHere
    return serve_blob(request, ref)
