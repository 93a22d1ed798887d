"""The tus 1.0 protocol over uploads.py: creation, checksum, expiration (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import binascii
import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from lms.lib.errors import Invalid, Refused, problem
from lms.people import access

from . import uploads
from .auth import tablet
from .dpop import new_nonce
from .errors import BadProof
from .models import Upload

VERSION = "1.0.0"
View = Callable[..., HttpResponse]


def tus_views(
    owner_of: Callable[[HttpRequest], uploads.Owner], guard: Callable[[View], View], **limits: Any
) -> tuple[View, View]:
    """The two views, creation and one upload, for one class of owners. `guard` declares who may; `limits`: of `uploads.begin`."""

    def create(request: HttpRequest) -> HttpResponse:
        owner = owner_of(request)
        if request.method != "POST":
            return HttpResponse(status=405)
        metadata = _metadata(request)
        upload = uploads.begin(
            owner,
            sha256=metadata.get("sha256", ""),
            media_type=metadata.get("media_type", ""),
            length=_number(request, "Upload-Length"),
            **limits,
        )
        return _described(upload, 201, location=f"{request.path.rstrip('/')}/{upload.pk}")

    def one(request: HttpRequest, upload_id: UUID) -> HttpResponse:
        upload = uploads.find(owner_of(request), upload_id)
        if request.method == "HEAD":
            return _described(upload, 200)
        if request.method != "PATCH":
            return HttpResponse(status=405)
        if request.content_type != "application/offset+octet-stream":
            return HttpResponse(status=415)
        upload = uploads.take_piece(
            upload,
            _number(request, "Upload-Offset"),
            _reader(request),
            _number(request, "Content-Length"),
            _checksum(request),
        )
        return _described(upload, 204)

    return guard(_tus(create)), guard(_tus(one))


def _tus(view: View) -> View:
    """Version, and errors as Problems, for both views."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = _options() if request.method == "OPTIONS" else view(request, *args, **kwargs)
        except Refused as error:
            response = problem(error)
            if isinstance(error, BadProof):
                response["WWW-Authenticate"] = f'DPoP error="{error.challenge}", algs="ES256"'
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


def _of_tablets(view: View) -> View:
    """The view proves the tablet's key itself; each answer brings the next nonce."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["DPoP-Nonce"] = new_nonce()
        return response

    return access.device(csrf_exempt(wrapped))


def _options() -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,checksum,expiration",
        "Tus-Checksum-Algorithm": "sha256",
    }
    return HttpResponse(status=204, headers={**headers, "Tus-Max-Size": str(uploads.MAX_BYTES)})


def _described(upload: Upload, status: int, *, location: str = "") -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"], response["Upload-Length"] = str(upload.offset), str(upload.length)
    if not upload.done:
        response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    if location:
        response["Location"] = location
    return response


def _reader(request: HttpRequest) -> Callable[[int], bytes]:
    """What has come of a body that is cut short counts; the tablet goes on from there."""

    def read(size: int) -> bytes:
        try:
            return request.read(size)
        except UnreadablePostError:
            return b""

    return read


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Invalid(code="upload_header")
    return int(text)


def _metadata(request: HttpRequest) -> dict[str, str]:
    """`key base64,key base64`."""
    found = {}
    try:
        for pair in request.headers.get("Upload-Metadata", "").split(","):
            key, _, value = pair.strip().partition(" ")
            found[key] = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Invalid(code="upload_header") from error
    return found


def _checksum(request: HttpRequest) -> bytes | None:
    header = request.headers.get("Upload-Checksum", "")
    if not header:
        return None
    algorithm, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise Invalid(code="upload_header") from error
    if algorithm != "sha256" or len(digest) != 32:
        raise Invalid(code="upload_header")
    return digest


create, one = tus_views(tablet, _of_tablets)
