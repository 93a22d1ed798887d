"""The demo's front door and its switch: a TCP proxy that knows each connection's host name and can cut the tablet line.

Cutting is real: open tablet connections are dropped in the middle, new ones are closed before a byte comes back, so the
tablet sees what it would see when a cable is pulled. Staff and content stay reachable.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Mapping
from pathlib import Path

_HEAD_LIMIT = 64 * 1024


class FrontDoor:
    """Listens on `port` and passes everything on to `upstream_port`, or to the host's own port where `others` names one.

    While the file `cut` exists, the tablet host is dead.
    """

    def __init__(
        self, *, port: int, upstream_port: int, tablet_host: str, cut: Path, others: Mapping[str, int] | None = None
    ) -> None:
        self.port, self.upstream_port = port, upstream_port
        self.others = {host.encode(): number for host, number in (others or {}).items()}
        self.tablet_host, self.cut = tablet_host.encode(), cut
        self._tablet_writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None

    def open(self) -> None:
        """Bind (raises OSError when the port is taken), then serve in a thread of its own."""
        try:
            self._server = self._loop.run_until_complete(self._bind())
        except OSError:
            self._loop.close()
            raise
        self._thread = threading.Thread(target=self._serve, daemon=True, name="front-door")
        self._thread.start()

    def close(self) -> None:
        """Stop listening and end the thread; open connections are dropped."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _bind(self) -> asyncio.Server:
        return await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=_HEAD_LIMIT)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.create_task(self._watch_switch())
        self._loop.run_forever()
        if self._server:
            self._server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _watch_switch(self) -> None:
        while True:
            if self._tablet_writers and self.cut.exists():
                for writer in list(self._tablet_writers):
                    writer.transport.abort()
            await asyncio.sleep(0.1)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            is_tablet = _host(head) == self.tablet_host
            if is_tablet and self.cut.exists():
                writer.transport.abort()
                return
            if is_tablet:
                self._tablet_writers.add(writer)
            await self._pass_on(head, reader, writer)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            writer.transport.abort()
        finally:
            self._tablet_writers.discard(writer)
            writer.close()

    async def _pass_on(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream = self.others.get(_host(head), self.upstream_port)
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", upstream)
        except ConnectionRefusedError:
            writer.write(_STARTING)
            await writer.drain()
            return
        try:
            up_writer.write(head)
            await asyncio.gather(_pump(reader, up_writer), _pump(up_reader, writer))
        finally:
            up_writer.close()


_STARTING_PAGE = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Newleaf 新叶</title>'
    "<p>正在启动，请稍候…… Starting, one moment …</p>"
).encode()
_STARTING = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\nRetry-After: 1\r\nConnection: close\r\n"
    + f"Content-Length: {len(_STARTING_PAGE)}\r\n\r\n".encode()
    + _STARTING_PAGE
)


def _host(head: bytes) -> bytes:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"host":
            return value.strip().rsplit(b":", 1)[0].lower()
    return b""


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(64 * 1024):
            writer.write(data)
            await writer.drain()
    except OSError:
        writer.transport.abort()
    finally:
        with contextlib.suppress(OSError):
            writer.close()
