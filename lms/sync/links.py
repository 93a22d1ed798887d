"""Expiring signed paths of blobs, in the form that nginx's secure_link module checks (docker/blobs.conf).

signature = base64url(MD5("<expires><device> <secret>")); the secret stands last, so that MD5's length extension gives nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings

from .protocol import BlobAccess

VALID_SECONDS = 12 * 3600
STEP_SECONDS = 3600  # the same prefix for an hour, so that caches in between can work


def blob_access(device_id: UUID) -> BlobAccess:
    expires = (int(time.time()) // STEP_SECONDS + 1) * STEP_SECONDS + VALID_SECONDS
    prefix = f"/blobs/{device_id}/{expires}/{signature(str(device_id), expires)}/"
    return BlobAccess(prefix=prefix, expires_at=datetime.fromtimestamp(expires, UTC))


def signature(device: str, expires: int) -> str:
    digest = hashlib.md5(f"{expires}{device} {link_secret()}".encode(), usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_valid(device: str, expires: int, given: str) -> bool:
    return time.time() < expires and hmac.compare_digest(given, signature(device, expires))


def link_secret() -> str:
    """NEWLEAF_BLOB_SECRET, which nginx knows too; where nothing stands in front, one made from SECRET_KEY."""
    if settings.BLOB_LINK_SECRET:
        return str(settings.BLOB_LINK_SECRET)
    return hmac.new(settings.SECRET_KEY.encode(), b"newleaf blob links", hashlib.sha256).hexdigest()
