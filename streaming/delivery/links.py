"""Expiring signed paths of live pictures, in the form that nginx's secure_link module checks (docker/live.conf).

signature = base64url(MD5("<expires>live/<broadcast> <secret>")). It covers a folder, so relative addresses in playlists inherit it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from uuid import UUID

from lms.sync.links import link_secret

LIFETIME_SECONDS = 300
STEP_SECONDS = 60  # whoever asks within the same minute gets the same path, so that caches in between can work


def signed_prefix(broadcast_id: UUID | str, *, now: float | None = None) -> str:
    """/live/<expires>/<signature>/<broadcast>/, good for at least LIFETIME_SECONDS. Only for whoever may see the broadcast."""
    now = time.time() if now is None else now
    expires = (int(now) // STEP_SECONDS + 1) * STEP_SECONDS + LIFETIME_SECONDS
    return f"/live/{expires}/{signature(str(broadcast_id), expires)}/{broadcast_id}/"


def signature(broadcast: str, expires: int) -> str:
    digest = hashlib.md5(f"{expires}live/{broadcast} {link_secret()}".encode(), usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_valid(broadcast: str, expires: int, given: str) -> bool:
    return time.time() <= expires and hmac.compare_digest(given, signature(broadcast, expires))
