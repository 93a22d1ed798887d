"""Stream keys: what a studio's encoder says instead of signing in. One for each broadcast."""

from __future__ import annotations

import secrets
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from lms.audit import api as audit
from lms.lib.sealing import seal, unseal
from lms.people.models import Officer

from .errors import AlreadyBegun
from .models import Broadcast, Source
from .permissions import broadcast_for, check_can_change
from .states import OVER

_PURPOSE = "streaming.broadcast.stream_key"


@transaction.atomic
def new_stream_key(broadcast_id: UUID | str, *, by: Officer) -> str:
    """A fresh key for the encoder; the one before is dead at once. Raises AlreadyBegun when the broadcast is over."""
    broadcast = broadcast_for(by, broadcast_id)
    check_can_change(by, broadcast)
    if broadcast.state in OVER:
        raise AlreadyBegun
    key = secrets.token_urlsafe(24)
    broadcast.stream_key_hash = hash_of(key)
    broadcast.stream_key_sealed = seal(_PURPOSE, key.encode())
    broadcast.source = Source.ENCODER
    broadcast.save(update_fields=["stream_key_hash", "stream_key_sealed", "source"])
    audit.log(by=by, verb="streaming.stream_key.made", target=broadcast, prison=broadcast.prison_id)
    return key


def stream_key_of(broadcast: Broadcast) -> str:
    """The key in the clear, for the screens of those who may change the broadcast and for SRT; "" when there is none."""
    return unseal(_PURPOSE, bytes(broadcast.stream_key_sealed)).decode() if broadcast.stream_key_sealed else ""


def hash_of(key: str) -> str:
    return sha256(f"newleaf stream {key}".encode()).hexdigest()
