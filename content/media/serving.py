"""Blobs for the players on staff pages, with byte ranges (RFC 9110 §14) so that seeking works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lms.packages import api as packages

_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
CHUNK = 256 << 10


def serve_blob(request: HttpRequest, ref: packages.BlobRef) -> HttpResponseBase:
    """The whole blob, or the one range that was asked for. Raises BlobMissing."""
    return serve_ranges(request, packages.open_blob(ref.sha256), ref.bytes, ref.media_type)


def serve_ranges(request: HttpRequest, source: BinaryIO, size: int, media_type: str) -> HttpResponseBase:
    """The whole of an open file, or the one range that was asked for; closes it."""
    first, last = _range(request.headers.get("Range", ""), size)
    if first > last:
        source.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    partial = "Range" in request.headers and (first, last) != (0, size - 1)
    source.seek(first)
    response = StreamingHttpResponse(
        _chunks(source, last - first + 1), status=206 if partial else 200, content_type=media_type
    )
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
    if partial:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _range(header: str, size: int) -> tuple[int, int]:
    """First and last byte; the whole when there is no range that we understand; first > last when it lies outside."""
    found = _RANGE.match(header)
    if not found or not any(found.groups()):
        return 0, size - 1
    start, end = found.groups()
    if not start:
        return max(0, size - int(end)), size - 1 if int(end) else -1
    return int(start), min(int(end) if end else size - 1, size - 1)


def _chunks(source: BinaryIO, left: int) -> Iterator[bytes]:
    with source:
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
