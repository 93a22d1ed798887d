"""PDFs as they are published: the pages, and nothing that the pages do not show.

The original stays in the library. What blocks a clearance (scripts, outside links, files inside) is left where it is, so that it is found.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from content.errors import NotReady
from lms.lib.canonical import sha256_hex
from lms.packages import api as packages

from .derived import Derived, derive

RECIPE = "pdf:v1"
_BESIDE_THE_PAGES = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/Thumb",
)  # XMP, what programs keep for themselves, dates, small pictures
_TELLS = {0xE1, 0xED, 0xFE}  # segments of a JPEG: EXIF and XMP, IPTC, comments


def published_pdf(document: Any) -> Derived:
    """The blob of a document. Raises NotReady with a sentence when the original cannot be read."""
    try:
        with document.file.open("rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        raise NotReady(_("The file “%(title)s” is no longer there.") % {"title": document.title}) from error
    try:
        return derive(sha256_hex(data), RECIPE, lambda: _publish(data))
    except (pikepdf.PdfError, ValueError) as error:
        raise NotReady(
            _("The file “%(title)s” cannot be read. Save it again as a PDF without a password, and upload that.")
            % {"title": document.title}
        ) from error


def _publish(data: bytes) -> Derived:
    return Derived(packages.store_blob(without_metadata(data), "application/pdf"))


def without_metadata(data: bytes) -> bytes:
    """Without author, program, dates, XMP, and what pictures tell of their camera. Written anew, so that deleted pages are gone as well.

    The same bytes every time. Raises pikepdf.PdfError.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for thing in _dictionaries(pdf):
            for name in _BESIDE_THE_PAGES:
                if name in thing:
                    del thing[name]
            if thing.get("/Filter") == pikepdf.Name.DCTDecode and isinstance(thing, pikepdf.Stream):
                thing.write(without_segments(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream that stands by itself in the file."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC and comments; the picture itself is not touched. What is no JPEG comes back as it is."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in _TELLS:
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])
