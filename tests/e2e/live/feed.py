"""A live lesson without a camera: a film that goes to a real packager in real time, as a recorder feeds it."""

import json
import subprocess
import sys
import threading
import time

from streaming.packager.orders import EpochOrder, Orders, write_orders
from tests.e2e.browser import ROOT

CHUNK_S = 0.5


class Feed(threading.Thread):
    """Sends a film to the raw folder chunk by chunk, as the ingest acknowledges it, until it is told to stop."""

    def __init__(self, site, broadcast, source, seconds):
        super().__init__(daemon=True)
        self.raw, self.live = site.data / "broadcasts" / broadcast, site.data / "live" / broadcast
        self.data, self.count, self.over = source.read_bytes(), int(seconds / CHUNK_S), threading.Event()
        self.raw.mkdir(parents=True)
        self.began = int(time.time() * 1000)
        (self.raw / "0.mkv").write_bytes(self.data)
        self.order(finished=False)
        command = [sys.executable, "-m", "streaming.packager", str(self.raw), str(self.live)]
        self.packager = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=site.log, stderr=site.log)

    def order(self, *, finished):
        write_orders(self.live, Orders((EpochOrder(0, "mkv", "", self.began, finished=finished),), finished))

    def run(self):
        step = -(-len(self.data) // self.count)
        for n in range(self.count):
            if self.over.wait(max(0, self.began / 1000 + n * CHUNK_S - time.time())):
                return
            at = {"received_ms": int(time.time() * 1000), "captured_ms": int(self.began + 1000 * n * CHUNK_S)}
            size = len(self.data[n * step : (n + 1) * step])
            with (self.raw / "0.index").open("a") as index:
                index.write(json.dumps({"n": n, "offset": n * step, "bytes": size, **at}) + "\n")

    def end(self):
        self.over.set()
        self.join()
        self.order(finished=True)
        self.packager.wait(60)
