"""A wall clock that can be set while processes run, as an administrator or a time server does it. Needs a C compiler."""

import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("clock.c")
AVAILABLE = bool(shutil.which("cc"))


class WallClock:
    def __init__(self, folder):
        self._file, library = folder / "clock", folder / "clock.so"
        self._file.write_bytes(struct.pack("l", 0))
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
        self.environment = {"LD_PRELOAD": str(library), "NEWLEAF_TEST_CLOCK": str(self._file)}

    def move(self, seconds):
        """All processes at once; nothing is cached."""
        with self._file.open("r+b", buffering=0) as file:
            file.write(struct.pack("l", seconds))
