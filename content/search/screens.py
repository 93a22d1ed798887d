"""The staff page of the search, and the way from a hit to its place in the lesson."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.models import CoursePage, Publication
from content.screens.base import Screen
from content.screens.preview import show_document
from content.screens.titles import key_of
from content.states import PublicationState
from lms.lib.errors import NotFoundHere
from lms.packages import api as packages
from lms.packages.shapes import LessonDocument, LessonManifest

from .finding import Hit, search
from .models import SearchDocument, SearchPassage
from .permissions import document_for

WHERE = [
    ("", _("Everywhere")),
    (SearchPassage.Place.TITLE.value, _("In titles")),
    (SearchPassage.Place.TEXT.value, _("In texts")),
    (SearchPassage.Place.SPOKEN.value, _("What was said")),
]


class SearchView(Screen):
    template_name = "content/search/page.html"
    page_title = _("Search in lessons")
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()[:200]
        where = self.request.GET.get("where", "")
        places = [where] if where in SearchPassage.Place.values else []
        number = self.request.GET.get("p", "1")
        page = int(number) if number.isdecimal() and len(number) < 4 else 1
        found = search(self.request.user, asked, places=places, page=page) if asked else None
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            asked=asked,
            where=where,
            wheres=WHERE,
            found=found,
            rows=[row_of(hit) for hit in found.hits] if found else [],
            query=query.urlencode(),
            **kwargs,
        )


def row_of(hit: Hit) -> dict[str, Any]:
    """What the page shows of a hit."""
    place = {key: value for key, value in (("block", hit.block), ("t", hit.seconds)) if value not in ("", None)}
    address = reverse("content_search_open", args=[hit.document.pk])
    kind, where = hit.document.get_kind_display(), SearchPassage.Place(hit.place)
    return {
        "hit": hit,
        "address": f"{address}?{urlencode(place)}" if place else address,
        "clock": _clock(hit.seconds),
        "place": _("Recording, no lesson yet")
        if hit.document.scope
        else where.label
        if where == SearchPassage.Place.SPOKEN
        else f"{kind} · {where.label}",
        "language": _language(hit.document.language),
    }


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}" if minutes >= 60 else f"{minutes}:{rest:02d}"


def _language(tag: str) -> str:
    """In the officer's language; captions may carry a tag that is none of ours."""
    names = {code.lower(): str(name) for code, name in settings.LANGUAGES}
    return names.get(tag.lower()) or tag


def open_hit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The live lesson at the block and second of the hit; a course in the library; a recording on its own page."""
    document = document_for(request.user, pk)
    seconds = _seconds(request.GET.get("t", ""))
    if document.kind == SearchDocument.Kind.COURSE:
        return _course(document)
    if document.address:
        joint = "&" if "?" in document.address else "?"
        return redirect(document.address if seconds is None else f"{document.address}{joint}t={seconds:g}")
    return _lesson(request, document, {"block": request.GET.get("block", ""), "seconds": seconds})


def _lesson(request: HttpRequest, found: SearchDocument, start: dict[str, Any]) -> HttpResponse:
    live = Publication.objects.filter(iri=found.lesson_iri, state=PublicationState.LIVE).first()
    if live is None:
        raise NotFoundHere
    files = {entry.path: entry.sha256 for entry in LessonManifest.model_validate_json(live.manifest).entries}
    if found.path not in files:
        raise NotFoundHere
    with packages.open_blob(files[found.path]) as source:
        document = LessonDocument.model_validate_json(source.read())
    return show_document(request, document, files, start)


def _course(found: SearchDocument) -> HttpResponse:
    pages = CoursePage.objects.filter(translation_key=key_of(found.iri), alias_of=None)
    page = pages.filter(locale__language_code=found.language).first() or pages.first()
    if page is None:
        raise NotFoundHere
    return redirect(reverse("wagtailadmin_explore", args=[page.pk]))


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
