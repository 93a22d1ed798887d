"""Blobs under signed paths, as nginx serves them in production: whole or one range, immutable. For the demo and for small sites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from lms.packages import api as packages
from lms.people import access

from . import links

CHUNK = 1 << 18
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})$")


@require_safe
def blob(request: HttpRequest, device: str, expires: str, signature: str, sha256: str) -> HttpResponseBase:
    if not links.is_valid(device, int(expires), signature):
        return HttpResponseForbidden(b"This link has expired.")
    try:
        file = packages.open_blob(sha256)
    except packages.BlobMissing:
        return HttpResponseNotFound(b"No such file.")
    size = file.seek(0, 2)
    start, end, status = wanted_range(request, sha256, size)
    response: HttpResponseBase
    if status == 416 or request.method == "HEAD":
        file.close()
        response = HttpResponse(status=status, content_type="application/octet-stream")
    else:
        response = StreamingHttpResponse(
            _chunks(file, start, end - start), status=status, content_type="application/octet-stream"
        )
        response._resource_closers.append(file.close)  # type: ignore[attr-defined]
    if status == 206:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    if status == 416:
        response["Content-Range"] = f"bytes */{size}"
    else:
        response["Content-Length"] = str(end - start)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{sha256}"'
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


blob = access.signed(blob)


def wanted_range(request: HttpRequest, sha256: str, size: int) -> tuple[int, int, int]:
    """(start, end, status): 206 for one range inside, 416 for one outside, 200 for everything else (RFC 9110 §14.2)."""
    if_range = request.headers.get("If-Range", "")
    found = RANGE.match(request.headers.get("Range", "").strip())
    if not found or not any(found.groups()) or (if_range and if_range != f'"{sha256}"'):
        return 0, size, 200
    first, last = found.groups()
    if first and last and int(last) < int(first):
        return 0, size, 200
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= size or start >= end:
        return 0, 0, 416
    return start, end, 206


def _chunks(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
