"""A raw file that grows at the speed of a clock, as the ingest lets it."""

import threading
import time

from streaming.ingest.storage import EpochFile
from tests.bench.live_server import chunks_of


class Growing:
    """Appends a film's chunks from a thread until `stop`, or until there are no more."""

    def __init__(self, raw, index, source):
        self._raw, self._index, self._chunks = raw, index, chunks_of(source)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._thread.join()

    def _run(self):
        began, captured = time.monotonic(), time.time()
        with EpochFile(self._raw, self._index) as file:
            for n, (due, data) in enumerate(self._chunks):
                if self._over.wait(max(0.0, began + due - time.monotonic())):
                    return
                file.append(n, data, round(1000 * (captured + due)))
