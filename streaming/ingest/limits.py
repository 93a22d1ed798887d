"""How fast one broadcast may send: a bucket that fills up again. A page that has kept ten minutes must get through at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import TooMany

CHUNK_BYTES = 16 * 1024 * 1024
BYTES_A_SECOND, BYTES_AT_ONCE = 40 << 20, 640 << 20
REQUESTS_A_SECOND, REQUESTS_AT_ONCE = 100, 2000
EPOCHS_A_BROADCAST = 1000


class TooFast(TooMany):
    code = "too_fast"
    sentence = _("This computer is sending faster than the server takes it. It goes on by itself.")


class Pace:
    """Two buckets a broadcast, in this process only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._left: dict[UUID, tuple[float, float, float]] = {}

    def check(self, broadcast_id: UUID, size: int) -> None:
        """Counts one request of `size` bytes. Raises TooFast."""
        now = self._clock()
        with self._lock:
            requests, room, since = self._left.get(broadcast_id, (REQUESTS_AT_ONCE, BYTES_AT_ONCE, now))
            requests = min(REQUESTS_AT_ONCE, requests + (now - since) * REQUESTS_A_SECOND)
            room = min(BYTES_AT_ONCE, room + (now - since) * BYTES_A_SECOND)
            allowed = requests >= 1 and room >= size
            if allowed:
                requests, room = requests - 1, room - size
            self._left[broadcast_id] = (requests, room, now)
            if len(self._left) > 10_000:
                self._left.pop(next(iter(self._left)))
        if not allowed:
            raise TooFast(retry_after_seconds=1)
