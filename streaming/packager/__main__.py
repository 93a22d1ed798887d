"""`python -m streaming.packager RAW LIVE`: one broadcast's packager, without Django, so that it stays small."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from .packager import package


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m streaming.packager")
    parser.add_argument("raw", type=Path, help="folder of the raw files and their indexes")
    parser.add_argument("live", type=Path, help="folder of the live picture")
    parser.add_argument("--transcodes", type=int, default=1, help="how many broadcasts may be converted at once")
    parser.add_argument(
        "--reserve", type=int, default=0, help="bytes of the disk that the live picture leaves to the recording"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    package(options.raw, options.live, transcodes=options.transcodes, reserve=options.reserve)
    return 0


if __name__ == "__main__":
    sys.exit(main())
