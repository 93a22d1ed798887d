"""The ingest's application, and builds of it that are broken on purpose (BROKEN=…): a harness counts only after it caught them."""

import os
import threading
import time

from streaming.ingest.asgi import application


def acknowledge_before_fdatasync():
    """The answer goes out, the disk hears of it a second later."""
    from streaming.ingest import storage

    write = storage.EpochFile._write

    def early(self, line, data):
        sync, os.fdatasync = os.fdatasync, lambda descriptor: None
        try:
            write(self, line, data)
        finally:
            os.fdatasync = sync
        descriptors = self._raw, self._index
        later = lambda: (time.sleep(60), [sync(descriptor) for descriptor in descriptors])  # noqa: E731
        threading.Thread(target=later, daemon=True).start()

    storage.EpochFile._write = early


def no_fsync_of_folder():
    from streaming.ingest import storage

    storage.fsync_folder = lambda folder: None


def index_before_data():
    """The line is written before the bytes that it speaks of."""
    from lms.lib.faults import faultpoint
    from streaming.ingest import storage

    def write(self, line, data):
        entry = storage.written(line)
        storage._write_all(self._index, entry, self._index_size)
        os.fdatasync(self._index)
        faultpoint("streaming.ingest.after_index")
        storage._write_all(self._raw, data, line.offset)
        self.next, self.size, self.last = line.n + 1, line.end, line
        self._index_size += len(entry)

    storage.EpochFile._write = write


BREAKS = {
    "acknowledge_before_fdatasync": acknowledge_before_fdatasync,
    "no_fsync_of_folder": no_fsync_of_folder,
    "index_before_data": index_before_data,
    "": lambda: None,
}
BREAKS[os.environ.get("BROKEN", "")]()

__all__ = ["application"]
