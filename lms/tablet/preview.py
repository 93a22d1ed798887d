"""A lesson document on the staff pages, drawn by the tablet's own elements; nothing is recorded there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from lms.packages.shapes import LessonDocument

from .build import built_file
from .views import asset

__all__ = ["preview_asset", "preview_page"]

_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def preview_page(
    document: LessonDocument, media: Mapping[str, str], *, start: dict[str, Any] | None = None
) -> HttpResponse | None:
    """The preview bundle with the document inside; None when the app has not been built.

    `media`: path in the package → address on this origin; `start`: block and seconds to begin at.
    """
    bundle = built_file("preview.html")
    if bundle is None:
        return None
    data = {
        "document": document.model_dump(mode="json"),
        "media": dict(media),
        "language": get_language(),
        "start": start,
    }
    element = f'<script type="application/json" id="newleaf-preview">{json.dumps(data, ensure_ascii=False).translate(_SCRIPT)}</script>'
    return HttpResponse(bundle.content.decode().replace("</head>", f"{element}</head>", 1))


def preview_asset(request: HttpRequest, name: str) -> HttpResponse:
    """The scripts and styles of the tablet app on the staff origin, as they were built."""
    return asset(request, name)
