"""A slow line: a TCP proxy in front of a site whose answers share one token bucket. `rate` may change at any moment."""

import asyncio
import contextlib
import threading

from tests.e2e.browser import Site, free_port

PIECE = 2048
BURST = 4096


class SlowLine:
    """Listens on `port`, passes on to `upstream`. `rate`: bytes a second from the server, of all connections together; None: no limit."""

    def __init__(self, port, upstream):
        self.port, self.upstream, self.rate = port, upstream, None
        self._free_at = 0.0
        self._ready = threading.Event()

    def open(self):
        """In a thread of its own: Playwright has a loop in the first one."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True, name="slow-line")
        self._thread.start()
        assert self._ready.wait(10)

    def close(self):
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(5)

    async def _serve(self):
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self._ready.set()
        await self._over.wait()
        server.close()

    async def _accept(self, reader, writer):
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            writer.transport.abort()
            return
        # Little is stored on the way: what was let through is nearly there.
        writer.transport.set_write_buffer_limits(high=PIECE)
        await asyncio.gather(self._pass(reader, up_writer, slow=False), self._pass(up_reader, writer, slow=True))

    async def _pass(self, reader, writer, *, slow):
        with contextlib.suppress(OSError):
            while data := await reader.read(PIECE if slow and self.rate else 65536):
                if slow and self.rate:
                    await self._wait_for(len(data))
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()

    async def _wait_for(self, count):
        """First come, first served: each piece takes its time on the line."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now - BURST / self.rate) + count / self.rate
        if self._free_at > now:
            await asyncio.sleep(self._free_at - now)


class SlowSite(Site):
    """A site behind a slow line: `site.line.rate = 30_000`."""

    def __init__(self, data):
        super().__init__(data)
        self.behind = free_port()
        self.line = SlowLine(self.port, self.behind)

    def start(self):
        self.line.open()
        shown, self.port = self.port, self.behind
        super().start()
        self.port = shown
        return self

    def __exit__(self, *error):
        super().__exit__(*error)
        self.line.close()
