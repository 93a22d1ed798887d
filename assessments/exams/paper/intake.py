"""From an uploaded file to grey pages: PDF, PNG, JPEG, TIFF. Strangers' files are opened in the sandbox only, with limits."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from django.utils.translation import gettext_lazy as _

from lms.lib import sandbox
from lms.lib.errors import Invalid
from lms.lib.work_folders import work_folder

Grey: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"  # height × width

MOST_BYTES = 300 << 20
MOST_PAGES = 400
_AT_ONCE = 8  # pages on the disk
_LONG_SIDE = 2600  # pixels of a PDF's page: A4 at 222 dpi; so a huge page cannot become a huge picture
_LIMITS = sandbox.Limits(memory_bytes=sandbox.GIB, cpu_seconds=60, wall_seconds=90, file_bytes=64 << 20)
_DECODER = Path(__file__).with_name("decoding.py")


class ScanRefused(Invalid):
    """The file as a whole cannot be read."""

    code = "scan_refused"


_REFUSALS = {
    "empty": _("This file is empty."),
    "unknown": _("This is no PDF, PNG, JPEG or TIFF file. Scan to one of these."),
    "too_large": _("This file or a picture in it is too large. Scan grey, with 150 to 300 dpi."),
    "too_many": _("This file has more than %(n)s pages. Scan in several files.") % {"n": MOST_PAGES},
    "damaged": _("This file is damaged or takes too long to open. Scan again."),
    "locked": _("This PDF is locked with a password. Scan without one."),
}


def _refused(code: str) -> ScanRefused:
    return ScanRefused(_REFUSALS[code], code=f"scan_{code}")


def pages_of(data: bytes) -> Iterator[Grey]:
    """Every page, in order, a few in memory at a time. Raises ScanRefused, before the first page where that can be."""
    if not data:
        raise _refused("empty")
    if len(data) > MOST_BYTES:
        raise _refused("too_large")
    with work_folder("paper-scan") as folder:
        file, drawn = folder / "upload", folder / "drawn"
        file.write_bytes(data)
        drawn.mkdir()
        is_pdf = b"%PDF-" in data[:1024]
        pages = _count_pdf(file) if is_pdf else _decode(file, drawn, 1, _AT_ONCE)
        if pages > MOST_PAGES:
            raise _refused("too_many")
        for first in range(1, pages + 1, _AT_ONCE):
            last = min(first + _AT_ONCE - 1, pages)
            if is_pdf:
                _draw(file, drawn, first, last)
            elif first > 1:
                _decode(file, drawn, first, last)
            yield from _taken(drawn, last - first + 1)


def _taken(folder: Path, expected: int) -> Iterator[Grey]:
    paths = sorted(folder.iterdir())
    if len(paths) != expected:
        raise _refused("damaged")
    for path in paths:
        page = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        path.unlink()
        if page is None:
            raise _refused("damaged")
        yield page.astype(np.uint8)


def _count_pdf(file: Path) -> int:
    done = sandbox.run(["pdfinfo", str(file)], limits=_LIMITS, read=[file])
    if "Incorrect password" in done.complaint:
        raise _refused("locked")
    found = re.search(rb"^Pages:\s+(\d+)$", done.output, re.MULTILINE)
    if not done.ok or not found or int(found[1]) < 1:
        raise _refused("damaged")
    return int(found[1])


def _draw(file: Path, folder: Path, first: int, last: int) -> None:
    command = ["pdftoppm", "-q", "-gray", "-scale-to", str(_LONG_SIDE), "-f", str(first), "-l", str(last)]
    done = sandbox.run([*command, str(file), str(folder / "page")], limits=_LIMITS, read=[file], write=folder)
    if not done.ok:
        raise _refused("damaged")


def _decode(file: Path, folder: Path, first: int, last: int) -> int:
    """How many pages the file has; at most one more than MOST_PAGES is counted."""
    python = [Path(sys.prefix), Path(sys.base_prefix)]
    command = [sys.executable, "-I", str(_DECODER), str(file), str(folder), str(first), str(last), str(MOST_PAGES)]
    done = sandbox.run(command, limits=_LIMITS, read=[*python, _DECODER, file], write=folder)
    if not done.ok:
        raise _refused("damaged")
    said = json.loads(done.output)
    if "refused" in said:
        raise _refused(said["refused"])
    return int(said["pages"])
