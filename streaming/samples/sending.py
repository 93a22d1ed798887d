"""A camera's side of the ingest protocol: numbered chunks over HTTP, again and again until the server has them, as the studio's page does it."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from ..packager.matroska import CLUSTER

MEDIA_TYPE = "video/x-matroska;codecs=avc1,opus"
CHUNK_MS = 500
_PATIENCE = 120.0  # seconds without an answer before it gives up


class Refused(Exception):
    """The server wants nothing more from this camera. `code`: see ingest/errors.py."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Unreachable(Exception):
    """No answer for two minutes, or told to stop while waiting for one."""


class Sender:
    """One run of a recorder. `captured_at`: its beginning, Unix milliseconds; `stopping` ends the waiting for a server that is away."""

    def __init__(
        self, broadcast_id: UUID, token: str, epoch_id: UUID, captured_at: int, *,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:  # fmt: skip
        self._token, self._epoch, self._captured, self._stopping = token, epoch_id, captured_at, stopping
        said = {"epoch": str(epoch_id), "media_type": MEDIA_TYPE, "captured_at": captured_at}
        self._connection: http.client.HTTPConnection | None = None
        self.next = int(self._ask("POST", f"broadcasts/{broadcast_id}/epochs", json.dumps(said).encode())["next"])

    def put(self, n: int, data: bytes) -> None:
        """Chunk `n`; its time is half a second after the one before."""
        captured = {"Newleaf-Captured-At": str(self._captured + CHUNK_MS * n)}
        self.next = int(self._ask("PUT", f"epochs/{self._epoch}/chunks/{n}", data, captured)["next"])

    def finish(self) -> None:
        self._ask("POST", f"epochs/{self._epoch}/finish", json.dumps({"chunks": self.next}).encode())
        self.close()

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _ask(self, method: str, path: str, body: bytes, more: dict[str, str] | None = None) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                status, said, wait = self._once(method, path, body, more or {})
            except (OSError, http.client.HTTPException, ValueError):
                self.close()
                status, said, wait = 503, {}, 1.0
            if status < 300:
                return said
            if status not in (429, 503):
                raise Refused(str(said.get("code", status)))
            if time.monotonic() > until or self._stopping():
                raise Unreachable
            time.sleep(wait)

    def _once(self, method: str, path: str, body: bytes, more: dict[str, str]) -> tuple[int, dict[str, Any], float]:
        """(status, what was said, seconds to wait before the next try)"""
        if self._connection is None:
            address = urlsplit(settings.INGEST_INTERNAL_URL)
            self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        headers = {"Authorization": f"Bearer {self._token}", **more}
        self._connection.request(method, f"/ingest/v1/{path}", body=body, headers=headers)
        reply = self._connection.getresponse()
        data = reply.read()
        return reply.status, json.loads(data), float(reply.headers.get("Retry-After") or 1)


def chunks_of(film: Path) -> Iterator[bytes]:
    """The film cut where its clusters begin; the first chunk carries the header too."""
    data = film.read_bytes()
    begin, place = 0, data.find(CLUSTER)
    while place >= 0:
        place = data.find(CLUSTER, place + len(CLUSTER))
        yield data[begin : place if place >= 0 else len(data)]
        begin = place
