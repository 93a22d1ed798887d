"""Files of a live picture under signed paths, as nginx serves them in production. For the demo and for small sites."""

from __future__ import annotations

import gzip
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from lms.people import access

from . import links

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mp4": "video/mp4",
    ".m4s": "video/iso.segment",
    ".vtt": "text/vtt; charset=utf-8",
    ".json": "application/json",
}
LASTING = (".mp4", ".m4s")  # never changed under the same name


@require_safe
def live_file(request: HttpRequest, expires: str, signature: str, broadcast: str, name: str) -> HttpResponseBase:
    """404 until the first segment exists: an empty playlist would be a fatal error in players."""
    if not links.is_valid(broadcast, int(expires), signature):
        return HttpResponseForbidden(b"This link has expired.")
    path = Path(settings.DATA_DIR, "live", broadcast, name)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return HttpResponseNotFound(b"Not yet.")
    if path.suffix == ".m3u8" and "gzip" in request.headers.get("Accept-Encoding", ""):
        with file:
            packed = gzip.compress(file.read(), 1)
        response: HttpResponseBase = HttpResponse(packed, content_type=TYPES[path.suffix])
        response["Content-Encoding"], response["Vary"] = "gzip", "Accept-Encoding"
    else:
        response = FileResponse(file, content_type=TYPES[path.suffix])
    response["Cache-Control"] = "public, max-age=31536000, immutable" if path.suffix in LASTING else "public, max-age=1"
    response["X-Content-Type-Options"] = "nosniff"
    return response


live_file = access.signed(live_file)
