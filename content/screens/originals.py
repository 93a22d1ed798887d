"""Pictures of the CMS for the staff pages. Only pictures: everything else has its own guarded address."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

_FOLDERS = ("images/", "original_images/")
_KINDS = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"}


def picture(request: HttpRequest, name: str) -> FileResponse:
    kind, _encoding = mimetypes.guess_type(name)
    if not name.startswith(_FOLDERS) or kind not in _KINDS or ".." in name:
        raise Http404
    if not _may_see(request.user, name):
        raise Http404
    try:
        file = default_storage.open(name, "rb")
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _may_see(officer: Any, name: str) -> bool:
    """Whether the original, or the smaller copy made of it, lies in a collection that the officer works with or chooses from."""
    policy: Any = policy_registry.get_by_type(get_image_model())
    pictures = policy.instances_user_has_any_permission_for(officer, ["choose", "change"])
    return bool(pictures.filter(Q(file=name) | Q(renditions__file=name)).exists())
